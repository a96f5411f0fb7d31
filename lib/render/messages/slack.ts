import type { Report } from '../../core/compliance/report.ts';
import type { View } from '../view/view.ts';
import type { MessageContent } from '../view/content.ts';
import { viewFor } from '../view/view-for.ts';
import { macieLinks, type Link } from '../words/console-links.ts';
import { chat as escape, truncate, plain } from '../words/escape.ts';
import { resultLine } from '../words/scope-words.ts';
import { cutEscaped, type Detail } from './chat-section.ts';
import { context, linkText, section, sectionBlocks, type Block } from './slack-blocks.ts';
import { alertIdsOf, withShortAlerts } from './short-alerts.ts';

// https://docs.slack.dev/reference/block-kit/blocks; a webhook refuses more than some 11,000 characters in all.
const MAX_HEADER = 150;
const MAX_BUTTONS = 5;
const MAX_LABEL = 75;
const MAX_URL = 3000;
const MAX_REGIONS = 3;
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
  // Its buttons lead to the consoles.
  const sections = view.sections.filter(({ kind }) => kind !== 'consoles');
  const { blocks, left } = sectionBlocks(sections, detail);
  const all = [
    { type: 'header', text: { type: 'plain_text', text: truncate(plain(view.headline), MAX_HEADER), emoji: false } },
    ...(view.lead.length === 0 ? [] : [section(view.lead.map((line) => cutEscaped(line, MAX_LEAD)).join('\n'))]),
    context(view.counts),
    ...blocks,
    ...buttons(view),
    ...(view.archiveUrl === undefined ? [] : [section(linkText(view.archiveUrl, 'Report in the archive'))]),
    context(resultLine(view.verdict, scope)),
  ];
  const message = { text: escape(view.headline), attachments: [{ color: COLOURS[view.verdict], blocks: all }] };
  return { message, left };
}

/** Of an alert: its links. Of a report: the console of the Regions with drifts. */
function buttons(view: View): readonly Block[] {
  const links = (view.links ?? regionLinks(view)).filter(({ url }) => url.length <= MAX_URL).slice(0, MAX_BUTTONS);
  if (links.length === 0) return [];
  const elements = links.map(({ label, url }) => ({
    type: 'button',
    text: { type: 'plain_text', text: truncate(label, MAX_LABEL) },
    url,
  }));
  return [{ type: 'actions', elements }];
}

function regionLinks({ sections }: View): readonly Link[] {
  const names = sections
    .filter(({ tone }) => tone === 'bad')
    .flatMap(({ entries }) =>
      entries.flatMap(({ name }) => name.split(', ').map((one) => one.split(' ').at(-1) ?? '')),
    );
  return [...new Set(names)].flatMap(macieLinks).slice(0, MAX_REGIONS);
}
