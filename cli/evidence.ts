import { Option, type Command } from 'commander';
import type { Evidence } from '../lib/core/evidence/model.ts';
import { withState, type AwsOptions } from './aws.ts';
import type { Finish, Io } from './io.ts';
import { awsOptions, exampleHelp, tableOption } from './options.ts';
import { askedOf, noteLeft, pastOptions, type PastFilter, type PastFormat } from './past.ts';
import { beginning, duration, end } from './period.ts';
import { write } from './terminal.ts';

const HELP = `
A scan of a target is valid until the next one, and for the time of --valid-for at most.
Times without a valid scan are not seen, never compliant: see docs/evidence.md.

Exit codes:
  0  compliant all the time
  1  drifted at some time
  2  no drift, but not seen at some time, or nothing is known
  3  bad usage, or the table cannot be read`;
const EXAMPLES = [
  'evidence --from 2026-01-01 --to 2026-12-31',
  'evidence --from 2026-10-01 --to 2026-12-31 --ou ou-ab12-11111111 --format html',
  'evidence --from 2026-12-01 --setting status,findingPublishingFrequency --format csv',
];

interface EvidenceOptions extends AwsOptions, PastFilter {
  readonly table: string;
  readonly format: PastFormat;
  readonly from: number;
  readonly to?: number;
  readonly validFor?: number;
}

/** `macie-warden evidence`. */
export function addEvidence(program: Command, { io, finish }: { io: Io; finish: Finish }): void {
  const evidence = program
    .command('evidence')
    .description('show for how long each target was seen compliant, drifted, or not seen')
    .addOption(tableOption(io))
    .addOption(new Option('--from <date>', 'the first day').argParser(beginning).makeOptionMandatory())
    .addOption(new Option('--to <date>', 'the last day (default: now)').argParser(end))
    .addOption(
      new Option(
        '--valid-for <time>',
        'how long a scan is valid, such as 90m or 2h (default: twice the usual time between full runs)',
      ).argParser(duration),
    );
  awsOptions(pastOptions(evidence))
    .addHelpText('after', HELP + exampleHelp(EXAMPLES, io))
    .action(async (options: EvidenceOptions) => {
      finish(await showEvidence(options, io));
    });
}

/** Resolves with the exit code. */
async function showEvidence(
  { table, format, from, to = Number.POSITIVE_INFINITY, validFor, setting = ['status'], ...options }: EvidenceOptions,
  io: Io,
): Promise<number> {
  const [{ readFacts }, { evidenceOf }] = await Promise.all([
    import('../lib/app/history/read-facts.ts'),
    import('../lib/core/evidence/evidence.ts'),
  ]);
  const { asked, facts, names } = await withState({ io, options, table }, async (tools) => {
    const { asked, names } = await askedOf({ ...options, from, to }, { ...tools, io });
    return { asked, names, facts: await readFacts(asked, tools.store) };
  });
  const evidence = evidenceOf(facts, { ...asked, settings: setting, validForMs: validFor ?? null });
  await write(io.stdout, await textOf(evidence, { format, names, io }));
  await noteLeft(facts.doubts.length + facts.unreadableScans, io);
  return exitCodeOf(evidence);
}

interface Writing {
  readonly format: PastFormat;
  readonly names: ReadonlyMap<string, string>;
  readonly io: Io;
}

async function textOf(evidence: Evidence, { format, names, io }: Writing): Promise<string> {
  switch (format) {
    case 'text':
      return (await import('../lib/render/formats/evidence/text.ts')).evidenceText(evidence, {
        names,
        width: io.stdout.columns,
      });
    case 'json':
      return (await import('../lib/render/formats/evidence/json.ts')).evidenceJson(evidence, names);
    case 'csv':
      return (await import('../lib/render/formats/evidence/json.ts')).evidenceCsv(evidence, names);
    case 'html':
      return (await import('../lib/render/formats/evidence/html.ts')).evidenceHtml(evidence, names);
  }
}

function exitCodeOf({ times, targets }: Evidence): number {
  if (times.drifted > 0) return 1;
  return times['not-seen'] > 0 || targets.length === 0 ? 2 : 0;
}
