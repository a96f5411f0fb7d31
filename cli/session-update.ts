import { updatePolicy } from '../lib/app/query/update-policy.ts';
import { EXIT_CODES } from '../lib/core/compliance/verdict.ts';
import type { Report } from '../lib/core/compliance/report.ts';
import type { CostLimit } from '../lib/core/cost/model.ts';
import type { LoadedPolicy } from '../lib/policy/loaded-policy.ts';
import type { Format } from '../lib/render/formats/index.ts';
import type { SessionUpdate } from '../lib/sql/update.ts';
import { applyPolicy } from './apply.ts';
import { showPlan } from './apply-question.ts';
import { withAws, type AwsOptions, type CommandLineAws } from './aws.ts';
import { note, type Io } from './io.ts';
import { existingFile, withOutput, type OutputOptions } from './output.ts';
import { ratedBy } from './background.ts';
import { checkRegionNames } from './region-names.ts';
import { orderFor, scanDeps } from './report.ts';
import { writeReport } from './write-report.ts';

export interface UpdateOptions extends AwsOptions, OutputOptions {
  readonly policy?: string | false;
  readonly yes?: true;
  readonly format: Format;
  readonly maxActions?: number;
  readonly maxMonthlyCost?: CostLimit;
}

/** Plans an update of one session and, with --yes, makes it as `apply` does. Resolves with the exit code. */
export async function updateSession(update: SessionUpdate, options: UpdateOptions, io: Io): Promise<number> {
  const { accountId, region } = update.target;
  await checkRegionNames([region], { option: 'region', io });
  let exitCode = 0;
  await withOutput(options, {
    io,
    work: async (output) => {
      const done = await withAws({ io, options }, async (aws) => {
        const policy = updatePolicy(update, await basePolicy(options, { io, aws }));
        const narrowed = { ...options, accounts: [accountId], regions: [region], failOn: 'unknown' as const };
        const made = options.yes
          ? await applyPolicy(policy, narrowed, { io, aws })
          : await planOnly(policy, narrowed, { io, aws });
        return { ...made, background: ratedBy(policy.policy, made.report) };
      });
      const { report, background } = done;
      await writeReport(report, { format: options.format, output, io, background });
      exitCode = done.exitCode;
    },
  });
  return exitCode;
}

/** null: there is none, and the account is reached as without a policy. */
async function basePolicy(
  { policy }: Pick<UpdateOptions, 'policy'>,
  { io, aws }: { readonly io: Io; readonly aws: CommandLineAws },
): Promise<LoadedPolicy | null> {
  const source = policy === undefined ? await existingFile('policy.yml', io) : policy;
  return source === false || source === null ? null : aws.loadPolicy(source);
}

interface Narrowed extends Omit<UpdateOptions, 'policy'> {
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
}

/** Reads the session, and shows the plan. */
async function planOnly(
  policy: LoadedPolicy,
  options: Narrowed,
  { io, aws }: { readonly io: Io; readonly aws: CommandLineAws },
): Promise<{ readonly report: Report; readonly exitCode: number }> {
  const [{ scanAndPlan }, { reportPlanned }] = await Promise.all([
    import('../lib/app/run/scan-steps.ts'),
    import('../lib/app/run/run-report.ts'),
  ]);
  const { deps, bar } = scanDeps(options, { io, aws });
  bar.begin('reading the session');
  const order = await orderFor(options, { policy, ceiling: 'enforce', io, deps });
  const planned = await scanAndPlan(order, deps).finally(bar.clear);
  await showPlan(planned, { io, aws });
  if (planned.plan.writes.length > 0) await note(io, 'Nothing was written: --yes writes it.');
  // The report is that of a run that may not write.
  const request = { ...planned.request, ceiling: 'report' as const };
  const { assessments } = planned.plan;
  const report = reportPlanned({ ...planned, request }, { assessments, finishedAt: deps.now() });
  return { report, exitCode: EXIT_CODES[report.verdict] };
}
