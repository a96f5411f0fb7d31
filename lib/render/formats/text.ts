import type { Report } from '../../core/compliance/report.ts';
import { Budget, fitting } from '../view/budget.ts';
import { shortenName } from '../view/shorten-name.ts';
import { reportView } from '../view/report-view.ts';
import { sizeOf, type Entry, type Section, type View } from '../view/view.ts';
import { plain } from '../words/escape.ts';
import { provenanceLines } from '../words/report-words.ts';
import { resultLine } from '../words/scope-words.ts';
import { sentence } from '../words/sentence.ts';
import { wrap } from '../words/wrap.ts';

/** How parts of the text stand out. The default is not at all. */
export interface Paint {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
}

const same = (text: string): string => text;
const NO_PAINT: Paint = { good: same, bad: same, warning: same, dim: same, bold: same };

export interface TextOptions {
  readonly paint?: Paint;
  /** The most that the text may take inside a JSON string. Entries that do not fit are counted: `… and 12 more`. */
  readonly maxBytes?: number;
}

/** The report for a person: a terminal and an email. Its last line is the machine-readable `result: …`. */
export function text(report: Report, options: TextOptions = {}): string {
  return viewText(reportView(report), { report, ...options });
}

/** Any view of a run, ended by the provenance of the report and by the verdict of the view. */
export function viewText(
  view: View,
  { report, paint = NO_PAINT, maxBytes = Number.POSITIVE_INFINITY }: TextOptions & { report: Report },
): string {
  const { sections } = view;
  const head = `${paint.bold(`macie-warden: ${plain(view.headline)}`)}\n${wrap(plain(view.counts), { indent: 0 })}\n`;
  const foot = `\n${provenanceLines(report)
    .map((line) => `${paint.dim(wrap(plain(line), { indent: 0, hanging: 2 }))}\n`)
    .join('')}${resultLine(view.verdict, report.scope)}\n`;
  const titles = sections.map((section) => sectionHead(section, paint));
  const budget = new Budget(maxBytes);
  // The frame comes first: whatever is cut, verdict, counts and the number of cut entries are there.
  for (const part of [head, foot, ...titles.map((title) => title + MORE_ROOM)]) budget.take(part);
  const bodies = sections.map((section) => sectionBody(section, { paint, budget }));
  return head + titles.map((title, index) => title + (bodies[index] ?? '')).join('') + foot;
}

const MORE_ROOM = '  … and 1000000 more\n'.repeat(2);

function sectionHead({ tone, title, size, lead }: Section, paint: Paint): string {
  const colour = tone === 'neutral' ? paint.bold : paint[tone];
  const heading = colour(`${title.toUpperCase()} (${size})`);
  return `\n${heading}\n${lead === null ? '' : `${wrap(sentence(plain(lead)), { indent: 2 })}\n`}`;
}

function sectionBody({ entries, names, size }: Section, { paint, budget }: { paint: Paint; budget: Budget }): string {
  if (entries.length === 0) {
    const kept = fitting(
      names.map((name) => `${plain(name)}, `),
      budget,
    );
    const list = kept.join('').replace(/, $/, '');
    return (list === '' ? '' : `${wrap(list, { indent: 2 })}\n`) + moreText(size - kept.length);
  }
  const kept = fitting(
    entries.map((entry) => entryText(entry, paint)),
    budget,
  );
  // An entry about thousands of targets shows its reason even where their names do not fit.
  const next = entries[kept.length];
  const part = next && shortenName(next, (fewer) => budget.take(entryText(fewer, paint)));
  const shown = entries.slice(0, kept.length + (part ? 1 : 0));
  return kept.join('') + (part ? entryText(part, paint) : '') + moreText(size - sizeOf(shown));
}

function moreText(left: number): string {
  return left > 0 ? `  … and ${left} more\n` : '';
}

function entryText({ name, title, lines }: Entry, paint: Paint): string {
  const first = name === '' ? '- ' : `${plain(name)}  `;
  const head = wrap(first + plain(title), { indent: 2, hanging: name === '' ? 4 : 6 });
  const body = lines.map((line) => `${wrap(plain(line), { indent: 6 })}\n`).join('');
  return `${name === '' ? head : head.replace(plain(name), paint.bold(plain(name)))}\n${body}`;
}
