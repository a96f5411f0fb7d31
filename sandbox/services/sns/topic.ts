import { AwsError } from '../../server/errors.ts';
import { formBody } from '../../server/protocols.ts';
import type { Call } from '../../server/service.ts';
import type { Topic } from '../../worlds/topics.ts';
import { invalidParameter } from './errors.ts';

export function createTopic({ accountId, region, request, state }: Call): object {
  const name = formBody(request).get('Name') ?? '';
  if (!/^[A-Za-z0-9_-]{1,256}$/.test(name)) throw invalidParameter('Topic Name');
  return { TopicArn: state.createTopic(`arn:aws:sns:${region}:${accountId}:${name}`).arn };
}

/** The topic of a request. Throws the error that SNS answers if the caller cannot reach it. */
export function topicOf(call: Call): Topic {
  const form = formBody(call.request);
  return findTopic(form.get('TopicArn') ?? form.get('TargetArn') ?? '', call);
}

export function findTopic(arn: string, call: Call): Topic {
  if (!/^arn:aws:sns:[a-z0-9-]+:\d{12}:[\w-]+$/.test(arn))
    throw invalidParameter(`TopicArn Reason: An ARN must have at least 6 elements, not ${arn.split(':').length}`);
  checkReach(arn, call);
  const topic = call.state.topics.get(arn);
  if (!topic) throw new AwsError('NotFound', { status: 404, message: 'Topic does not exist' });
  return topic;
}

/** A topic accepts calls only in its own Region and, since it has no resource policy here, only from its own account. */
function checkReach(arn: string, { accountId, callerArn, operation, region }: Call): void {
  const [, , , home, owner] = arn.split(':');
  if (home !== region) throw invalidParameter('TopicArn');
  if (owner === accountId) return;
  throw new AwsError('AuthorizationError', {
    status: 403,
    message: `User: ${callerArn} is not authorized to perform: SNS:${operation} on resource: ${arn} because no resource-based policy allows the SNS:${operation} action`,
  });
}
