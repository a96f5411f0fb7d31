import type { Answer } from '../server/answer.ts';
import type { Request } from '../server/http.ts';
import type { Delivery } from '../worlds/topics.ts';
import { textOf, type SlackAnswer } from './slack.ts';

/** Where the Web API of Slack is in the sandbox. */
export const SLACK_API_PATH = '/slack/api/';

/** Some channels have a fault of their own; every other one takes messages. */
const CHANNEL_FAULTS: Readonly<Record<string, string>> = {
  CNOSUCH: 'channel_not_found',
  CNOTIN: 'not_in_channel',
  CARCHIVED: 'is_archived',
  CLIMITED: 'ratelimited',
};

interface Post {
  readonly channel: string;
  readonly ts: string | null;
  readonly isBroadcast: boolean;
  readonly text: string;
  readonly blocks: readonly unknown[];
}

/** https://docs.slack.dev/reference/methods/chat.postMessage, for `xoxb-…` tokens. Messages go to the inbox, which has their ids. */
export function answerSlackApi(request: Request, inbox: readonly Delivery[]): SlackAnswer {
  const body = request.body.toString('utf8');
  const post = postOf(body);
  const error = request.path === `${SLACK_API_PATH}chat.postMessage` ? errorOf(request, post, inbox) : 'unknown_method';
  if (error !== null) return { answer: reply(request, error, { ok: false, error }), delivery: null };
  const ts = nextTs(inbox);
  const { subject, body: shown } = textOf(body) ?? { subject: post.text, body: '' };
  const delivery: Delivery = {
    topicArn: '',
    messageId: ts,
    protocol: 'slack',
    endpoint: post.channel,
    subject,
    body: shown,
    outcome: Promise.resolve('shown'),
    ...(post.ts === null ? {} : { reply: { ts: post.ts, isBroadcast: post.isBroadcast } }),
  };
  return {
    answer: reply(request, null, { ok: true, channel: post.channel, ts, message: { text: post.text } }),
    delivery,
  };
}

function errorOf(request: Request, post: Post, inbox: readonly Delivery[]): string | null {
  const token = /^Bearer (xoxb-\S+)$/.exec(request.headers['authorization'] ?? '')?.[1];
  if (token === undefined) return 'not_authed';
  if (token.endsWith('-invalid')) return 'invalid_auth';
  const fault = CHANNEL_FAULTS[post.channel] ?? (/^[CG][A-Z0-9]+$/.test(post.channel) ? null : 'channel_not_found');
  if (fault !== null) return fault;
  const problem = problemOf(post);
  if (problem !== null) return problem;
  const hasParent = inbox.some(({ protocol, messageId }) => protocol === 'slack' && messageId === post.ts);
  return post.ts === null || hasParent ? null : 'thread_not_found';
}

/** https://docs.slack.dev/reference/block-kit/blocks */
function problemOf({ text, blocks }: Post): string | null {
  if (text === '' && blocks.length === 0) return 'no_text';
  if (text.length > 40_000) return 'msg_too_long';
  return blocks.length <= 50 && blocks.every(isBlock) ? null : 'invalid_blocks';
}

function isBlock(block: unknown): boolean {
  const { type, text, elements }: Record<string, unknown> = { ...Object(block) };
  const length = lengthOf(text);
  switch (type) {
    case 'header':
      return length <= 150;
    case 'section':
      return length >= 1 && length <= 3000;
    case 'actions':
      return Array.isArray(elements) && elements.length <= 25 && elements.every(isButton);
    case 'context':
      return Array.isArray(elements) && elements.length <= 10;
    default:
      return false;
  }
}

function isButton(element: unknown): boolean {
  const { text, url }: Record<string, unknown> = { ...Object(element) };
  return lengthOf(text) <= 75 && typeof url === 'string' && url.length <= 3000 && URL.canParse(url);
}

function lengthOf(text: unknown): number {
  const { text: shown }: Record<string, unknown> = { ...Object(text) };
  return typeof shown === 'string' ? shown.length : Number.POSITIVE_INFINITY;
}

function postOf(body: string): Post {
  let message: Record<string, unknown> = {};
  try {
    message = { ...JSON.parse(body) };
  } catch {
    // Slack answers like to a message without a channel.
  }
  const { channel, thread_ts: ts, reply_broadcast: isBroadcast, text, attachments, blocks = [] } = message;
  const attached = Array.isArray(attachments)
    ? attachments.flatMap((one: { blocks?: unknown[] }) => one.blocks ?? [])
    : [];
  return {
    channel: typeof channel === 'string' ? channel : '',
    ts: typeof ts === 'string' ? ts : null,
    isBroadcast: isBroadcast === true,
    text: typeof text === 'string' ? text : '',
    blocks: [...(Array.isArray(blocks) ? blocks : []), ...attached],
  };
}

/** Its form is that of Slack: seconds, a point, and a number. */
function nextTs(inbox: readonly Delivery[]): string {
  return `1700000000.${String(inbox.filter(({ protocol }) => protocol === 'slack').length + 1).padStart(6, '0')}`;
}

function reply(request: Request, errorCode: string | null, body: object): Answer {
  const isLimited = errorCode === 'ratelimited';
  return {
    service: 'slack',
    call: { operation: 'chat.postMessage', accountId: '', region: '', request },
    reply: {
      status: isLimited ? 429 : 200,
      headers: { 'content-type': 'application/json; charset=utf-8', ...(isLimited ? { 'retry-after': '30' } : {}) },
      body: JSON.stringify(body),
    },
    errorCode,
    delayMs: 0,
    ending: 'reply',
    isForwarded: false,
  };
}
