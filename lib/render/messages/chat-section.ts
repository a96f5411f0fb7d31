import { chat as escape, truncate } from '../words/escape.ts';
import { shortenName, countUnnamed } from '../view/shorten-name.ts';
import { restText, type Entry, type Section } from '../view/view.ts';

/** Long lists of a report belong into its JSON. */
const MAX_ENTRIES = 20;

/** How much of an entry is shown: `brief` leaves out its lines. */
export type Detail = 'full' | 'brief';

/** How a link of our own is written. */
export type LinkText = (url: string, label: string) => string;

export interface SectionOptions {
  readonly room: number;
  readonly detail: Detail;
  readonly linkText: LinkText;
}

export interface FittedSection {
  readonly text: string;
  /** Entries shown, from the start. */
  readonly shown: number;
  /** Targets or notes that are not. */
  readonly left: number;
}

/** A section in chat mark-up of at most so many characters; null if not even its title fits. */
export function fitSection(section: Section, { room, ...options }: SectionOptions): FittedSection | null {
  const { title, size, entries, names } = section;
  const head = headOf(title, size);
  const count = entries.length === 0 ? 1 : isLimited(section) ? Math.min(MAX_ENTRIES, entries.length) : entries.length;
  let left = size;
  let unnamedTargets = 0;
  let body = '';
  let shown = 0;
  // One after the other: a section can have thousands.
  for (let index = 0; index < count; index++) {
    const entry = entries[index];
    const item = entry ? entryItem(entry, section, options) : nameItem(names);
    if (head.length + body.length + item.text.length + tail(section, size).length > room) break;
    body += item.text;
    left -= item.size;
    unnamedTargets += item.unnamed;
    shown += 1;
  }
  const text = head + body + tail(section, left);
  return text.length > room ? null : { text, shown, left: left + unnamedTargets };
}

/** A report can have thousands of drifts. Alerts are named as far as there is room. */
function isLimited({ kind }: Section): boolean {
  return kind === 'drifted' || kind === 'unknown';
}

/** The least that a section takes: its title, and how many are missing. */
export function leastOf(section: Section): number {
  const { title, size } = section;
  return headOf(title, size).length + tail(section, size).length;
}

function headOf(title: string, size: number): string {
  return `*${title} (${size})*\n`;
}

function tail(section: Section, left: number): string {
  return left > 0 ? `• … ${restText(section, left)}\n` : '';
}

const MAX_NAMES = 40;
const MAX_LINE = 600;
/** The Regions of an account fit in it. */
const MAX_NAME = 1200;
/** The repair, the caller, a later change, what was lost. */
const GOOD_LINES = 4;

interface Item {
  readonly text: string;
  readonly size: number;
  readonly unnamed: number;
}

function nameItem(names: readonly string[]): Item {
  const left = names.length - MAX_NAMES;
  const text = `${names.slice(0, MAX_NAMES).map(escape).join(', ')}${left > 0 ? ` … and ${left} more` : ''}\n`;
  return { text, size: names.length, unnamed: 0 };
}

function entryItem(entry: Entry, { tone }: Section, { detail, linkText }: Omit<SectionOptions, 'room'>): Item {
  const { title, lines, url, size } = entry;
  const named = shortenName(entry, (fewer) => fewer.name.length <= MAX_NAME);
  const name = named?.name ?? truncate(entry.name, MAX_NAME);
  const label =
    url === undefined ? escape(truncate(title, MAX_LINE)) : linkText(url, escape(truncate(title, MAX_LINE)));
  const head = `• ${name === '' ? '' : `*${escape(name)}* `}${label}\n`;
  // Good news needs no more.
  const most = tone === 'bad' || tone === 'warning' ? lines : lines.slice(0, GOOD_LINES);
  const shows = detail === 'full' ? most : [];
  const text = head + shows.map((line) => `    ${escape(truncate(line, MAX_LINE))}\n`).join('');
  return { text, size, unnamed: named ? countUnnamed(named) : 0 };
}

/** As `truncate`, after escaping: never between the characters of one escape. */
export function cutEscaped(text: string, max: number): string {
  for (let room = max; ;) {
    const escaped = escape(truncate(text, room));
    if (escaped.length <= max) return escaped;
    room = Math.floor((room * max) / escaped.length) - 1;
  }
}
