import { groupsToRead } from '../../../core/settings/registry.ts';
import { flattenDesired } from '../../../policy/flatten-desired.ts';
import type { Policy } from '../../../policy/schema.ts';
import { tableOf, variable, type Basis } from '../basis.ts';

/** Actions that a role of the stack needs, by the resource that they are allowed on. */
export interface NeededAccess {
  readonly actions: readonly string[];
  readonly resource: string;
}

/** What the functions of a stack work on, as ARNs; null: the stack has none. */
export interface StackResources {
  /** The settings groups that any rule of the policy needs. */
  readonly groups: readonly string[];
  readonly isWriting: boolean;
  readonly isOrganization: boolean;
  readonly regionsOfAccount: string;
  readonly regionsOfMacie: string;
  readonly hub: string;
  readonly table: string;
  readonly topic: string | null;
  readonly changeQueue: string;
  readonly policySource: NeededAccess | null;
  readonly slackParameter: string | null;
  readonly bus: string | null;
  readonly findings: string | null;
  readonly reportBucket: string | null;
  readonly runsBucket: string | null;
  readonly readRole: string;
  readonly repairRole: string;
}

/** IAM compares an ARN with the pattern of the policy: any account that is not the own one will do. */
const SOME_ACCOUNT = '000000000000';

export function resourcesOf(basis: Basis): StackResources {
  const { accountId } = basis.identity;
  const { homeRegion, stack } = basis.order;
  const policy = basis.policy.kind === 'known' ? basis.policy.value.loaded.policy : null;
  const arn = (service: string, rest: string): string => `arn:aws:${service}:${homeRegion}:${accountId}:${rest}`;
  const env = (name: string): string | null => variable(basis.function, name);
  const bus = env('ALERT_BUS');
  const slack = env('SLACK_TOKEN_PARAMETER') ?? env('SLACK_WEBHOOK_PARAMETER');
  const [stepFunction] = basis.steps.flatMap(({ function: one }) => (one.kind === 'known' && one.value ? [one] : []));
  const bucket = (name: string | null): string | null => (name === null ? null : `arn:aws:s3:::${name}`);
  const role = (name: string): string => `arn:aws:iam::${SOME_ACCOUNT}:role/${name}`;
  return {
    groups: policy === null ? ['session'] : groupsOf(policy),
    isWriting: env('REMEDIATION') === 'enforce',
    isOrganization: basis.steps.length > 0,
    regionsOfAccount: `arn:aws:account::${accountId}:account`,
    regionsOfMacie: arn('ssm', 'parameter/aws/service/global-infrastructure/services/macie/regions'),
    hub: arn('securityhub', 'hub/default'),
    table: arn('dynamodb', `table/${tableOf(basis)}`),
    topic: env('TOPIC_ARN'),
    changeQueue: arn('sqs', `${stack}-changes`),
    policySource: sourceAccess(env('POLICY_SOURCE') ?? '', (name) => arn('ssm', `parameter${name}`)),
    slackParameter: slack === null ? null : arn('ssm', `parameter/${slack.replace(/^\//, '')}`),
    bus: bus === null || bus.startsWith('arn:') ? bus : arn('events', `event-bus/${bus}`),
    findings: env('SECURITY_HUB_ACCOUNT') === null ? null : arn('securityhub', `product/${accountId}/default`),
    reportBucket: bucket(env('REPORT_BUCKET')),
    runsBucket: bucket(variable(stepFunction ?? basis.function, 'ARCHIVE_BUCKET')),
    readRole: role(policy?.roles.read ?? 'macie-warden-read'),
    repairRole: role(policy?.roles.repair ?? 'macie-warden-repair'),
  };
}

/** The settings groups that any rule of the policy needs. */
export function groupsOf({ desired, overrides }: Policy): readonly string[] {
  const rules = [desired, ...overrides.map((one) => one.desired ?? {})];
  return groupsToRead(Object.assign({}, ...rules.map((rule) => flattenDesired(rule))));
}

/** null: the policy is packaged with the functions. */
function sourceAccess(source: string, parameterArn: (name: string) => string): NeededAccess | null {
  const [, scheme, name = ''] = /^(ssm:|s3:\/\/)(.+)$/.exec(source) ?? [];
  if (scheme === undefined) return null;
  return scheme === 's3://'
    ? { actions: ['s3:GetObject'], resource: `arn:aws:s3:::${name}` }
    : { actions: ['ssm:GetParameter'], resource: parameterArn(name.startsWith('/') ? name : `/${name}`) };
}
