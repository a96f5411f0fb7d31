import type { Report } from '../../core/compliance/report.ts';
import { REGION_NAME } from '../../core/names.ts';
import { alertsLeft, sizeOf, type Section, type View } from '../view/view.ts';
import type { MessageContent } from '../view/content.ts';
import { viewFor } from '../view/view-for.ts';
import { chat as escape, cut, entities, plain } from '../words/escape.ts';
import { resultLine } from '../words/scope-words.ts';
import { cutEscaped, fitSection, leastOf, type Detail } from './chat-section.ts';
import { messageParts } from './parts.ts';

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

export interface SlackPart {
  readonly message: SlackMessage;
  /** The alerts that it shows: any other one stays to be delivered. */
  readonly alertIds: readonly string[];
}

/** The messages for a Slack channel, numbered where one does not hold every alert. */
export function slackMessages(report: Report, content: MessageContent = {}): readonly SlackPart[] {
  const fit = (one: MessageContent): Fitted => fitMessage(viewFor(report, one), report);
  return messageParts(content, (one) => fit(one).left === 0).map(({ alerts, content: one }) => ({
    message: fit(one).message,
    alertIds: alerts.map(({ id }) => id),
  }));
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
  const pieces = sections.flatMap((one) => piecesOf(one, detail));
  let room = MAX_ALL - pieces.reduce((sum, one) => sum + leastOf(one), 0);
  for (const one of pieces.slice(0, MAX_SECTIONS)) {
    const found = fitSection(one, { room: Math.min(MAX_SECTION, room + leastOf(one)), detail, linkText });
    fitted.push({ left: found?.left ?? one.size });
    if (found === null) {
      blocks.push(context('There is more than fits here: see the email or the log.'));
      continue;
    }
    room -= found.text.length - leastOf(one);
    blocks.push(section(found.text));
  }
  return { blocks, left: alertsLeft(pieces, fitted) };
}

/** A section as several, each short enough for a block. */
function piecesOf(whole: Section, detail: Detail): readonly Section[] {
  const { shown = 0 } = fitSection(whole, { room: MAX_SECTION, detail, linkText }) ?? {};
  if (shown === 0 || shown >= whole.entries.length || whole.kind === 'notes') return [whole];
  const [first, rest] = [whole.entries.slice(0, shown), whole.entries.slice(shown)];
  const piece = (entries: Section['entries']): Section => ({ ...whole, entries, size: sizeOf(entries) });
  return [piece(first), ...piecesOf(piece(rest), detail)];
}

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
