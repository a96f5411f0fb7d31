import { AwsError } from '../../server/errors.ts';
import { deliver } from './deliver.ts';
import { formBody, queryXml, queryXmlError } from '../../server/protocols.ts';
import { XML_ERRORS, type Call, type Service } from '../../server/service.ts';
import { subscribe as addSubscription, type Topic } from '../../worlds/topics.ts';

/** Amazon SNS, standard topics. https://docs.aws.amazon.com/sns/latest/api/welcome.html */
export const sns: Service = {
  name: 'sns',
  operationOf: (request) => formBody(request).get('Action'),
  operations: {
    CreateTopic: createTopic,
    Subscribe: subscribe,
    ListSubscriptionsByTopic: listSubscriptions,
    Publish: publish,
  },
  success: (result, { operation }) =>
    queryXml(result, { operation, namespace: 'https://sns.amazonaws.com/doc/2010-03-31/' }),
  failure: queryXmlError,
  errorCodes: { ...XML_ERRORS, denied: 'AuthorizationError' },
};

const MAX_BYTES = 262_144;
const PROTOCOLS = new Set(['application', 'email', 'email-json', 'firehose', 'http', 'https', 'lambda', 'sms', 'sqs']);

const ARN_PROTOCOLS = new Set(['application', 'firehose', 'lambda', 'sqs']);

function invalid(what: string): AwsError {
  return new AwsError('InvalidParameter', { status: 400, message: `Invalid parameter: ${what}` });
}

function createTopic({ accountId, region, request, state }: Call): object {
  const name = formBody(request).get('Name') ?? '';
  if (!/^[A-Za-z0-9_-]{1,256}$/.test(name)) throw invalid('Topic Name');
  return { TopicArn: state.createTopic(`arn:aws:sns:${region}:${accountId}:${name}`).arn };
}

function topicOf(call: Call): Topic {
  const { request, state } = call;
  const form = formBody(request);
  const arn = form.get('TopicArn') ?? form.get('TargetArn') ?? '';
  if (!/^arn:aws:sns:[a-z0-9-]+:\d{12}:[\w-]+$/.test(arn))
    throw invalid(`TopicArn Reason: An ARN must have at least 6 elements, not ${arn.split(':').length}`);
  checkReach(arn, call);
  const topic = state.topics.get(arn);
  if (!topic) throw new AwsError('NotFound', { status: 404, message: 'Topic does not exist' });
  return topic;
}

/** A topic is reached through its own Region, and without a policy of its own by its own account alone. */
function checkReach(arn: string, { accountId, callerArn, operation, region }: Call): void {
  const [, , , home, owner] = arn.split(':');
  if (home !== region) throw invalid('TopicArn');
  if (owner === accountId) return;
  throw new AwsError('AuthorizationError', {
    status: 403,
    message: `User: ${callerArn} is not authorized to perform: SNS:${operation} on resource: ${arn} because no resource-based policy allows the SNS:${operation} action`,
  });
}

function subscribe(call: Call): object {
  const form = formBody(call.request);
  const protocol = form.get('Protocol') ?? '';
  const endpoint = form.get('Endpoint') ?? '';
  if (!PROTOCOLS.has(protocol)) throw invalid(`Does not support this protocol string: ${protocol}`);
  if (endpoint === '') throw invalid('Endpoint');
  if (protocol.startsWith('http') && !endpoint.startsWith(`${protocol}://`))
    throw invalid('Endpoint must match the specified protocol');
  if (protocol.startsWith('email') && !/^[^@\s]+@[^@\s]+$/.test(endpoint)) throw invalid('Email address');
  if (ARN_PROTOCOLS.has(protocol) && !endpoint.startsWith('arn:')) throw invalid(`${protocol} endpoint ARN`);
  const names = [...form].filter(([key, value]) => key.startsWith('Attributes.') && value === 'RawMessageDelivery');
  const isRaw = names.some(([key]) => form.get(key.replace(/key$/, 'value')) === 'true');
  return { SubscriptionArn: addSubscription(topicOf(call), { protocol, endpoint, isRaw }).arn };
}

function listSubscriptions(call: Call): object {
  const topic = topicOf(call);
  return {
    Subscriptions: topic.subscriptions.map(({ arn, protocol, endpoint }) => ({
      TopicArn: topic.arn,
      Protocol: protocol,
      SubscriptionArn: arn,
      Owner: call.accountId,
      Endpoint: endpoint,
    })),
  };
}

function publish(call: Call): object {
  const topic = topicOf(call);
  const form = formBody(call.request);
  const message = form.get('Message') ?? '';
  const subject = form.get('Subject');
  if (message === '') throw invalid('Empty message');
  if (Buffer.byteLength(message) + attributeBytes(form) > MAX_BYTES) throw invalid('Message too long');
  // https://docs.aws.amazon.com/sns/latest/api/API_Publish.html: ASCII, no line breaks or control characters, under 100 characters.
  if (subject !== null && !/^[\x21-\x7e][\x20-\x7e]{0,98}$/.test(subject)) throw invalid('Subject');
  const bodies = bodiesOf(message, form.get('MessageStructure'));
  const messageId = crypto.randomUUID();
  for (const subscription of topic.subscriptions) {
    const body = bodies[subscription.protocol] ?? bodies['default'] ?? message;
    call.state.inbox.push(deliver({ topicArn: topic.arn, subject, messageId, body, subscription, now: call.now }));
  }
  return { MessageId: messageId };
}

/** Names, types and values of `MessageAttributes.entry.N.…` count, but are not delivered here. */
function attributeBytes(form: URLSearchParams): number {
  return [...form]
    .filter(([key]) => key.startsWith('MessageAttributes.'))
    .reduce((bytes, [, value]) => bytes + Buffer.byteLength(value), 0);
}

/** With `MessageStructure: json` the message is an object of texts by protocol, and `default` must be one of them. */
function bodiesOf(message: string, structure: string | null): Readonly<Record<string, string>> {
  if (structure === null) return { default: message };
  if (structure !== 'json') throw invalid('MessageStructure');
  let parsed: unknown;
  try {
    parsed = JSON.parse(message);
  } catch {
    throw invalid('Message Structure - JSON message body failed to parse');
  }
  const texts = Object.entries(Object(parsed)).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  const bodies = Object.fromEntries(texts);
  if (bodies['default'] === undefined) throw invalid('Message Structure - No default entry in JSON message body');
  return bodies;
}
