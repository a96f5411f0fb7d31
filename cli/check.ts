import { Option, type Command } from 'commander';
import type { Report } from '../lib/core/compliance/report.ts';
import { exitCodeOf } from '../lib/core/compliance/verdict.ts';
import type { ReportBackground } from '../lib/render/view/report-background.ts';
import { withAws, type CommandLineAws } from './aws.ts';
import { backgroundOf, checkTable } from './background.ts';
import type { Finish, Io } from './io.ts';
import { runOptions, type RunOptions } from './options.ts';
import { withOutput } from './output.ts';
import { listingText, noteFailOn, orderFor, scanDeps } from './report.ts';
import { writeReport } from './write-report.ts';

const EXAMPLES = [
  'check',
  'check --policy ssm:/macie-warden/policy --regions eu-west-1,us-east-1',
  'check --format json --output report.json',
  'check --format html --output report.html --table macie-warden-prod',
];

const DEPTH = new Option(
  '--depth <name>',
  'status: the status alone, from the lists of the Macie administrators',
).choices(['status']);

/** `macie-warden check`: reads and reports. It never writes to AWS. */
export function addCheck(program: Command, { io, finish }: { io: Io; finish: Finish }): void {
  const command = program
    .command('check')
    .description('compare every session with the policy and report; writes nothing');
  runOptions(command, { io, examples: EXAMPLES })
    .addOption(DEPTH)
    .action(async (options: RunOptions) => {
      checkTable(options);
      await withOutput(options, {
        io,
        work: async (output) => {
          const { report, background } = await withAws({ io, options }, (aws) => check(options, { io, aws }));
          await writeReport(report, { format: options.format, output, io, background });
          await noteFailOn(report, { failOn: options.failOn, io });
          finish(exitCodeOf(report.verdict, options.failOn));
        },
      });
    });
}

interface Checked {
  readonly report: Report;
  readonly background: ReportBackground | undefined;
}

async function check(options: RunOptions, { io, aws }: { io: Io; aws: CommandLineAws }): Promise<Checked> {
  const [{ scanAndPlan }, { reportPlanned }] = await Promise.all([
    import('../lib/app/run/scan-steps.ts'),
    import('../lib/app/run/run-report.ts'),
  ]);
  const policy = await aws.loadPolicy(options.policy);
  const { deps, bar } = scanDeps(options, { io, aws });
  bar.begin(listingText(policy));
  try {
    const planned = await scanAndPlan(await orderFor(options, { policy, ceiling: 'report', io, deps }), deps);
    const report = reportPlanned(planned, { assessments: planned.plan.assessments, finishedAt: deps.now() });
    return { report, background: await backgroundOf(report, options, { policy, io, aws }) };
  } finally {
    bar.clear();
  }
}
