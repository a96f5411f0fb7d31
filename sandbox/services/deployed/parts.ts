import { VERSION } from '../../../lib/core/version.ts';
import type { Call } from '../../server/service.ts';
import type { WorldStack } from '../../worlds/stack-schema.ts';

/** The stack of the caller in its Region; undefined: the world has none there. */
export function stackOf({ state, accountId, region }: Call): WorldStack | undefined {
  const { stack } = state;
  return stack?.account === accountId && stack.region === region ? stack : undefined;
}

export function roleArn({ account, name }: WorldStack): string {
  return `arn:aws:iam::${account}:role/${name}-CheckRole`;
}

export function topicArn({ account, region, name, topic = name }: WorldStack): string {
  return `arn:aws:sns:${region}:${account}:${topic}`;
}

export function keyArn({ account, region }: WorldStack): string {
  return `arn:aws:kms:${region}:${account}:key/11111111-2222-3333-4444-555555555555`;
}

/** The URLs of its queues on the host that the caller used, by logical id. */
export function queuesOf({ account, name, failedRuns, failedChanges }: WorldStack, host: string) {
  const url = (queue: string): string => `http://${host}/${account}/${queue}`;
  return {
    DeadLetterQueue: { url: url(`${name}-DeadLetterQueue`), messages: failedRuns },
    ChangeDeadLetterQueue: { url: url(`${name}-changes-dead`), messages: failedChanges },
    ChangeQueue: { url: url(`${name}-changes`), messages: 0 },
  };
}

/** The environment of its functions. */
export function environmentOf(stack: WorldStack): Readonly<Record<string, string>> {
  const { policySource, remediation, name, table = name, slackWebhookParameter } = stack;
  return {
    POLICY_SOURCE: policySource,
    TOPIC_ARN: topicArn(stack),
    REMEDIATION: remediation,
    STATE_TABLE: table,
    SLACK_WEBHOOK_PARAMETER: slackWebhookParameter,
  };
}

export function versionOf({ version = VERSION }: WorldStack): string {
  return version;
}
