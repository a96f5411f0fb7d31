import { MAKES_ANEW, SECOND_MS, type Change, type Sets } from './change.ts';
import type { Session } from './model.ts';
import { compareText } from './order.ts';

/**
 * What readings of a Region have to catch up with: the calls that are known of it. `at`: of the last of them.
 * `sets`: the session shows this. `either`: of several in the last second nobody knows which came last; `isOff`: one of them
 * disables. `unclear`: the last one may have changed the session, and does not say to what.
 */
export type Awaited =
  | { readonly kind: 'sets'; readonly at: string; readonly sets: Sets }
  | { readonly kind: 'either'; readonly at: string; readonly isOff: boolean }
  | { readonly kind: 'unclear'; readonly at: string };

/** Calls that may change the session of the account in which they are recorded. */
const UNCLEAR: ReadonlySet<string> = new Set([
  'AcceptInvitation',
  'DisableOrganizationAdminAccount',
  'DisassociateFromAdministratorAccount',
  'DisassociateFromMasterAccount',
  'EnableOrganizationAdminAccount',
  'MacieMemberUpdated',
  'UpdateMemberSession',
]);

/** By Region. Calls of which it is known that they leave the session as it is are not waited for. */
export function awaitedOf(changes: readonly Change[]): ReadonlyMap<string, Awaited> {
  const byRegion = Map.groupBy(changes.filter(touchesSession), ({ region }) => region);
  return new Map([...byRegion].map(([region, calls]) => [region, awaitedOfRegion(calls)]));
}

function touchesSession({ call, sets }: Change): boolean {
  return UNCLEAR.has(call) || Object.keys(sets).length > 0;
}

/** Is what the session was before forgotten with this call? */
function leavesNothing({ call }: Change): boolean {
  return MAKES_ANEW.has(call) || UNCLEAR.has(call);
}

function awaitedOfRegion(calls: readonly Change[]): Awaited {
  const seconds = [...Map.groupBy(calls, (one) => one.at)].toSorted(([a], [b]) => compareText(a, b));
  const at = String(seconds.at(-1)?.[0]);
  const ofSecond = calls.filter((one) => one.at === at);
  if (isDisputed(ofSecond))
    return { kind: 'either', at, isOff: ofSecond.some(({ sets }) => sets.status === 'DISABLED') };
  const sets = seconds.reduce<Sets>((before, [, group]) => setBy(group, before), {});
  return Object.keys(sets).length > 0 ? { kind: 'sets', at, sets } : { kind: 'unclear', at };
}

/** Does it matter in which order these were made? */
function isDisputed([one, ...others]: readonly Change[]): boolean {
  if (!one || others.length === 0) return false;
  if ([one, ...others].some(leavesNothing)) return true;
  return isDisputed(others) || others.some(({ sets }) => disputes(sets, one.sets));
}

function disputes(a: Sets, b: Sets): boolean {
  const differs = (x: string | undefined, y: string | undefined): boolean =>
    x !== undefined && y !== undefined && x !== y;
  return differs(a.status, b.status) || differs(a.findingPublishingFrequency, b.findingPublishingFrequency);
}

/** What is known of a session after the calls of one second. */
function setBy(calls: readonly Change[], before: Sets): Sets {
  const kept = calls.some(leavesNothing) ? {} : without(before, calls);
  return isDisputed(calls) ? kept : Object.assign({}, kept, ...calls.map(({ sets }) => sets));
}

function without({ status, findingPublishingFrequency }: Sets, calls: readonly Change[]): Sets {
  const isTouched = (key: keyof Sets): boolean => calls.some(({ sets }) => sets[key] !== undefined);
  return {
    // Only a session that is there can be updated.
    ...(status === undefined || status === 'DISABLED' || isTouched('status') ? {} : { status }),
    ...(findingPublishingFrequency === undefined || isTouched('findingPublishingFrequency')
      ? {}
      : { findingPublishingFrequency }),
  };
}

/** Does the session show what is awaited, or that it has been changed since? */
export function isCaughtUp(session: Session, awaited: Awaited): boolean {
  // CloudTrail gives whole seconds: what a session says of itself is newer for certain only a second later.
  if (Date.parse(String(session.updatedAt ?? session.createdAt)) >= Date.parse(awaited.at) + SECOND_MS) return true;
  switch (awaited.kind) {
    case 'sets': {
      const { status = session.status, findingPublishingFrequency: frequency } = awaited.sets;
      return status === session.status && (frequency === undefined || frequency === session.findingPublishingFrequency);
    }
    case 'either':
      // A session that is gone has no time to show.
      return awaited.isOff && session.status === 'DISABLED';
    case 'unclear':
      return false;
  }
}
