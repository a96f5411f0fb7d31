import type { Report } from '../../core/compliance/report.ts';
import { REGION_NAME } from '../../core/names.ts';
import { leastOf, fitSection } from './chat-section.ts';
import { cut, plain } from '../words/escape.ts';
import type { View } from '../view/view.ts';
import { resultLine } from '../words/scope-words.ts';

// https://docs.slack.dev/reference/block-kit/blocks; a webhook refuses more than some 11,000 characters in all.
const MAX_HEADER = 150;
const MAX_SECTION = 2900;
const MAX_ALL = 9000;
const MAX_SECTIONS = 40;
const MAX_BUTTONS = 3;

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

/** The message for a Slack channel. `text` is for notifications. */
export function slackMessage(view: View, { scope }: Report): SlackMessage {
  const text = cut(plain(`macie-warden: ${view.headline}`), MAX_HEADER);
  const header: Block = { type: 'header', text: { type: 'plain_text', text } };
  const blocks = [
    header,
    context(view.counts),
    ...sectionBlocks(view),
    ...buttons(view),
    context(resultLine(view.verdict, scope)),
  ];
  return { text, attachments: [{ color: COLOURS[view.verdict], blocks }] };
}

function context(text: string): Block {
  return { type: 'context', elements: [{ type: 'mrkdwn', text: cut(plain(text), MAX_SECTION) }] };
}

function sectionBlocks({ sections }: View): readonly Block[] {
  const blocks: Block[] = [];
  // Every section is named, however little room the ones before it leave.
  let room = MAX_ALL - sections.reduce((sum, section) => sum + leastOf(section), 0);
  for (const section of sections.slice(0, MAX_SECTIONS)) {
    const text = fitSection(section, Math.min(MAX_SECTION, room + leastOf(section)));
    if (text === null) {
      blocks.push(context('There is more than fits here: see the email or the log.'));
      break;
    }
    room -= text.length - leastOf(section);
    blocks.push({ type: 'section', text: { type: 'mrkdwn', text } });
  }
  return blocks;
}

/** Links to the console of the Regions with the worst alerts. */
function buttons({ sections }: View): readonly Block[] {
  const names = sections
    .filter(({ tone }) => tone === 'bad')
    .flatMap(({ entries }) => entries.map(({ name }) => name.split(' ').at(-1) ?? ''));
  const regions = [...new Set(names)].filter((name) => REGION_NAME.test(name)).slice(0, MAX_BUTTONS);
  if (regions.length === 0) return [];
  const elements = regions.map((region) => ({
    type: 'button',
    text: { type: 'plain_text', text: `Macie in ${region}` },
    url: `https://${region}.console.aws.amazon.com/macie/home?region=${region}#/settings`,
  }));
  return [{ type: 'actions', elements }];
}
