import type { Report } from '../lib/core/compliance/report.ts';
import type { Format } from '../lib/render/formats/index.ts';
import type { ReportBackground } from '../lib/render/view/report-background.ts';
import type { Io } from './io.ts';
import type { Output } from './output.ts';
import { paintFor } from './paint.ts';

interface ReportWriting {
  readonly format: Format;
  readonly output: Output;
  readonly io: Io;
  /** Left out: the format does not show it. */
  readonly background?: ReportBackground | undefined;
}

/** Writes a report in the format that was asked for; in colours on a terminal. */
export async function writeReport(report: Report, { format, output, io, background }: ReportWriting): Promise<void> {
  const [{ FORMATS }, { text }] = await Promise.all([
    import('../lib/render/formats/index.ts'),
    import('../lib/render/formats/text.ts'),
  ]);
  const paint = format === 'text' && output.stream !== null ? paintFor(output.stream, io.env) : null;
  const width = output.stream?.columns;
  const isText = format === 'text' && output.stream !== null;
  await output.write(
    isText
      ? text(report, { ...(width ? { width } : {}), ...(paint ? { paint } : {}) })
      : await FORMATS[format](report, background),
    { isPainted: paint !== null },
  );
}
