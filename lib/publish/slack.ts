// A static import: bundled as a chunk of its own, a CommonJS package exports nothing but `default`.
import { IncomingWebhook, type IncomingWebhookSendArguments } from '@slack/webhook';
import { patientFetch } from './patient-fetch.ts';
import { SlackError } from './slack-error.ts';
import { untilAborted } from './until.ts';

export interface SlackWebhook {
  /** Reads the secret URL, each time: whoever changes it need not deploy. */
  readonly url: () => Promise<string>;
  /** Resolves after that time, or earlier once the signal is aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** A signal that is aborted after that time. */
  readonly limit: (ms: number) => AbortSignal;
}

/** For one message, with every try and every wait. A run has 35 seconds after its deadline, for all that is left to do. */
const MESSAGE_MS = 10_000;
/**
 * Posts to an incoming webhook, and waits a little if Slack asks for it. It ends with the signal, and after ten seconds in any
 * case. Throws SlackError, or what the reading of the URL answered.
 */
export async function publishToSlack(
  { url, wait, limit }: SlackWebhook,
  message: object,
  runSignal: AbortSignal,
): Promise<void> {
  const signal = AbortSignal.any([runSignal, limit(MESSAGE_MS)]);
  const secret = await untilAborted(url, signal);
  if (!URL.canParse(secret))
    throw new SlackError(
      'the parameter of the Slack webhook does not hold a URL: put the one there that Slack gave you',
    );
  try {
    await untilAborted(() => post(secret, { message, wait, signal }), signal);
  } catch (error) {
    throw new SlackError(`Slack did not take the message (${answerOf(error)}): check the webhook and its parameter`);
  }
}

interface Posting extends Pick<SlackWebhook, 'wait'> {
  readonly message: object;
  readonly signal: AbortSignal;
}

async function post(secret: string, { message, wait, signal }: Posting): Promise<void> {
  const webhook = new IncomingWebhook(secret, { fetch: patientFetch(wait, signal) });
  // Its types distinguish each kind of block; Slack takes any JSON.
  const payload: IncomingWebhookSendArguments = JSON.parse(JSON.stringify(message));
  await webhook.send(payload);
}

function answerOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'statusCode' in error
    ? `HTTP ${String(error.statusCode)}`
    : 'no answer in time';
}
