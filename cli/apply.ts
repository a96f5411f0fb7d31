import type { Command } from 'commander';
import type { Survey } from '../lib/app/scan/scan.ts';
import { declinePlan } from '../lib/core/compliance/plan.ts';
import type { Report } from '../lib/core/compliance/report.ts';
import { EXIT_CODES } from '../lib/core/compliance/verdict.ts';
import { withAws, type Aws } from './aws.ts';
import { CANCELLED, note, UsageError, type Finish, type Io } from './io.ts';
import { runOptions, type RunOptions } from './options.ts';
import { withOutput } from './output.ts';
import { describePlan } from '../lib/render/words/plan-words.ts';
import { progressBar } from './progress.ts';
import { confirm } from './prompt.ts';
import { requestOf, writeReport } from './report.ts';

const EXAMPLES = ['apply', 'apply --regions eu-west-1', 'apply --yes --format json --output report.json'];

interface ApplyOptions extends RunOptions {
  readonly yes?: true;
}

/** `warden apply`: shows what it is about to write, asks, writes, and reports what it saw afterwards. */
export function addApply(program: Command, { io, finish }: { io: Io; finish: Finish }): void {
  const command = program
    .command('apply')
    .description('repair what the policy lets be repaired: shows the plan, asks, writes, and reports')
    .option('-y, --yes', 'do not ask');
  runOptions(command, EXAMPLES).action(async (options: ApplyOptions) => {
    if (!options.yes && !io.stdin.isTTY) {
      throw new UsageError('there is no terminal to ask on: look at `warden check` first, then say --yes');
    }
    await withOutput(options.output, {
      io,
      work: async (output) => {
        const report = await withAws(io, (aws) => apply(options, { io, aws }));
        await writeReport(report, { format: options.format, output, io });
        finish(io.cancel.aborted ? CANCELLED : EXIT_CODES[report.verdict]);
      },
    });
  });
}

async function apply(options: ApplyOptions, { io, aws }: { io: Io; aws: Aws }): Promise<Report> {
  const [{ survey }, { carryOut }] = await Promise.all([
    import('../lib/app/scan/scan.ts'),
    import('../lib/app/run/sweep.ts'),
  ]);
  const policy = await aws.loadPolicy(options.policy);
  const bar = progressBar(io, options.quiet === true);
  try {
    const surveyed = await survey(requestOf(options, { policy, ceiling: 'enforce', io, bar }), aws.deps);
    bar.clear();
    await note(io, describePlan(surveyed));
    return await carryOut(await decided(surveyed, { io, isSure: options.yes === true }), aws.deps);
  } finally {
    bar.clear();
  }
}

async function decided(surveyed: Survey, { io, isSure }: { io: Io; isSure: boolean }): Promise<Survey> {
  const { writes } = surveyed.plan;
  if (writes.length === 0 || isSure) return surveyed;
  if (await confirm(io, `Make ${writes.length === 1 ? 'this write' : `these ${writes.length} writes`}?`))
    return surveyed;
  await note(io, 'Nothing was written.');
  return { ...surveyed, plan: declinePlan(surveyed.plan, 'declined when asked') };
}
