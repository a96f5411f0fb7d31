import { compareText } from '../order.ts';
import { SETTINGS } from '../settings/index.ts';
import type { GroupValues } from '../observation.ts';
import { SESSION } from '../settings/session.ts';
import { targetKey } from '../target.ts';
import { SECOND_MS } from '../time.ts';
import { changedAt, CLOCK_TOLERANCE_MS, replacesSession, type MacieCall } from './macie-call.ts';

/**
 * The state that a session should reach after the calls we know of. `at`: of the last of them. `sets`: the session will show
 * these values; `enabledAt`: it was enabled then. `ambiguous`: several calls share the last second and their order is unknown;
 * `mayBeOff`: one of them disables. `unspecified`: the last call may have changed the session, and does not record to which values.
 */
export type ExpectedState =
  | { readonly kind: 'sets'; readonly at: string; readonly sets: MacieCall['sets']; readonly enabledAt: string | null }
  | { readonly kind: 'ambiguous'; readonly at: string; readonly mayBeOff: boolean }
  | { readonly kind: 'unspecified'; readonly at: string };

/** Calls that may change the session of the account in which they are recorded. */
const UNSPECIFIED: ReadonlySet<string> = new Set([
  'AcceptInvitation',
  'DisableOrganizationAdminAccount',
  'DisassociateFromAdministratorAccount',
  'DisassociateFromMasterAccount',
  'EnableOrganizationAdminAccount',
  'MacieMemberUpdated',
  'UpdateMemberSession',
]);

/** The settings that a session shows and a call can set. */
const SESSION_SETTINGS: readonly string[] = SETTINGS.filter(
  ({ group, attributedTo }) => group === SESSION && Object.keys(attributedTo).length > 0,
).map(({ id }) => id);

/** By target key. Calls that are known to leave the session as it is are not waited for. */
export function expectedStates(calls: readonly MacieCall[]): Readonly<Record<string, ExpectedState>> {
  const byTarget = Map.groupBy(calls.map(withSessionValues).filter(affectsSession), targetKey);
  return Object.fromEntries([...byTarget].map(([target, made]) => [target, expectedState(made)]));
}

/** Some of these calls set values of other groups as well. */
function withSessionValues(call: MacieCall): MacieCall {
  return {
    ...call,
    sets: Object.fromEntries(Object.entries(call.sets).filter(([id]) => SESSION_SETTINGS.includes(id))),
  };
}

function affectsSession(call: MacieCall): boolean {
  return isUnspecified(call) || setsSession(call.sets);
}

/** A call on a membership sets the membership, and nothing of the session. */
function setsSession(sets: MacieCall['sets']): boolean {
  return SESSION_SETTINGS.some((id) => sets[id] !== undefined);
}

function isUnspecified({ name }: MacieCall): boolean {
  return UNSPECIFIED.has(name);
}

function expectedState(calls: readonly MacieCall[]): ExpectedState {
  const seconds = [...Map.groupBy(calls, (one) => one.at)].toSorted(([a], [b]) => compareText(a, b));
  const at = String(seconds.at(-1)?.[0]);
  const ofLastSecond = calls.filter((one) => one.at === at);
  if (isAmbiguous(ofLastSecond))
    return { kind: 'ambiguous', at, mayBeOff: ofLastSecond.some(({ sets }) => sets['status'] === 'DISABLED') };
  const sets = seconds.reduce<MacieCall['sets']>((before, [, group]) => valuesAfter(group, before), {});
  if (!setsSession(sets)) return { kind: 'unspecified', at };
  const [, last = []] = seconds.findLast(([, group]) => group.some(replacesSession)) ?? [];
  const enabling = last.find(({ name }) => name === 'EnableMacie');
  return { kind: 'sets', at, sets, enabledAt: enabling?.at ?? null };
}

/**
 * Does the result depend on the order of these calls of one second, and is that order unknown? Only a session that is off can be enabled, and only one
 * that is on can be updated or disabled: the rest follows.
 */
function isAmbiguous(calls: readonly MacieCall[]): boolean {
  const replacing = calls.filter(replacesSession);
  if (replacing.length > 1) return true;
  if (replacing.some(({ name }) => name === 'DisableMacie')) return false;
  if (calls.some(isUnspecified)) return !calls.every(isUnspecified);
  const updates = calls.filter((one) => !replacesSession(one));
  return SESSION_SETTINGS.some((id) => new Set(updates.flatMap(({ sets }) => sets[id] ?? [])).size > 1);
}

/** The known values of a session after the calls of one second. */
function valuesAfter(calls: readonly MacieCall[], before: MacieCall['sets']): MacieCall['sets'] {
  const replacing = calls.find(replacesSession);
  const kept = replacing || calls.some(isUnspecified) ? {} : unchangedValues(before, calls);
  if (isAmbiguous(calls)) return kept;
  if (replacing?.name === 'DisableMacie') return replacing.sets;
  return Object.assign({}, kept, replacing?.sets, ...calls.filter((one) => one !== replacing).map(({ sets }) => sets));
}

/** The values that these calls leave as they were. Only a session that is there can be updated. */
function unchangedValues(before: MacieCall['sets'], calls: readonly MacieCall[]): MacieCall['sets'] {
  return Object.fromEntries(
    Object.entries(before).filter(
      ([id, value]) => value !== 'DISABLED' && !calls.some(({ sets }) => sets[id] !== undefined),
    ),
  );
}

/** Does the session show the expected state, or that it was changed since? */
export function hasReached(session: GroupValues, expected: ExpectedState): boolean {
  // CloudTrail gives whole seconds: only a second later the time that the session reports is newer for certain.
  if (Date.parse(String(changedAt(session))) >= Date.parse(expected.at) + SECOND_MS) return true;
  switch (expected.kind) {
    case 'sets':
      return showsValues(session, expected);
    case 'ambiguous':
      // A session that is gone has no time to show.
      return expected.mayBeOff && session['status'] === 'DISABLED';
    case 'unspecified':
      return false;
  }
}

function showsValues(session: GroupValues, { at, sets, enabledAt }: Extract<ExpectedState, { kind: 'sets' }>): boolean {
  const ageMs = ageAtEnabling(session, enabledAt);
  // This is the session from before it was enabled anew.
  if (ageMs < -CLOCK_TOLERANCE_MS) return false;
  // This is the new session, and no call came after: its values are those that it was enabled with.
  if (ageMs >= -CLOCK_TOLERANCE_MS && enabledAt === at) return true;
  return SESSION_SETTINGS.every((id) => sets[id] === undefined || sets[id] === session[id]);
}

/** How long after the enabling call the session says it was created; NaN where that is not known. */
function ageAtEnabling({ createdAt }: GroupValues, enabledAt: string | null): number {
  return enabledAt === null ? Number.NaN : Date.parse(String(createdAt)) - Date.parse(enabledAt);
}
