import { notKnown, ok, unanswered, wrong, type Finding } from '../../../core/doctor/finding.ts';
import type { DeniedAction } from '../../../core/doctor/facts.ts';
import { neededActions } from '../../../core/doctor/needed-actions.ts';
import type { Lookup } from '../../../core/lookup.ts';
import { groupsToRead } from '../../../core/settings/registry.ts';
import type { Policy } from '../../../policy/schema.ts';
import { OWN_ACCOUNT } from '../../scan/deps.ts';
import { isDeployed, resource, tableOf, variable, type Basis } from '../basis.ts';
import type { DoctorDeps } from '../deps.ts';

export async function examineAccess(basis: Basis, deps: DoctorDeps, signal: AbortSignal): Promise<readonly Finding[]> {
  const own = deps.forAccount(OWN_ACCOUNT);
  const [regions, organization, roles] = await Promise.all([
    own.enabledRegions(signal),
    needsOrganization(basis) ? deps.readOrganization({ units: [], signal }) : null,
    isDeployed(basis) ? examineRole(basis, deps, signal) : [],
  ]);
  return [
    ok('identity', basis.identity.arn),
    judgeCall('account:ListRegions', regions),
    ...(organization === null ? [] : [judgeCall('organizations:ListAccounts', organization)]),
    ...roles,
  ];
}

function needsOrganization({ policy }: Basis): boolean {
  return policy.kind === 'known' && policy.value.loaded.policy.accounts === 'organization';
}

/** A read that the caller has tried. */
export function judgeCall(operation: string, answer: Lookup<unknown>): Finding {
  if (answer.kind === 'known') return ok(operation, 'allowed to this caller');
  return /denied|not authorized/i.test(answer.why)
    ? wrong(operation, answer.why, `allow ${operation} to this caller`)
    : notKnown(operation, answer.why);
}

/** Actions that the role of the functions needs, by the resource that they are allowed on. */
export interface NeededAccess {
  readonly actions: readonly string[];
  readonly resource: string;
}

async function examineRole(basis: Basis, deps: DoctorDeps, signal: AbortSignal): Promise<readonly Finding[]> {
  const check = basis.function;
  if (check.kind === 'unknown') return [notKnown('role of the functions', check.why)];
  const principal = check.value?.role ?? '';
  if (principal === '') return [wrong('role of the functions', 'there is no function check', 'deploy the stack again')];
  const needed = accessNeeded(basis);
  const answers = await Promise.all(needed.map((access) => deps.inspect.simulate({ principal, ...access }, signal)));
  return [judgeRole(principal, needed, answers)];
}

/** The access that the functions of the stack need for this policy. */
function accessNeeded(
  basis: Pick<Basis, 'order' | 'stack' | 'function' | 'policy' | 'identity'>,
): readonly NeededAccess[] {
  const { accountId } = basis.identity;
  const { homeRegion } = basis.order;
  const isWriting = variable(basis.function, 'REMEDIATION') === 'enforce';
  const groups = basis.policy.kind === 'known' ? groupsOf(basis.policy.value.loaded.policy) : ['session'];
  const actions = neededActions(groups, { isWriting });
  const queue = `arn:aws:sqs:${homeRegion}:${accountId}:${basis.order.stack}-changes`;
  const parameter = variable(basis.function, 'SLACK_WEBHOOK_PARAMETER');
  const topic = variable(basis.function, 'TOPIC_ARN');
  return [
    { actions: [...actions.filter((one) => one.startsWith('macie2:')), 'cloudtrail:LookupEvents'], resource: '*' },
    ...groups
      .filter((group) => group === 'securityHub')
      .map(() => ({
        actions: ['securityhub:DescribeHub'],
        resource: `arn:aws:securityhub:${homeRegion}:${accountId}:hub/default`,
      })),
    { actions: ['account:ListRegions'], resource: `arn:aws:account::${accountId}:account` },
    {
      actions: [
        'dynamodb:BatchGetItem',
        'dynamodb:BatchWriteItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
      ],
      resource: `arn:aws:dynamodb:${homeRegion}:${accountId}:table/${tableOf(basis)}`,
    },
    ...(topic === null ? [] : [{ actions: ['sns:GetTopicAttributes', 'sns:Publish'], resource: topic }]),
    ...(resource(basis, 'ChangeQueue') === null
      ? []
      : [{ actions: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'], resource: queue }]),
    ...(parameter === null
      ? []
      : [
          {
            actions: ['ssm:GetParameter'],
            resource: `arn:aws:ssm:${homeRegion}:${accountId}:parameter/${parameter.replace(/^\//, '')}`,
          },
        ]),
  ];
}

/** The settings groups that any rule of the policy needs. */
export function groupsOf({ desired, overrides }: Policy): readonly string[] {
  return groupsToRead(Object.assign({}, desired, ...overrides.map((one) => one.desired ?? {})));
}

export function judgeRole(
  principal: string,
  needed: readonly NeededAccess[],
  answers: readonly Lookup<readonly DeniedAction[] | null>[],
): Finding {
  const what = `role ${principal.split('/').at(-1)}`;
  const failed = answers.find((answer) => answer.kind === 'unknown');
  const denied = answers.flatMap((answer) => (answer.kind === 'known' ? (answer.value ?? []) : []));
  if (denied.length > 0) {
    const list = denied.map(({ action, by }) => (by === null ? action : `${action} (by ${by})`)).join(', ');
    return wrong(
      what,
      `IAM denies ${list}`,
      'deploy the stack again; if a policy of the organization or a boundary denies it, allow it there',
    );
  }
  if (failed?.kind === 'unknown') return unanswered(what, failed.why, 'iam:SimulatePrincipalPolicy');
  if (answers.some((answer) => answer.kind === 'known' && answer.value === null))
    return wrong(what, 'there is no such role', 'deploy the stack again');
  const count = needed.reduce((sum, { actions }) => sum + actions.length, 0);
  return ok(what, `IAM allows the ${count} actions that this policy needs`);
}
