import { notKnown, ok, unanswered, wrong, type Finding } from '../../../core/doctor/finding.ts';
import type { TopicFacts } from '../../../core/doctor/facts.ts';
import type { Lookup } from '../../../core/lookup.ts';
import { countOf } from '../../../render/words/sentence.ts';
import { resource, variable, type Basis } from '../basis.ts';
import type { DoctorDeps } from '../deps.ts';
import { judgeBus } from '../channels/bus.ts';
import { examineHub } from '../channels/hub.ts';
import { judgeSecret, SECRETS } from '../channels/secrets.ts';
import { judgeKey } from '../judge-key.ts';

export async function examineNotifications(
  basis: Basis,
  deps: DoctorDeps,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  if (basis.function.kind === 'unknown')
    return [unanswered('topic', basis.function.why, 'lambda:GetFunctionConfiguration')];
  const arn = variable(basis.function, 'TOPIC_ARN');
  const [topic, ...others] = await Promise.all([
    arn === null ? null : deps.inspect.topic(arn, signal),
    examineSlack(basis, deps, signal),
    examineBus(basis, deps, signal),
    examineHub(basis, deps, signal),
  ]);
  const keyId = topic?.kind === 'known' ? (topic.value?.keyId ?? null) : null;
  const region = arn?.split(':')[3] ?? basis.order.homeRegion;
  const key = keyId === null ? null : await deps.inspect.key({ id: keyId, region }, signal);
  return [
    arn === null || topic === null
      ? wrong('topic', 'the function has no TOPIC_ARN', 'deploy the stack again')
      : judgeTopic(arn, topic),
    ...(key === null || keyId === null ? [] : judgeKey(keyId, key, publishersOf(basis))),
    ...others.flat(),
  ];
}

/** A stack has a webhook, a bot, or neither. */
async function examineSlack(basis: Basis, deps: DoctorDeps, signal: AbortSignal): Promise<readonly Finding[]> {
  const token = variable(basis.function, 'SLACK_TOKEN_PARAMETER');
  const parameter = token ?? variable(basis.function, 'SLACK_WEBHOOK_PARAMETER');
  if (parameter === null) return [];
  const kind = token === null ? SECRETS.webhook : SECRETS.token;
  return [judgeSecret(kind, parameter, await deps.inspect.secret(parameter, signal))];
}

async function examineBus(basis: Basis, deps: DoctorDeps, signal: AbortSignal): Promise<readonly Finding[]> {
  const bus = variable(basis.function, 'ALERT_BUS');
  if (bus === null) return [];
  const { homeRegion: region } = basis.order;
  const found = await deps.inspect.bus({ name: bus, region }, signal);
  return [judgeBus({ bus, region, accountId: basis.identity.accountId }, found)];
}

/** Who publishes to the topic: the functions, the alarms, and in an organization the rules that report changes of the stack. */
function publishersOf(basis: Basis): readonly string[] {
  const conclude = basis.steps.find(({ step }) => step === 'conclude')?.function;
  const functions = [basis.function, ...(conclude ? [conclude] : [])];
  const roles = functions.flatMap((one) => (one.kind === 'known' && one.value ? [one.value.role] : []));
  const hasRules = resource(basis, 'WatchRules') !== null;
  return [...roles, 'cloudwatch.amazonaws.com', ...(hasRules ? ['events.amazonaws.com'] : [])];
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
