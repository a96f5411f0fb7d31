import { VERSION } from '../../../lib/core/version.ts';
import type { Call } from '../../server/service.ts';
import type { WorldStack } from '../../worlds/stack-schema.ts';

/** The stack of the caller in its Region; undefined: the world has none there. */
export function stackOf({ state, accountId, region }: Call): WorldStack | undefined {
  const { stack } = state;
  return stack?.account === accountId && stack.region === region ? stack : undefined;
}

/** `logicalId`: of the role; that of `check` and `change`, if left out. */
export function roleArn({ account, name }: WorldStack, logicalId = 'CheckRole'): string {
  return `arn:aws:iam::${account}:role/${name}-${logicalId}`;
}

export function functionArn({ account, region, name }: WorldStack, suffix: string): string {
  return `arn:aws:lambda:${region}:${account}:function:${name}-${suffix}`;
}

export function machineArn({ account, region, name }: WorldStack): string {
  return `arn:aws:states:${region}:${account}:stateMachine:${name}-organization`;
}

/** The role of each function, by the end of its name. */
export function functionsOf({ organization }: WorldStack): Readonly<Record<string, string>> {
  const steps = ['Plan', 'Scan', 'Gate', 'Repair', 'Conclude'].map((step) => [
    `organization-${step.toLowerCase()}`,
    `Organization${step}Role`,
  ]);
  return { check: 'CheckRole', change: 'CheckRole', ...(organization ? Object.fromEntries(steps) : {}) };
}

/** The buckets that it has, by logical id. */
export function bucketsOf({ name, archive, organization, runsBucket }: WorldStack) {
  return {
    ...(archive === null ? {} : { ReportArchive: { name: `${name}-reportarchive`, ...archive } }),
    ...(organization && runsBucket !== null ? { Archive: { name: `${name}-archive`, ...runsBucket } } : {}),
  };
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
  const { policySource, remediation, name, table = name, slackWebhookParameter, slackTokenParameter } = stack;
  const { account, alertBus, securityHub, archive, organization } = stack;
  return {
    POLICY_SOURCE: policySource,
    TOPIC_ARN: topicArn(stack),
    REMEDIATION: remediation,
    STATE_TABLE: table,
    SLACK_WEBHOOK_PARAMETER: slackWebhookParameter,
    SLACK_TOKEN_PARAMETER: slackTokenParameter,
    ALERT_BUS: alertBus,
    SECURITY_HUB_ACCOUNT: securityHub === 'off' ? '' : account,
    SECURITY_HUB_ROLE: securityHub === 'members' ? 'macie-warden-read' : '',
    REPORT_BUCKET: archive === null ? '' : `${name}-reportarchive`,
    ...(organization ? { ARCHIVE_BUCKET: `${name}-archive` } : {}),
  };
}

export function versionOf({ version = VERSION }: WorldStack): string {
  return version;
}
