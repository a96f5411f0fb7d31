import type { SweepRequest } from '../lib/app/run/request.ts';
import type { LoadedPolicy } from '../lib/policy/load.ts';
import type { Report } from '../lib/core/compliance/report.ts';
import type { Remediation } from '../lib/core/model.ts';
import type { Io } from './io.ts';
import type { RunOptions } from './options.ts';
import type { Output } from './output.ts';
import { paintFor } from './paint.ts';
import type { ProgressBar } from './progress.ts';

export interface RequestContext {
  readonly policy: LoadedPolicy;
  readonly ceiling: Remediation;
  readonly io: Io;
  readonly bar: ProgressBar;
}

/** What a person asked for on the command line, as a request. */
export function requestOf(
  { regions, accounts }: RunOptions,
  { policy, ceiling, io, bar }: RequestContext,
): SweepRequest {
  return { policy, trigger: 'command-line', ceiling, regions, accounts, cancel: io.cancel, onProgress: bar.show };
}

/** Writes a report in the format that was asked for; in colours where they are seen. */
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
