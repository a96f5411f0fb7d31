import type { Report } from '../../core/compliance/report.ts';
import { Budget, itemsThatFit } from '../view/budget.ts';
import { shortenName, countUnnamed } from '../view/shorten-name.ts';
import { reportView } from '../view/report-view.ts';
import { alertsLeft, restText, sizeOf, type Entry, type Section, type View } from '../view/view.ts';
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

/** A terminal that does not say how wide it is, and a file. */
const DEFAULT_WIDTH = 100;
/** Less room than this is not wrapped: a line would be one word. */
const MIN_WIDTH = 40;

export interface TextOptions {
  readonly paint?: Paint;
  /** Of the terminal, in characters. null: one line for each paragraph, for mail programs, which break lines themselves. */
  readonly width?: number | null;
  /** The most that the text may take inside a JSON string. Entries that do not fit are counted: `… and 12 more`. */
  readonly maxBytes?: number;
}

interface Layout {
  readonly paint: Paint;
  readonly width: number | null;
}

/** The report for a person at a terminal. Its last line is the machine-readable `result: …`. */
export function text(report: Report, options: TextOptions = {}): string {
  return viewText(reportView(report), { report, ...options });
}

/** Any view of a run, ended by the provenance of the report and by the verdict of the view. */
export function viewText(view: View, options: TextOptions & { readonly report: Report }): string {
  return fitText(view, options).text;
}

/** The same, with the number of alerts that did not fit. */
export function fitText(
  view: View,
  {
    report,
    paint = NO_PAINT,
    width = DEFAULT_WIDTH,
    maxBytes = Number.POSITIVE_INFINITY,
  }: TextOptions & { readonly report: Report },
): { readonly text: string; readonly left: number } {
  const { sections } = view;
  const layout = { paint, width: width === null ? null : Math.max(MIN_WIDTH, width) };
  const head = headText(view, layout);
  const archive = view.archiveUrl === undefined ? [] : [`report in the archive: ${view.archiveUrl}`];
  const foot = `\n${[...archive, ...provenanceLines(report)]
    .map((line) => `${paintLines(wrap(plain(line), { indent: 0, hanging: 2, width: layout.width }), paint.dim)}\n`)
    .join('')}${resultLine(view.verdict, report.scope)}\n`;
  const titles = sections.map((section) => sectionHead(section, layout));
  const budget = new Budget(maxBytes);
  // The frame comes first: whatever is cut, verdict, counts and the number of cut entries are there.
  for (const part of [head, foot, ...titles.map((title) => title + MORE_ROOM)]) budget.take(part);
  const bodies = sections.map((section) => sectionBody(section, { layout, budget }));
  const written = titles.map((title, index) => title + (bodies[index]?.body ?? '')).join('');
  return { text: head + written + foot, left: alertsLeft(sections, bodies) };
}

/** A message begins with its first lines, because the mail program shows the headline as its subject. */
function headText({ headline, lead, counts }: View, { paint, width }: Layout): string {
  const lines = lead.length > 0 && width === null ? lead : [headline, ...lead];
  const [first = '', ...rest] = lines.map((line) => wrap(plain(line), { indent: 0, hanging: 2, width }));
  return `${[paintLines(first, paint.bold), ...rest, wrap(plain(counts), { indent: 0, hanging: 2, width })].join('\n')}\n`;
}

function paintLines(lines: string, paint: (text: string) => string): string {
  return lines.split('\n').map(paint).join('\n');
}

const MORE_ROOM = '  … and 1000000 more: the log of the run lists them\n'.repeat(2);

function sectionHead({ tone, title, size, lead }: Section, { paint, width }: Layout): string {
  const colour = tone === 'neutral' ? paint.bold : paint[tone];
  const heading = colour(`${title.toUpperCase()} (${size})`);
  return `\n${heading}\n${lead === null ? '' : `${wrap(sentence(plain(lead)), { indent: 2, width })}\n`}`;
}

function sectionBody(
  section: Section,
  { layout, budget }: { readonly layout: Layout; readonly budget: Budget },
): { readonly body: string; readonly left: number } {
  const { entries, names, size } = section;
  if (entries.length === 0) {
    const all = names.map((name) => `${plain(name)}, `);
    const kept = itemsThatFit(all, budget);
    const list = kept.join('').replace(/, $/, '');
    const left = size - kept.length;
    return {
      body: (list === '' ? '' : `${wrap(list, { indent: 2, width: layout.width })}\n`) + moreText(section, left),
      left,
    };
  }
  const texts = entries.map((entry) => entryText(entry, layout));
  const kept = itemsThatFit(texts, budget);
  // An entry about thousands of targets shows its reason even where their names do not fit.
  const next = entries[kept.length];
  const part = next && shortenName(next, (fewer) => budget.take(entryText(fewer, layout)));
  const left = size - sizeOf(entries.slice(0, kept.length + (part ? 1 : 0)));
  const body = kept.join('') + (part ? entryText(part, layout) : '') + moreText(section, left);
  return { body, left: left + (part ? countUnnamed(part) : 0) };
}

function moreText(section: Section, left: number): string {
  return left > 0 ? `  … ${restText(section, left)}\n` : '';
}

function entryText({ name, title, lines, url }: Entry, { paint, width }: Layout): string {
  // Where the reader's program breaks lines, an indent would be of the first line alone.
  const [indent, inner] = width === null ? [0, 2] : [2, 6];
  const first = name === '' ? '- ' : `${plain(name)}${width === null ? ':' : ' '} `;
  const head = wrap(first + plain(title), { indent, hanging: name === '' ? 4 : 6, width });
  const body = [...lines, ...(url === undefined ? [] : [url])]
    .map((line) => `${wrap(plain(line), { indent: inner, width })}\n`)
    .join('');
  return `${name === '' ? head : head.replace(plain(name), () => paint.bold(plain(name)))}\n${body}`;
}
