import { alertsLeft, sizeOf, type Section } from '../view/view.ts';
import { entities } from '../words/escape.ts';
import { cutEscaped, fitSection, leastOf, type Detail } from './chat-section.ts';

// https://docs.slack.dev/reference/block-kit/blocks; a webhook refuses more than some 11,000 characters in all.
const MAX_SECTION = 2900;
const MAX_ALL = 8000;
const MAX_SECTIONS = 40;

export type Block = Readonly<Record<string, unknown>>;

/** `verbatim`: Slack makes no links, channels or mentions of plain text. */
function mrkdwn(text: string): Block {
  return { type: 'mrkdwn', text, verbatim: true };
}

export function section(text: string): Block {
  return { type: 'section', text: mrkdwn(text) };
}

export function context(text: string): Block {
  return { type: 'context', elements: [mrkdwn(cutEscaped(text, MAX_SECTION))] };
}

/** https://docs.slack.dev/messaging/formatting-message-text#linking-urls */
export function linkText(url: string, label: string): string {
  return `<${entities(url).replaceAll('|', '%7C')}|${label.replaceAll('`', '')}>`;
}

export function sectionBlocks(
  sections: readonly Section[],
  detail: Detail,
): { blocks: readonly Block[]; left: number } {
  const blocks: Block[] = [];
  const fitted: { left: number }[] = [];
  // Every section is named, however little room the ones before it leave.
  let room = MAX_ALL - sections.reduce((sum, one) => sum + leastOf(one), 0);
  for (const whole of sections) {
    room += leastOf(whole);
    const found = blocksOf(whole, { room, most: MAX_SECTIONS - blocks.length, detail });
    room -= found.taken;
    fitted.push(found);
    blocks.push(...found.blocks);
  }
  return { blocks, left: alertsLeft(sections, fitted) };
}

interface SectionRoom {
  readonly room: number;
  /** How many blocks there may be. */
  readonly most: number;
  readonly detail: Detail;
}

/** The blocks of one section, until there is no more room: the last one counts what is left of the whole section. */
function blocksOf(whole: Section, { room, most, detail }: SectionRoom) {
  const texts: string[] = [];
  let rest: Section | null = whole;
  let taken = 0;
  while (rest !== null && texts.length < most) {
    const found = fitSection(rest, { room: Math.min(MAX_SECTION, room - taken), detail, linkText });
    if (found === null || (found.shown === 0 && texts.length > 0)) break;
    const { entries }: Section = rest;
    const after: Section['entries'] = entries.slice(found.shown);
    const isFull = found.shown > 0 && after.length > 0 && whole.kind !== 'notes';
    // What follows is in a block of its own, if there is room for any of it.
    const next: Section = { ...rest, entries: after, size: sizeOf(after) };
    const hasNext =
      isFull && texts.length + 1 < most && room - taken - found.text.length > 2 * leastOf(next) + MIN_ENTRY;
    const shown: Section = {
      ...rest,
      entries: entries.slice(0, found.shown),
      size: sizeOf(entries.slice(0, found.shown)),
    };
    const text = hasNext
      ? (fitSection(shown, { room: MAX_SECTION, detail, linkText })?.text ?? found.text)
      : found.text;
    texts.push(text);
    taken += text.length;
    rest = hasNext ? next : null;
    if (!hasNext) return { blocks: texts.map(section), taken, left: found.left };
  }
  const left = texts.length === 0 ? whole.size : (rest?.size ?? 0);
  const note = texts.length === 0 ? [context('There is more than fits here: see the email or the log.')] : [];
  return { blocks: [...texts.map(section), ...note], taken, left };
}

/** Less room than this holds no entry. */
const MIN_ENTRY = 300;
