// A static import: bundled as a chunk of its own, a CommonJS package exports nothing but `default`.
import { IncomingWebhook, type IncomingWebhookSendArguments } from '@slack/webhook';
import type { SlackMessage } from '../render/messages/slack.ts';

/** Slack did not take a message. The URL of a webhook is a secret: no error carries it. */
class SlackError extends Error {
  override readonly name = 'SlackError';
}

export interface SlackWebhook {
  /** Reads the secret URL, each time: whoever changes it need not deploy. */
  readonly url: () => Promise<string>;
  readonly wait: (ms: number) => Promise<void>;
}

const TIMEOUT_MS = 5000;
const MAX_TRIES = 3;
const MAX_WAIT_MS = 30_000;

/** Posts to an incoming webhook, and waits as long as Slack asks for when there were too many. Throws SlackError. */
export async function publishToSlack({ url, wait }: SlackWebhook, message: SlackMessage): Promise<void> {
  const secret = await url();
  if (!URL.canParse(secret))
    throw new SlackError(
      'the parameter of the Slack webhook does not hold a URL: put the one there that Slack gave you',
    );
  const webhook = new IncomingWebhook(secret, { timeout: TIMEOUT_MS * MAX_TRIES + MAX_WAIT_MS, fetch: patient(wait) });
  try {
    // Its types want each kind of block told apart; Slack wants JSON.
    const payload: IncomingWebhookSendArguments = JSON.parse(JSON.stringify(message));
    await webhook.send(payload);
  } catch (error) {
    const status =
      typeof error === 'object' && error !== null && 'statusCode' in error
        ? `HTTP ${String(error.statusCode)}`
        : 'no answer';
    throw new SlackError(`Slack did not take the message (${status}): look at the webhook and its parameter`);
  }
}

/** https://docs.slack.dev/apis/web-api/rate-limits: 429 says in Retry-After how many seconds to wait. */
function patient(wait: SlackWebhook['wait']): typeof fetch {
  return async (input, init) => {
    for (let tries = 1; ; tries++) {
      const response = await fetch(input, init);
      if (response.status !== 429 || tries === MAX_TRIES) return response;
      const seconds = Number(response.headers.get('retry-after') ?? 1);
      await wait(Math.min(MAX_WAIT_MS, (Number.isFinite(seconds) ? seconds : 1) * 1000));
    }
  };
}
