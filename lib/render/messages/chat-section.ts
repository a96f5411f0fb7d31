import { chat as escape, cut } from '../words/escape.ts';
import { shortenName } from '../view/shorten-name.ts';
import type { Entry, Section } from '../view/view.ts';

/** Long lists belong into the JSON report. */
const MAX_ENTRIES = 20;

/** A section in chat mark-up of at most so many characters, with the number of entries left out; null if not even that fits. */
export function fitSection(section: Section, room: number): string | null {
  const { tone, title, size, entries, names } = section;
  const head = headOf(title, size);
  const items = entries.length > 0 ? entries.map((entry) => entryLine(entry, tone)) : [nameLine(names)];
  const sizes = entries.length > 0 ? entries.map((entry) => entry.size) : [size];
  let left = size;
  let body = '';
  for (const [index, item] of items.slice(0, MAX_ENTRIES).entries()) {
    if (head.length + body.length + item.length + tail(size).length > room) break;
    body += item;
    left -= sizes[index] ?? 0;
  }
  const whole = head + body + tail(left);
  return whole.length > room ? null : whole;
}

/** The least that a section takes: its title, and how many are missing. */
export function leastOf({ title, size }: Section): number {
  return headOf(title, size).length + tail(size).length;
}

function headOf(title: string, size: number): string {
  return `*${title} (${size})*\n`;
}

function tail(left: number): string {
  return left > 0 ? `• … and ${left} more\n` : '';
}

const MAX_NAMES = 40;
const MAX_LINE = 600;
const GOOD_LINES = 3;

function nameLine(names: readonly string[]): string {
  const left = names.length - MAX_NAMES;
  return `${names.slice(0, MAX_NAMES).map(escape).join(', ')}${left > 0 ? ` … and ${left} more` : ''}\n`;
}

function entryLine(entry: Entry, tone: Section['tone']): string {
  const { title, lines } = entry;
  const name = shortenName(entry, (fewer) => fewer.name.length <= MAX_LINE)?.name ?? cut(entry.name, MAX_LINE);
  const [first = ''] = lines;
  const parts = [name === '' ? '' : `*${escape(name)}* `, escape(cut(title, MAX_LINE))];
  // Good news needs only the repair, the caller and the record in CloudTrail.
  const shows = tone === 'bad' || tone === 'warning' ? lines : lines.slice(0, GOOD_LINES);
  return `• ${parts.join('')}\n${first === '' ? '' : shows.map((line) => `    ${escape(cut(line, MAX_LINE))}\n`).join('')}`;
}

/** As `cut`, after escaping: never between the characters of one escape. */
export function cutEscaped(text: string, max: number): string {
  for (let room = max; ;) {
    const escaped = escape(cut(text, room));
    if (escaped.length <= max) return escaped;
    room = Math.floor((room * max) / escaped.length) - 1;
  }
}
