import { changedAt, CLOCKS_MS, MAKES_ANEW, SECOND_MS, type Change, type Sets } from './macie-call.ts';
import type { Session } from '../model.ts';
import { compareText } from '../order.ts';

/**
 * What readings of a Region have to catch up with: the calls that are known of it. `at`: of the last of them.
 * `sets`: the session shows this; `madeAt`: it was enabled then. `either`: of several in the last second nobody knows which came last; `isOff`: one of them
 * disables. `unclear`: the last one may have changed the session, and does not say to what.
 */
export type Awaited =
  | { readonly kind: 'sets'; readonly at: string; readonly sets: Sets; readonly madeAt: string | null }
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

const KEYS = ['status', 'findingPublishingFrequency'] as const satisfies readonly (keyof Sets)[];

/** By Region. Calls of which it is known that they leave the session as it is are not waited for. */
export function awaitedOf(changes: readonly Change[]): ReadonlyMap<string, Awaited> {
  const byRegion = Map.groupBy(changes.filter(touchesSession), ({ region }) => region);
  return new Map([...byRegion].map(([region, calls]) => [region, awaitedOfRegion(calls)]));
}

function touchesSession(change: Change): boolean {
  return isUnclear(change) || Object.keys(change.sets).length > 0;
}

function isUnclear({ call }: Change): boolean {
  return UNCLEAR.has(call);
}

function makesAnew({ call }: Change): boolean {
  return MAKES_ANEW.has(call);
}

function awaitedOfRegion(calls: readonly Change[]): Awaited {
  const seconds = [...Map.groupBy(calls, (one) => one.at)].toSorted(([a], [b]) => compareText(a, b));
  const at = String(seconds.at(-1)?.[0]);
  const ofSecond = calls.filter((one) => one.at === at);
  if (isDisputed(ofSecond))
    return { kind: 'either', at, isOff: ofSecond.some(({ sets }) => sets.status === 'DISABLED') };
  const sets = seconds.reduce<Sets>((before, [, group]) => setBy(group, before), {});
  if (Object.keys(sets).length === 0) return { kind: 'unclear', at };
  const [, last = []] = seconds.findLast(([, group]) => group.some(makesAnew)) ?? [];
  const enabling = last.find(({ call }) => call === 'EnableMacie');
  return { kind: 'sets', at, sets, madeAt: enabling?.at ?? null };
}

/**
 * Does it matter in which order these were made, and is that not known? Only what is off can be enabled, and only what is on can be
 * updated or disabled: the rest follows.
 */
function isDisputed(calls: readonly Change[]): boolean {
  const anew = calls.filter(makesAnew);
  if (anew.length > 1) return true;
  if (anew.some(({ call }) => call === 'DisableMacie')) return false;
  if (calls.some(isUnclear)) return !calls.every(isUnclear);
  const updates = calls.filter((one) => !makesAnew(one));
  return KEYS.some((key) => new Set(updates.flatMap(({ sets }) => sets[key] ?? [])).size > 1);
}

/** What is known of a session after the calls of one second. */
function setBy(calls: readonly Change[], before: Sets): Sets {
  const anew = calls.find(makesAnew);
  const kept = anew || calls.some(isUnclear) ? {} : without(before, calls);
  if (isDisputed(calls)) return kept;
  if (anew?.call === 'DisableMacie') return anew.sets;
  return Object.assign({}, kept, anew?.sets, ...calls.filter((one) => one !== anew).map(({ sets }) => sets));
}

/** What these calls leave as it was. */
function without(before: Sets, calls: readonly Change[]): Sets {
  const isLeft = (key: keyof Sets): boolean =>
    // Only a session that is there can be updated.
    before[key] !== undefined && before[key] !== 'DISABLED' && !calls.some(({ sets }) => sets[key] !== undefined);
  return Object.assign({}, ...KEYS.filter(isLeft).map((key) => ({ [key]: before[key] })));
}

/** Does the session show what is awaited, or that it has been changed since? */
export function isCaughtUp(session: Session, awaited: Awaited): boolean {
  // CloudTrail gives whole seconds: what a session says of itself is newer for certain only a second later.
  if (Date.parse(String(changedAt(session))) >= Date.parse(awaited.at) + SECOND_MS) return true;
  switch (awaited.kind) {
    case 'sets': {
      const { madeAt } = awaited;
      const age = madeAt === null ? NaN : Date.parse(String(session.createdAt)) - Date.parse(madeAt);
      // It is the session of before that was enabled anew since.
      if (age < -CLOCKS_MS) return false;
      // It is the new one, and nothing has been called since: whatever it shows is what became of it.
      if (age >= -CLOCKS_MS && madeAt === awaited.at) return true;
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
