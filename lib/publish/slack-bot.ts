import type { Threads } from '../core/alerts/thread.ts';
import type { SlackMessage } from '../render/messages/slack.ts';
import type { Refusal, SendResult } from './channel.ts';
import { patientFetch } from './patient-fetch.ts';
import type { SlackWebhook } from './slack.ts';
import { SlackError } from './slack-error.ts';
import { isThreadGone, slackSentence } from './slack-answers.ts';
import { untilAborted } from './until.ts';

/** A Slack app that posts to one channel. */
export interface SlackBot extends Pick<SlackWebhook, 'wait' | 'limit'> {
  /** Reads the secret token, each time: whoever changes it need not deploy. */
  readonly token: () => Promise<string>;
  readonly channelId: string;
  /** Such as `https://slack.com/api/`. */
  readonly apiUrl: string;
}

/** One message with its alerts. `ts`: of the message that it answers; null: at the top of the channel. */
export interface SlackPost {
  readonly ts: string | null;
  /** Is a reply shown in the channel as well? */
  readonly isBroadcast: boolean;
  readonly alertIds: readonly string[];
  readonly message: SlackMessage;
}

/** For all messages, with every try and every wait. */
const POSTS_MS = 15_000;
const TOKEN = /^xox[a-z]-[\w-]+$/;

/**
 * Posts one message after the other. Throws SlackError if Slack took none of them, or what the reading of the token answered;
 * the alerts of those that it did not take are refused.
 */
export async function postToSlack(
  bot: SlackBot,
  posts: readonly SlackPost[],
  runSignal: AbortSignal,
): Promise<SendResult> {
  const signal = AbortSignal.any([runSignal, bot.limit(POSTS_MS)]);
  const token = (await untilAborted(bot.token, signal)).trim();
  if (!TOKEN.test(token))
    throw new SlackError(
      'the parameter of the Slack token does not hold one: put the bot token there, which begins with xoxb-',
    );
  const threads: Record<string, Threads[string]> = {};
  const refused: Refusal[] = [];
  let messageId: string | null = null;
  for (const post of posts) {
    const answer = await postInThread(bot, post, { token, signal });
    if ('why' in answer) refused.push(...post.alertIds.map((alertId) => ({ alertId, why: answer.why })));
    else {
      messageId ??= answer.ts;
      for (const id of post.alertIds) threads[id] = { channelId: bot.channelId, ts: answer.thread };
    }
  }
  if (messageId === null) throw new SlackError(refused[0]?.why ?? 'Slack did not take the message: it has no alert');
  return { messageId, refused, threads };
}

interface Posting {
  readonly token: string;
  readonly signal: AbortSignal;
}

type Posted = { readonly ts: string; readonly thread: string } | { readonly why: string };

/** A thread whose first message was deleted is begun anew. */
async function postInThread(bot: SlackBot, post: SlackPost, posting: Posting): Promise<Posted> {
  const { ts, error } = await postMessage(bot, post, posting);
  if (ts !== null) return { ts, thread: post.ts ?? ts };
  if (post.ts !== null && isThreadGone(error)) return postInThread(bot, { ...post, ts: null }, posting);
  return { why: slackSentence(error, bot.channelId) };
}

interface Answer {
  /** Of the message; null if Slack did not take it. */
  readonly ts: string | null;
  readonly error: string;
}

/**
 * https://docs.slack.dev/reference/methods/chat.postMessage. By fetch: the client of Slack retries for half an hour, beyond the time
 * of a run, and this is the only method.
 */
async function postMessage(
  bot: SlackBot,
  { ts, isBroadcast, message }: SlackPost,
  { token, signal }: Posting,
): Promise<Answer> {
  const body = {
    ...message,
    channel: bot.channelId,
    unfurl_links: false,
    unfurl_media: false,
    ...(ts === null ? {} : { thread_ts: ts, reply_broadcast: isBroadcast }),
  };
  try {
    const response = await untilAborted(
      () =>
        patientFetch(bot.wait, signal)(new URL('chat.postMessage', bot.apiUrl), {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' },
          body: JSON.stringify(body),
        }),
      signal,
    );
    return answerOf(response.status, await untilAborted(() => response.text(), signal));
  } catch {
    return { ts: null, error: 'no_answer' };
  }
}

function answerOf(status: number, text: string): Answer {
  if (status === 429) return { ts: null, error: 'ratelimited' };
  try {
    const { ok, ts, error }: Record<string, unknown> = { ...JSON.parse(text) };
    if (ok === true && typeof ts === 'string') return { ts, error: '' };
    return { ts: null, error: typeof error === 'string' ? error : `http_${status}` };
  } catch {
    return { ts: null, error: `http_${status}` };
  }
}
