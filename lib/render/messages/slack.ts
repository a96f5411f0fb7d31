import type { Report } from '../../core/compliance/report.ts';
import { REGION_NAME } from '../../core/names.ts';
import { alertsLeft, sizeOf, type Section, type View } from '../view/view.ts';
import type { MessageContent } from '../view/content.ts';
import { viewFor } from '../view/view-for.ts';
import { chat as escape, cut, entities, plain } from '../words/escape.ts';
import { resultLine } from '../words/scope-words.ts';
import { cutEscaped, fitSection, leastOf, type Detail } from './chat-section.ts';
import { alertIdsOf, withShortAlerts } from './short-alerts.ts';

// https://docs.slack.dev/reference/block-kit/blocks; a webhook refuses more than some 11,000 characters in all.
const MAX_HEADER = 150;
const MAX_SECTION = 2900;
const MAX_ALL = 8000;
const MAX_SECTIONS = 40;
const MAX_BUTTONS = 3;
const MAX_LEAD = 1000;

const COLOURS: Readonly<Record<View['verdict'], string>> = {
  compliant: '#2eb67d',
  drifted: '#e01e5a',
  unknown: '#ecb22e',
};

/** The payload of an incoming webhook: blocks beside the colour of the verdict. */
export interface SlackMessage {
  readonly text: string;
  readonly attachments: readonly { readonly color: string; readonly blocks: readonly Block[] }[];
}

type Block = Readonly<Record<string, unknown>>;

export interface DeliverableSlackMessage {
  readonly message: SlackMessage;
  /** The alerts that it tells of. */
  readonly alertIds: readonly string[];
}

/** The message for a Slack channel. It counts the alerts that it has no room for. */
export function slackMessage(report: Report, content: MessageContent = {}): DeliverableSlackMessage {
  const view = viewFor(report, withShortAlerts(content));
  return { message: fitMessage(view, report).message, alertIds: alertIdsOf(content) };
}

interface Fitted {
  readonly message: SlackMessage;
  readonly left: number;
}

/** In full if there is room, else with the titles of the entries alone. */
function fitMessage(view: View, report: Report): Fitted {
  const full = messageOf(view, report, 'full');
  return full.left === 0 ? full : messageOf(view, report, 'brief');
}

function messageOf(view: View, { scope }: Report, detail: Detail): Fitted {
  // `text` is for notifications; there are mentions in it as well.
  const { blocks, left } = sectionBlocks(view.sections, detail);
  const all = [
    { type: 'header', text: { type: 'plain_text', text: cut(plain(view.headline), MAX_HEADER), emoji: false } },
    ...(view.lead.length === 0 ? [] : [section(view.lead.map((line) => cutEscaped(line, MAX_LEAD)).join('\n'))]),
    context(view.counts),
    ...blocks,
    ...buttons(view),
    context(resultLine(view.verdict, scope)),
  ];
  const message = { text: escape(view.headline), attachments: [{ color: COLOURS[view.verdict], blocks: all }] };
  return { message, left };
}

/** `verbatim`: Slack makes no links, channels or mentions of plain text. */
function mrkdwn(text: string): Block {
  return { type: 'mrkdwn', text, verbatim: true };
}

function section(text: string): Block {
  return { type: 'section', text: mrkdwn(text) };
}

function context(text: string): Block {
  return { type: 'context', elements: [mrkdwn(cutEscaped(text, MAX_SECTION))] };
}

/** https://docs.slack.dev/messaging/formatting-message-text#linking-urls */
function linkText(url: string, label: string): string {
  return `<${entities(url).replaceAll('|', '%7C')}|${label.replaceAll('`', '')}>`;
}

function sectionBlocks(sections: readonly Section[], detail: Detail): { blocks: readonly Block[]; left: number } {
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

/** Links to the console of the Regions with the worst alerts. */
function buttons({ sections }: View): readonly Block[] {
  const names = sections
    .filter(({ tone }) => tone === 'bad')
    .flatMap(({ entries }) =>
      entries.flatMap(({ name }) => name.split(', ').map((one) => one.split(' ').at(-1) ?? '')),
    );
  const regions = [...new Set(names)].filter((name) => REGION_NAME.test(name)).slice(0, MAX_BUTTONS);
  if (regions.length === 0) return [];
  const elements = regions.map((region) => ({
    type: 'button',
    text: { type: 'plain_text', text: `Macie in ${region}` },
    url: `https://${region}.console.aws.amazon.com/macie/home?region=${region}#/settings`,
  }));
  return [{ type: 'actions', elements }];
}
