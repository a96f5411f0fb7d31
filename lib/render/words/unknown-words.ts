import type { Failure, Reason, Unknown } from '../../core/observation.ts';
import { SESSION } from '../../core/settings/session.ts';
import { byHandText } from './by-hand.ts';
import { denialStep } from './denial-words.ts';

const NEXT_STEPS: Readonly<Record<Reason, string>> = {
  'access-denied': 'allow the call there, or take the Region out of the policy',
  'assume-role-denied': 'let the role be assumed: check its trust policy',
  credentials: 'check the credentials, and whether the Region is enabled for the account',
  throttled: 'nothing, if the next run can read it; else run less often',
  timeout: 'nothing, if the next run can read it; else exclude the Region until AWS has repaired it',
  network: 'check the route from here to the endpoint: DNS, routes, proxies',
  'service-error': 'nothing, if the next run can read it; else check the AWS Health Dashboard',
  'bad-response': 'check for a newer version of macie-warden, and the endpoint: a proxy may answer in its place',
  pending: 'nothing, if the next run can read it; else check the account in the Macie console of its administrator',
  'region-unsupported': 'take the Region out of the policy',
  'not-reached': 'nothing, if the next run reads it; else raise the timeout, or narrow the policy',
};

/** The same after a write that failed; the repair by hand follows. */
const STEPS_AFTER_WRITE: Readonly<Record<Reason, string>> = {
  'access-denied': 'allow the denied call for the repairs of macie-warden, or',
  'assume-role-denied': 'let the repair role be assumed: check its trust policy; or',
  credentials: 'check the credentials, and whether the Region is enabled for the account; or',
  throttled: 'nothing, if the next run repairs it; else',
  timeout: 'nothing, if the next run repairs it; else',
  network: 'check the route from here to the endpoint: DNS, routes, proxies; or',
  'service-error': 'check the AWS Health Dashboard, and',
  'bad-response': 'check for a newer version of macie-warden, and the endpoint: a proxy may answer in its place; or',
  pending: 'nothing, if the next run finds it done; else',
  'region-unsupported': 'take the Region out of the policy, or',
  'not-reached': 'nothing, if the next run reaches it; else raise the timeout, or',
};

/** The next step of a person after a repair that failed. `action`: such as `enable Macie`. */
export function stepAfterWriteText({ reason, detail }: Failure, action: string): string {
  const step = denialStep(detail);
  return `${step === null ? STEPS_AFTER_WRITE[reason] : `${step}, or`} ${byHandText(action)}`;
}

/** The next step of a person about an unknown. */
export function nextStepText(failure: Failure): string {
  return `to do: ${stepText(failure)}`;
}

export function stepText({ reason, detail }: Failure): string {
  const step = denialStep(detail);
  return step === null ? NEXT_STEPS[reason] : `${step}, or exclude the Region`;
}

/**
 * Unknowns of one cause as one, with the names of their groups: the role of an account is denied once, and not for each of its groups.
 * An unknown session stands for the others.
 */
export function foldUnknowns(unknowns: readonly Unknown[]): readonly Unknown[] {
  const byCause = Map.groupBy(unknowns, ({ reason, detail }) => JSON.stringify([reason, detail]));
  return [...byCause.values()].flatMap((same) => {
    const [first] = same;
    const groups = same.map(({ group }) => group);
    return first ? [{ ...first, group: groups.includes(SESSION) ? SESSION : groups.join(', ') }] : [];
  });
}

/** A reason, after the settings group where that is not the session. */
export function reasonText({ group, reason }: Pick<Unknown, 'group' | 'reason'>): string {
  return inGroup(group, reason);
}

/** The same for the detail of the reason. */
export function detailText({ group, detail }: Pick<Unknown, 'group' | 'detail'>): string {
  return inGroup(group, detail);
}

function inGroup(group: string, text: string): string {
  return group === SESSION ? text : `${group}: ${text}`;
}

export function groupText(group: string): string {
  return group === SESSION ? 'the session' : group;
}
