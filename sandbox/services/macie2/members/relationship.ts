import type { Call } from '../../../server/service.ts';
import { newSession } from '../../../worlds/macie-session.ts';
import type { Membership } from '../../../worlds/organization/memberships.ts';

export interface Relationship extends Membership {
  readonly accountId: string;
}

/** A member whose session the administrator can see and change. */
type Associated = Relationship & { readonly status: 'Enabled' | 'Paused' };

/** The relationship of an account to its administrator in the Region of the call, or null. `status` is as Macie shows it. */
export function relationshipOf(call: Call, accountId: string): Relationship | null {
  settle(call, accountId);
  const membership = call.state.memberships.get({ accountId, region: call.region });
  const status = membership ? shownStatus(call, { accountId, membership }) : null;
  return membership && status !== null ? { ...membership, accountId, status } : null;
}

function shownStatus(
  { state, region }: Call,
  { accountId, membership: { status } }: { accountId: string; membership: Membership },
): string | null {
  if (!['Enabled', 'Paused', 'Created'].includes(status)) return status;
  if (!state.accounts.isOperational(accountId)) return 'AccountSuspended';
  if (status === 'Created') return status;
  const session = state.sessions.get({ accountId, region });
  if (!session) return null;
  return session.status === 'PAUSED' ? 'Paused' : 'Enabled';
}

export function isAssociated(relationship: Relationship | null): relationship is Associated {
  return relationship !== null && ['Enabled', 'Paused'].includes(relationship.status);
}

/** Stores a membership. The session stays as it is, even if it was the default of a member. */
export function store({ state, region }: Call, { accountId, ...membership }: Relationship): void {
  const target = { accountId, region };
  const session = state.sessions.get(target);
  if (session) state.sessions.set(target, session);
  state.memberships.set(target, membership);
}

/** Completes a membership whose lag is over: Macie is on, and the member Enabled. */
export function settle({ state, region, now }: Pick<Call, 'state' | 'region' | 'now'>, accountId: string): void {
  const target = { accountId, region };
  const membership = state.memberships.get(target);
  if (membership?.status !== 'Created' || membership.readyAt === null || now.getTime() < membership.readyAt) return;
  const administrator = state.sessions.get({ accountId: membership.administratorId, region });
  const findingPublishingFrequency = frequencyOf(administrator?.findingPublishingFrequency);
  if (!state.sessions.has(target))
    state.sessions.set(target, newSession({ accountId, now, status: 'ENABLED', findingPublishingFrequency }));
  state.memberships.set(target, { ...membership, status: 'Enabled', updatedAt: now.toISOString(), readyAt: null });
}

/** A new member starts with the frequency of its administrator. */
function frequencyOf(frequency: string | undefined): 'FIFTEEN_MINUTES' | 'ONE_HOUR' | 'SIX_HOURS' {
  return frequency === 'FIFTEEN_MINUTES' || frequency === 'ONE_HOUR' ? frequency : 'SIX_HOURS';
}
