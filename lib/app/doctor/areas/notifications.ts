import { notKnown, ok, unanswered, wrong, type Finding } from '../../../core/doctor/finding.ts';
import type { TopicFacts, WebhookFacts } from '../../../core/doctor/facts.ts';
import type { Lookup } from '../../../core/lookup.ts';
import { countOf } from '../../../render/words/sentence.ts';
import { resource, variable, type Basis } from '../basis.ts';
import type { DoctorDeps } from '../deps.ts';
import { judgeKey } from '../judge-key.ts';

export async function examineNotifications(
  basis: Basis,
  deps: DoctorDeps,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  if (basis.function.kind === 'unknown')
    return [unanswered('topic', basis.function.why, 'lambda:GetFunctionConfiguration')];
  const arn = variable(basis.function, 'TOPIC_ARN');
  const parameter = variable(basis.function, 'SLACK_WEBHOOK_PARAMETER');
  const [topic, webhook] = await Promise.all([
    arn === null ? null : deps.inspect.topic(arn, signal),
    parameter === null ? null : deps.inspect.webhook(parameter, signal),
  ]);
  const keyId = topic?.kind === 'known' ? (topic.value?.keyId ?? null) : null;
  const region = arn?.split(':')[3] ?? basis.order.homeRegion;
  const key = keyId === null ? null : await deps.inspect.key({ id: keyId, region }, signal);
  return [
    arn === null || topic === null
      ? wrong('topic', 'the function has no TOPIC_ARN', 'deploy the stack again')
      : judgeTopic(arn, topic),
    ...(key === null || keyId === null ? [] : judgeKey(keyId, key, publishersOf(basis))),
    ...(parameter === null || webhook === null ? [] : [judgeWebhook(parameter, webhook)]),
  ];
}

/** Who publishes to the topic: the functions, the alarms, and in an organization the rules that report changes of the stack. */
function publishersOf(basis: Basis): readonly string[] {
  const role = basis.function.kind === 'known' ? (basis.function.value?.role ?? '') : '';
  const hasRules = resource(basis, 'WatchRules') !== null;
  return [role, 'cloudwatch.amazonaws.com', ...(hasRules ? ['events.amazonaws.com'] : [])];
}

export function judgeTopic(arn: string, topic: Lookup<TopicFacts | null>): Finding {
  const what = `topic ${arn.split(':').at(-1)}`;
  if (topic.kind === 'unknown') return unanswered(what, topic.why, 'sns:GetTopicAttributes');
  if (topic.value === null) return wrong(what, 'it does not exist: alerts stay pending', 'deploy the stack again');
  const { confirmed, pending } = topic.value;
  if (Number.isNaN(confirmed)) return notKnown(what, 'SNS answered without the number of confirmed subscriptions');
  if (confirmed > 0) return ok(what, `${countOf(confirmed, 'confirmed subscription')}, ${pending} pending`);
  return wrong(
    what,
    `nobody receives it: no subscription is confirmed, ${pending || 0} pending`,
    pending > 0
      ? 'open the link in the email of SNS'
      : 'subscribe an address (--param alertEmail), and confirm the email of SNS',
  );
}

/** The URL is a secret: it is not shown. */
export function judgeWebhook(parameter: string, webhook: Lookup<WebhookFacts | null>): Finding {
  const what = `webhook parameter ${parameter}`;
  if (webhook.kind === 'unknown') return unanswered(what, webhook.why, 'ssm:GetParameter, and kms:Decrypt on its key');
  if (webhook.value === null)
    return wrong(
      what,
      'it does not exist',
      `run \`aws ssm put-parameter --type SecureString --name ${parameter} --value URL\``,
    );
  const { type, isWebhookUrl } = webhook.value;
  if (!isWebhookUrl)
    return wrong(
      what,
      'its value is not the URL of an incoming webhook of Slack (not shown)',
      'store the URL that Slack shows, https://hooks.slack.com/services/…',
    );
  return type === 'SecureString'
    ? ok(what, 'a SecureString with the URL of a webhook (not shown)')
    : wrong(
        what,
        `its type is ${type}: everybody who may read parameters sees the URL`,
        'store it as a SecureString, and make a new webhook',
      );
}
