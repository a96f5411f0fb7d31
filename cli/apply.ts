import type { Command } from 'commander';
import type { Planned } from '../lib/app/scan/plan-run.ts';
import type { ScanOrder } from '../lib/app/scan/scan.ts';
import { skipAllWrites, type Plan } from '../lib/core/compliance/plan.ts';
import type { Notice, Report } from '../lib/core/compliance/report.ts';
import { exitCodeOf, type FailOn } from '../lib/core/compliance/verdict.ts';
import type { LoadedPolicy } from '../lib/policy/loaded-policy.ts';
import { writesText } from '../lib/render/words/plan-words.ts';
import { showPlan } from './apply-question.ts';
import { withAws, type CommandLineAws } from './aws.ts';
import { backgroundOf, checkTable } from './background.ts';
import { CANCELLED, note, UsageError, type Finish, type Io } from './io.ts';
import { runOptions, type RunOptions } from './options.ts';
import { withOutput } from './output.ts';
import { confirm } from './prompt.ts';
import { listingText, noteFailOn, orderFor, scanDeps } from './report.ts';
import { writeReport } from './write-report.ts';
import { onlyShown, withPolicyAsReason } from './shown-plan.ts';

const EXAMPLES = ['apply', 'apply --regions eu-west-1', 'apply --yes --format json --output report.json'];

type ApplyOptions = RunOptions & { readonly yes?: true };

/** `macie-warden apply`: shows the plan, asks, writes, and reports what it saw afterwards. */
export function addApply(program: Command, { io, finish }: { io: Io; finish: Finish }): void {
  const command = program
    .command('apply')
    .description('repair what the policy allows: shows the plan, asks, writes, and reports')
    .option('-y, --yes', 'do not ask');
  runOptions(command, { io, examples: EXAMPLES }).action(async (options: ApplyOptions) => {
    if (!options.yes && !io.stdin.isTTY) {
      throw new UsageError(`there is no terminal to ask on: read \`${io.calledAs} check\` first, then pass --yes`);
    }
    checkTable(options);
    await withOutput(options, {
      io,
      work: async (output) => {
        const { report, background, isDeclined, exitCode } = await withAws({ io, options }, async (aws) => {
          const applied = await apply(options, { io, aws });
          return { ...applied, background: await backgroundOf(applied.report, options, { ...applied, io, aws }) };
        });
        // The plan is on the screen already; a file and a program get the report.
        const isShown = isDeclined && options.format === 'text' && output.stream?.isTTY === true;
        if (!isShown) await writeReport(report, { format: options.format, output, io, background });
        if (exitCode !== CANCELLED) await noteFailOn(report, { failOn: options.failOn, io });
        finish(exitCode);
      },
    });
  });
}

interface Applied {
  readonly report: Report;
  readonly policy: LoadedPolicy;
  /** The person answered no. */
  readonly isDeclined: boolean;
  readonly exitCode: number;
}

/** Exported for its tests: they have no terminal. */
export async function apply(options: ApplyOptions, { io, aws }: { io: Io; aws: CommandLineAws }): Promise<Applied> {
  return applyPolicy(await aws.loadPolicy(options.policy), options, { io, aws });
}

/** The same with a policy that was loaded. */
export async function applyPolicy(
  policy: LoadedPolicy,
  options: Omit<ApplyOptions, 'policy' | 'format'>,
  { io, aws }: { io: Io; aws: CommandLineAws },
): Promise<Applied> {
  const [{ scanAndPlan }, { accessById }, { applyPlan }, { writersOf }, { reportPlanned }] = await Promise.all([
    import('../lib/app/run/scan-steps.ts'),
    import('../lib/app/run/run-accounts.ts'),
    import('../lib/app/enforce/apply.ts'),
    import('../lib/app/enforce/writers.ts'),
    import('../lib/app/run/run-report.ts'),
  ]);
  const { deps, bar } = scanDeps(options, { io, aws });
  const scan = async (order: ScanOrder): Promise<Planned> => {
    bar.begin(listingText(policy));
    const planned = await scanAndPlan(order, deps);
    bar.clear();
    return planned;
  };
  try {
    const order = await orderFor(options, { policy, ceiling: 'enforce', io, deps });
    const shown = await scan(order);
    if (io.cancel.aborted) return stopped(shown, { now: deps.now(), failOn: options.failOn });
    await showPlan(shown, { io, aws });
    const decided = await decide(shown, { io, isSure: options.yes === true, scanAgain: () => scan(order) });
    const { planned, plan } = decided;
    const accounts = await writersOf(plan, await accessById(order), { ...deps, policy: policy.policy });
    const assessments = await applyPlan(plan, { accounts, cancel: io.cancel }, deps);
    const report = reportPlanned(planned, {
      assessments: withPolicyAsReason(assessments),
      notices: io.cancel.aborted && !isCut(planned) ? [STOPPED] : [],
      finishedAt: deps.now(),
    });
    const exitCode = io.cancel.aborted ? CANCELLED : exitCodeOf(report.verdict, options.failOn);
    return { report, policy, isDeclined: decided.isDeclined, exitCode };
  } finally {
    bar.clear();
  }
}

const STOPPED: Notice = { kind: 'cancelled', message: 'the run was stopped before its end' };

/** Was the run stopped while it was reading? */
function isCut({ scan }: Planned): boolean {
  return scan.notices.some(({ kind }) => kind === 'cancelled');
}

/** A run that was stopped before it had a plan to show reports what it saw. */
async function stopped(planned: Planned, { now, failOn }: { now: Date; failOn: FailOn }): Promise<Applied> {
  const { reportPlanned } = await import('../lib/app/run/run-report.ts');
  const { assessments } = skipAllWrites(planned.plan, 'the run was stopped before its turn');
  const report = reportPlanned(planned, { assessments: withPolicyAsReason(assessments), finishedAt: now });
  return { report, policy: planned.request.policy, isDeclined: false, exitCode: exitCodeOf(report.verdict, failOn) };
}

interface Decided {
  readonly planned: Planned;
  /** The writes to make. */
  readonly plan: Plan;
  readonly isDeclined: boolean;
}

interface Question {
  readonly io: Io;
  /** The person has agreed beforehand. */
  readonly isSure: boolean;
  readonly scanAgain: () => Promise<Planned>;
}

/** A person may take minutes to answer: everything is read again afterwards, and only writes that were shown are made. */
async function decide(shown: Planned, { io, isSure, scanAgain }: Question): Promise<Decided> {
  const { limitPlan } = await import('../lib/app/enforce/limit-plan.ts');
  const plan = limitPlan(shown);
  const { length } = plan.writes;
  if (length === 0 || isSure) return { planned: shown, plan, isDeclined: false };
  if (!(await confirm(io, `Make ${length === 1 ? 'this write' : `these ${writesText(plan)}`}?`))) {
    await note(io, 'Nothing was written.');
    return { planned: shown, plan: skipAllWrites(plan, 'declined when asked'), isDeclined: true };
  }
  const next = await scanAgain();
  const agreed = onlyShown(next.plan, { shown: plan, calledAs: io.calledAs });
  if (agreed.writes.length < length) await note(io, `Still needed: ${agreed.writes.length} of ${length} writes.`);
  const again = { ...next, plan: agreed };
  return { planned: again, plan: limitPlan(again), isDeclined: false };
}
