import type { Answer } from '../server/answer.ts';
import type { Request } from '../server/http.ts';
import type { Delivery } from '../worlds/topics.ts';

export interface SlackAnswer {
  readonly answer: Answer;
  readonly delivery: Delivery | null;
}

/** A Slack incoming webhook at `/slack/…`. Messages go to the inbox. https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export function answerWebhook(request: Request): SlackAnswer {
  const text = textOf(request.body.toString('utf8'));
  const [status, body] = text === null ? ([400, 'invalid_payload'] as const) : ([200, 'ok'] as const);
  const answer: Answer = {
    service: 'slack',
    call: { operation: 'webhook', accountId: '', region: '', request },
    reply: { status, headers: { 'content-type': 'text/html' }, body },
    errorCode: text === null ? 'invalid_payload' : null,
    delayMs: 0,
    ending: 'reply',
    isForwarded: false,
  };
  if (text === null) return { answer, delivery: null };
  const delivery = {
    topicArn: '',
    messageId: crypto.randomUUID(),
    protocol: 'slack',
    endpoint: request.path,
    subject: text.subject,
    body: text.body,
    outcome: Promise.resolve('shown'),
  };
  return { answer, delivery };
}

/** The texts that Slack would show: the notification, and the texts of the blocks. */
export function textOf(body: string): { subject: string; body: string } | null {
  let message: unknown;
  try {
    message = JSON.parse(body);
  } catch {
    return null;
  }
  const texts: string[] = [];
  collect(message, texts);
  const [subject = '', ...rest] = texts;
  return texts.length === 0 ? null : { subject, body: `${rest.join('\n')}\n` };
}

function collect(value: unknown, texts: string[]): void {
  if (Array.isArray(value)) for (const one of value) collect(one, texts);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'text' && typeof inner === 'string') texts.push(inner);
      else collect(inner, texts);
    }
  }
}
