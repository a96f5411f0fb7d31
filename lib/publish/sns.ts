import type { SNSClient } from '@aws-sdk/client-sns';
import { errorFacts } from '../aws/error-facts.ts';
import type { SnsMessage } from '../render/messages/sns.ts';

/** A report did not get out, retries included. */
class PublishError extends Error {
  override readonly name = 'PublishError';
}

export interface SnsTopic {
  readonly client: SNSClient;
  readonly topicArn: string;
}

/** Publishes to a topic. Throws PublishError, which says what to look at. */
export async function publishToSns(
  { client, topicArn }: SnsTopic,
  { subject, message }: SnsMessage,
): Promise<{ messageId: string }> {
  // A run that has nothing to say does not load this.
  const { PublishCommand } = await import('@aws-sdk/client-sns');
  const command = new PublishCommand({
    TopicArn: topicArn,
    Subject: subject,
    Message: message,
    MessageStructure: 'json',
  });
  try {
    const { MessageId = '' } = await client.send(command);
    return { messageId: MessageId };
  } catch (cause) {
    const { name, message: said } = errorFacts(cause);
    throw new PublishError(`Could not publish to ${topicArn}: ${name}: ${said}. ${advice(name)}`, { cause });
  }
}

function advice(name: string): string {
  if (name.startsWith('Authorization') || name.startsWith('AccessDenied')) return 'Allow sns:Publish on this topic';
  if (name.startsWith('KMS')) return 'Allow kms:GenerateDataKey and kms:Decrypt on the key of this topic';
  if (name.startsWith('NotFound')) return 'Look at TOPIC_ARN: there is no such topic in that account and Region';
  if (name.startsWith('InvalidParameter')) return 'This is a mistake in macie-warden: please report it';
  return 'The next run tries again';
}
