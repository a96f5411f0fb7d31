import { Option, type Command } from 'commander';
import type { CostReport } from '../lib/core/cost/model.ts';
import { COST_FORMAT_NAMES, type CostFormat } from '../lib/render/formats/costs.ts';
import { withAws, type CommandLineAws } from './aws.ts';
import type { Finish, Io } from './io.ts';
import { awsOptions, exampleHelp, outputOptions, policyOption, scopeOptions, type RunOptions } from './options.ts';
import { withOutput } from './output.ts';
import { listingText, orderFor, scanDeps } from './report.ts';

const EXAMPLES = ['cost', 'cost --regions eu-west-1', 'cost --format csv --output cost.csv'];
const HELP = `
Exit codes:
  0  everything was estimated
  2  something could not be estimated
  3  bad policy, bad usage, or no way to run`;

interface CostOptions extends Omit<RunOptions, 'format'> {
  readonly format: CostFormat;
}

/** `macie-warden cost`: what the policy costs a month, or would cost. It writes nothing to AWS. */
export function addCost(program: Command, { io, finish }: { io: Io; finish: Finish }): void {
  const command = program
    .command('cost')
    .description('estimate the monthly bill of Macie under the policy, by account, Region and setting; writes nothing')
    .addOption(policyOption(io))
    .addOption(
      new Option('-f, --format <name>', 'how the costs are written').choices(COST_FORMAT_NAMES).default('text'),
    );
  awsOptions(outputOptions(scopeOptions(command)))
    .addHelpText('after', HELP + exampleHelp(EXAMPLES, io))
    .action(async (options: CostOptions) => {
      await withOutput(options, {
        io,
        work: async (output) => {
          const report = await withAws({ io, options }, (aws) => cost(options, { io, aws }));
          const { COST_FORMATS } = await import('../lib/render/formats/costs.ts');
          const width = output.stream?.columns;
          await output.write(COST_FORMATS[options.format](report, width === undefined ? {} : { width }));
          finish(report.notEstimated > 0 ? 2 : 0);
        },
      });
    });
}

async function cost(options: CostOptions, { io, aws }: { io: Io; aws: CommandLineAws }): Promise<CostReport> {
  const { costReport } = await import('../lib/app/cost/cost-report.ts');
  const policy = await aws.loadPolicy(options.policy);
  const { deps, bar } = scanDeps(options, { io, aws });
  bar.begin(listingText(policy));
  try {
    return await costReport(await orderFor(options, { policy, ceiling: 'report', io, deps }), deps);
  } finally {
    bar.clear();
  }
}
