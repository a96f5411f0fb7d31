import { formBody } from '../../server/protocols.ts';
import type { Call } from '../../server/service.ts';
import { messageAttributes } from './attributes.ts';
import { deliver } from './deliver.ts';
import { invalidParameter } from './errors.ts';
import { topicOf } from './topic.ts';

const MAX_BYTES = 262_144;

export function publish(call: Call): object {
  const topic = topicOf(call);
  const form = formBody(call.request);
  const message = form.get('Message') ?? '';
  const subject = form.get('Subject');
  if (message === '') throw invalidParameter('Empty message');
  if (Buffer.byteLength(message) + attributeBytes(form) > MAX_BYTES) throw invalidParameter('Message too long');
  // https://docs.aws.amazon.com/sns/latest/api/API_Publish.html: ASCII, no line breaks or control characters, under 100 characters.
  if (subject !== null && !/^[\x21-\x7e][\x20-\x7e]{0,98}$/.test(subject)) throw invalidParameter('Subject');
  const bodies = bodiesOf(message, form.get('MessageStructure'));
  const attributes = messageAttributes(form);
  const messageId = crypto.randomUUID();
  for (const subscription of topic.subscriptions.filter(({ state }) => state === 'confirmed')) {
    const body = bodies[subscription.protocol] ?? bodies['default'] ?? message;
    call.state.inbox.push(
      deliver({ topicArn: topic.arn, subject, messageId, body, attributes, subscription, now: call.now }),
    );
  }
  return { MessageId: messageId };
}

/** Names, types and values of `MessageAttributes.entry.N.…` count towards the limit. */
function attributeBytes(form: URLSearchParams): number {
  return [...form]
    .filter(([key]) => key.startsWith('MessageAttributes.'))
    .reduce((bytes, [, value]) => bytes + Buffer.byteLength(value), 0);
}

/** The texts by protocol. With `MessageStructure: json` the message is such an object, and `default` is required. */
function bodiesOf(message: string, structure: string | null): Readonly<Record<string, string>> {
  if (structure === null) return { default: message };
  if (structure !== 'json') throw invalidParameter('MessageStructure');
  let parsed: unknown;
  try {
    parsed = JSON.parse(message);
  } catch {
    throw invalidParameter('Message Structure - JSON message body failed to parse');
  }
  const texts = Object.entries(Object(parsed)).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  const bodies = Object.fromEntries(texts);
  if (bodies['default'] === undefined)
    throw invalidParameter('Message Structure - No default entry in JSON message body');
  return bodies;
}
