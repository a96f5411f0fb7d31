import type { Report } from '../../core/compliance/report.ts';
import { Budget, fitting } from '../view/budget.ts';
import { plain } from '../words/escape.ts';
import { naming } from '../view/naming.ts';
import { sizeOf, storyOf, type Entry, type Section, type Story } from '../view/report-view.ts';
import { provenance } from '../words/report-words.ts';
import { wrap } from '../words/wrap.ts';

/** How parts of the text stand out. The default is not at all. */
export interface Paint {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly doubt: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
}

const same = (text: string): string => text;
const NO_PAINT: Paint = { good: same, bad: same, doubt: same, dim: same, bold: same };

export interface TextOptions {
  readonly paint?: Paint;
  /** The most that the text may take inside a JSON string. What does not fit is counted: `… and 12 more`. */
  readonly maxBytes?: number;
}

/** The report for a person: a terminal and an email. Its last line is the machine-readable `result: …`. */
export function text(report: Report, options: TextOptions = {}): string {
  return storyText(storyOf(report), { report, ...options });
}

/** Any story of a run, ended by where it comes from and by the verdict. */
export function storyText(
  story: Story,
  { report, paint = NO_PAINT, maxBytes = Number.POSITIVE_INFINITY }: TextOptions & { report: Report },
): string {
  const { sections } = story;
  const head = `${paint.bold(`macie-warden: ${plain(story.headline)}`)}\n${wrap(plain(story.counts), { indent: 0 })}\n`;
  const foot = `\n${provenance(report)
    .map((line) => `${paint.dim(wrap(plain(line), { indent: 0, hanging: 2 }))}\n`)
    .join('')}result: ${report.verdict}\n`;
  const titles = sections.map((section) => sectionHead(section, paint));
  const budget = new Budget(maxBytes);
  // The frame comes first: whatever is cut, verdict, counts and what was cut are there.
  for (const part of [head, foot, ...titles.map((title) => title + MORE_ROOM)]) budget.take(part);
  const bodies = sections.map((section) => sectionBody(section, { paint, budget }));
  return head + titles.map((title, index) => title + (bodies[index] ?? '')).join('') + foot;
}

const MORE_ROOM = '  … and 1000000 more\n'.repeat(2);

function sectionHead({ mood, title, size, lead }: Section, paint: Paint): string {
  const colour = mood === 'plain' ? paint.bold : paint[mood];
  const heading = colour(`${title.toUpperCase()} (${size})`);
  return `\n${heading}\n${lead === null ? '' : `${wrap(sentence(plain(lead)), { indent: 2 })}\n`}`;
}

function sentence(line: string): string {
  return `${line.charAt(0).toUpperCase()}${line.slice(1)}${line.endsWith('.') ? '' : '.'}`;
}

function sectionBody({ entries, names, size }: Section, { paint, budget }: { paint: Paint; budget: Budget }): string {
  if (entries.length === 0) {
    const kept = fitting(
      names.map((name) => `${plain(name)}, `),
      budget,
    );
    const list = kept.join('').replace(/, $/, '');
    return (list === '' ? '' : `${wrap(list, { indent: 2 })}\n`) + more(size - kept.length);
  }
  const kept = fitting(
    entries.map((entry) => entryText(entry, paint)),
    budget,
  );
  // An entry about thousands of targets says why even where their names do not fit.
  const next = entries[kept.length];
  const part = next && naming(next, (fewer) => budget.take(entryText(fewer, paint)));
  const told = entries.slice(0, kept.length + (part ? 1 : 0));
  return kept.join('') + (part ? entryText(part, paint) : '') + more(size - sizeOf(told));
}

function more(left: number): string {
  return left > 0 ? `  … and ${left} more\n` : '';
}

function entryText({ name, title, lines }: Entry, paint: Paint): string {
  const first = name === '' ? '- ' : `${plain(name)}  `;
  const head = wrap(first + plain(title), { indent: 2, hanging: name === '' ? 4 : 6 });
  const body = lines.map((line) => `${wrap(plain(line), { indent: 6 })}\n`).join('');
  return `${name === '' ? head : head.replace(plain(name), paint.bold(plain(name)))}\n${body}`;
}
