import type { Command } from 'commander';
import type { Planned } from '../lib/app/scan/planned.ts';
import { limitActions } from '../lib/core/guard-rails/action-limit.ts';
import { holdBackAll } from '../lib/core/compliance/plan.ts';
import type { Notice, Report } from '../lib/core/compliance/report.ts';
import { EXIT_CODES } from '../lib/core/compliance/verdict.ts';
import { describePlan } from '../lib/render/words/plan-words.ts';
import { withAws, type CommandLineAws } from './aws.ts';
import { CANCELLED, note, UsageError, type Finish, type Io } from './io.ts';
import { runOptions, type RunOptions } from './options.ts';
import { withOutput } from './output.ts';
import { progressBar } from './progress.ts';
import { confirm } from './prompt.ts';
import { orderFor, writeReport } from './report.ts';

const EXAMPLES = ['apply', 'apply --regions eu-west-1', 'apply --yes --format json --output report.json'];

interface ApplyOptions extends RunOptions {
  readonly yes?: true;
}

/** `warden apply`: shows the plan, asks, writes, and reports what it saw afterwards. */
export function addApply(program: Command, { io, finish }: { io: Io; finish: Finish }): void {
  const command = program
    .command('apply')
    .description('repair what the policy allows: shows the plan, asks, writes, and reports')
    .option('-y, --yes', 'do not ask');
  runOptions(command, EXAMPLES).action(async (options: ApplyOptions) => {
    if (!options.yes && !io.stdin.isTTY) {
      throw new UsageError('there is no terminal to ask on: read `warden check` first, then pass --yes');
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

async function apply(options: ApplyOptions, { io, aws }: { io: Io; aws: CommandLineAws }): Promise<Report> {
  const [{ scanAndPlan, accessById }, { applyPlan }, { reportPlanned }] = await Promise.all([
    import('../lib/app/run/run-steps.ts'),
    import('../lib/app/enforce/apply.ts'),
    import('../lib/app/run/run-report.ts'),
  ]);
  const policy = await aws.loadPolicy(options.policy);
  const bar = progressBar(io, options.quiet === true);
  const deps = { ...aws.deps, onProgress: bar.show };
  bar.begin('listing Regions');
  try {
    const order = orderFor(options, { policy, ceiling: 'enforce', io, deps });
    const planned = await scanAndPlan(order, deps);
    bar.clear();
    const limited = limitActions(planned.plan, policy.policy.limits.maxActions);
    const [accountId = ''] = planned.scan.scope.accounts;
    await note(
      io,
      describePlan(planned.plan, { accountId, source: policy.source, maxActions: policy.policy.limits.maxActions }),
    );
    const decided = await decide({ ...planned, plan: limited }, { io, isSure: options.yes === true });
    const assessments = await applyPlan(decided.plan, { accounts: await accessById(order), cancel: io.cancel }, deps);
    const cancelled: Notice = { kind: 'cancelled', message: 'the run was stopped before its end' };
    const notices = io.cancel.aborted ? [cancelled] : [];
    return reportPlanned(planned, { assessments, notices, finishedAt: deps.now() });
  } finally {
    bar.clear();
  }
}

async function decide(planned: Planned, { io, isSure }: { io: Io; isSure: boolean }): Promise<Planned> {
  const { length } = planned.plan.writes;
  if (length === 0 || isSure) return planned;
  if (await confirm(io, `Make ${length === 1 ? 'this write' : `these ${length} writes`}?`)) return planned;
  await note(io, 'Nothing was written.');
  return { ...planned, plan: holdBackAll(planned.plan, 'declined when asked') };
}
