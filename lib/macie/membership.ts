import type { WriteAnswer } from '../core/compliance/write-answer.ts';
import type { Observation } from '../core/observation.ts';
import { observeMembership } from '../core/settings/membership-values.ts';
import { readAdministrator } from './administrator.ts';
import type { GroupCall } from './group.ts';
import { readConfiguration } from './organization-configuration.ts';

/** Whose member an account is, as it says itself. An administrator is no member: only an account without one may be one. */
export async function readMembership(call: GroupCall): Promise<Observation> {
  const membership = await readAdministrator(call);
  if (membership.kind !== 'none') return observeMembership(membership);
  const configuration = await readConfiguration(call);
  switch (configuration.kind) {
    case 'administrator':
      return { kind: 'not-applicable', detail: 'the account is the Macie administrator of its organization here' };
    case 'not-administrator':
      return observeMembership(membership);
    case 'unknown':
      return configuration;
  }
}

/** An account cannot add itself. */
export function writeMembership(): Promise<WriteAnswer> {
  return Promise.resolve({
    kind: 'refused',
    reason: 'not-reached',
    detail: 'only a Macie administrator can add the account, and the run knows none',
  });
}
