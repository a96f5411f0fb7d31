import type { MessageAttributeValue } from '@aws-sdk/client-sns';
import { errorFacts } from '../aws/error-facts.ts';
import { kmsProblem } from '../aws/kms.ts';
import { WardenError } from '../core/errors.ts';
import type { SnsTopic } from './topic-audience.ts';

/** Of `Publish`, with `MessageStructure: json`. */
interface SnsMessage {
  /** For filter policies of subscriptions. A list is a String.Array. */
  readonly attributes: Readonly<Record<string, string | readonly string[]>>;
  readonly subject: string;
  readonly message: string;
}

/** Publishes to a topic, and resolves with the id of the message. Throws a WardenError that says what to check. */
export async function publishToSns(
  { client, topicArn }: SnsTopic,
  { subject, attributes, message }: SnsMessage,
  signal: AbortSignal,
): Promise<string> {
  // Loaded here, so that a run without a message does not load it.
  const { PublishCommand } = await import('@aws-sdk/client-sns');
  const command = new PublishCommand({
    TopicArn: topicArn,
    Subject: subject,
    Message: message,
    MessageStructure: 'json',
    MessageAttributes: attributesOf(attributes),
  });
  try {
    const { MessageId = '' } = await client.send(command, { abortSignal: signal });
    return MessageId;
  } catch (cause) {
    const { name, message: answer } = errorFacts(cause);
    const problem = kmsProblem({ name, message: answer }, topicArn.split(':')[3]);
    const advice = problem === null ? adviceFor(name) : `Its encryption: ${problem.advice}`;
    throw new WardenError('publish', `Could not publish to ${topicArn}: ${name}: ${answer}. ${advice}`, { cause });
  }
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html */
function attributesOf(attributes: SnsMessage['attributes']): Record<string, MessageAttributeValue> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      typeof value === 'string'
        ? { DataType: 'String', StringValue: value }
        : { DataType: 'String.Array', StringValue: JSON.stringify(value) },
    ]),
  );
}

function adviceFor(name: string): string {
  if (name.startsWith('Authorization') || name.startsWith('AccessDenied')) return 'Allow sns:Publish on this topic';
  if (name.startsWith('NotFound')) return 'Check TOPIC_ARN: there is no such topic in that account and Region';
  if (name.startsWith('InvalidParameter')) return 'This is a mistake in macie-warden: please report it';
  return 'The next run tries again';
}
