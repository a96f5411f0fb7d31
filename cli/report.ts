import { requestedScope } from '../lib/app/check/requested-scope.ts';
import { OWN_ACCOUNT, type ScanDeps } from '../lib/app/scan/deps.ts';
import type { ScanOrder } from '../lib/app/scan/scan.ts';
import type { Report } from '../lib/core/compliance/report.ts';
import type { Remediation } from '../lib/core/run.ts';
import type { LoadedPolicy } from '../lib/policy/loaded-policy.ts';
import type { Io } from './io.ts';
import type { RunOptions } from './options.ts';
import type { Output } from './output.ts';
import { paintFor } from './paint.ts';

export interface OrderContext {
  readonly policy: LoadedPolicy;
  readonly ceiling: Remediation;
  readonly io: Io;
  readonly deps: ScanDeps;
}

/** The run that a person asked for on the command line. Throws a WardenError for a scope outside the policy. */
export function orderFor(
  options: Pick<RunOptions, 'regions' | 'accounts'>,
  { policy, ceiling, io, deps }: OrderContext,
): ScanOrder {
  const only = requestedScope(options, policy);
  return {
    request: { policy, trigger: 'command-line', ceiling, only, publish: 'changes' },
    runId: deps.newId(),
    startedAt: deps.now().toISOString(),
    accounts: [deps.forAccount(OWN_ACCOUNT)],
    cancel: io.cancel,
  };
}

/** Writes a report in the format that was asked for; in colours on a terminal. */
export async function writeReport(
  report: Report,
  { format, output, io }: { format: RunOptions['format']; output: Output; io: Io },
): Promise<void> {
  const [{ FORMATS }, { text }] = await Promise.all([
    import('../lib/render/formats/index.ts'),
    import('../lib/render/formats/text.ts'),
  ]);
  const isForPerson = format === 'text' && output.isTerminal;
  await output.write(isForPerson ? text(report, { paint: paintFor(io.stdout) }) : FORMATS[format](report));
}
