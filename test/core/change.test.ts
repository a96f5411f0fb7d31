import { describe, expect, test } from '@jest/globals';
import { causeOf, isCaughtUp, type Change } from '../../lib/core/change.ts';
import { OFF, session, TARGET } from './values.ts';

function changeOf(over: Partial<Change> = {}): Change {
  return {
    ...TARGET,
    eventId: '3c1f2e7a-5d0b-4a53-9a0e-6b1d2f4c8e90',
    call: 'DisableMacie',
    at: '2026-11-24T09:00:05.000Z',
    sets: { status: 'DISABLED' },
    actor: { type: 'Root', name: 'root', sessionName: null, sourceIp: null, userAgent: null },
    ...over,
  };
}

const off = changeOf();
const on = changeOf({ call: 'EnableMacie', sets: { status: 'ENABLED', findingPublishingFrequency: 'ONE_HOUR' } });
const slower = changeOf({ call: 'UpdateMacieSession', sets: { findingPublishingFrequency: 'SIX_HOURS' } });

describe('has a reading caught up with a call', () => {
  const updated = (updatedAt: string | null, over = {}) => session({ updatedAt, createdAt: updatedAt, ...over });
  test.each([
    ['what it set is there', OFF, [off], true],
    ['what was before it is there', session(), [off], false],
    ['the other setting is the one that it set', session({ findingPublishingFrequency: 'SIX_HOURS' }), [slower], true],
    ['the other setting is still what it was', session(), [slower], false],
    ['one of two settings is not there yet', session(), [on], false],
    ['it has been changed a second later', updated('2026-11-24T09:00:06.000Z'), [off], true],
    ['it has been changed in the same second', updated('2026-11-24T09:00:05.900Z'), [off], false],
    ['it does not say when it was changed', updated(null), [off], false],
    ['it was made anew', session({ updatedAt: null, createdAt: '2026-11-24T09:00:07Z' }), [off], true],
    ['two calls in one second, and it is on', session(), [off, on], false],
    ['two calls in one second, and it is off', OFF, [off, on], true],
    ['two calls in one second that do not disable, and it is off', OFF, [slower, on], false],
    ['of a call it is not known what it sets', session(), [changeOf({ sets: {} })], true],
    ['there was no call', session(), [], true],
  ] as const)('%s: %p', (_, seen, calls, isThere) => {
    expect(isCaughtUp(seen, calls)).toBe(isThere);
  });
});

describe('the call that made a setting what it is', () => {
  const status = { ...TARGET, setting: 'status', value: 'DISABLED' };
  const later = { at: '2026-11-24T09:00:06.000Z' };
  test.each([
    ['the only one', [off], status, off],
    ['the newest', [off, changeOf({ ...later, call: 'x' })], status, changeOf({ ...later, call: 'x' })],
    ['not one that a later call undid', [off, { ...on, ...later }], status, null],
    ['of two in one second, that which set it', [on, off], status, off],
    ['a call that does not touch the setting says nothing', [off, { ...slower, ...later }], status, off],
    ['not one of another Region', [changeOf({ region: 'us-east-1' })], status, null],
    ['not one of another account', [changeOf({ accountId: '999988887777' })], status, null],
    ['of the frequency', [slower], { ...status, setting: 'findingPublishingFrequency', value: 'SIX_HOURS' }, slower],
    ['no call sets the role', [off], { ...status, setting: 'serviceRole' }, null],
    ['none', [], status, null],
  ] as const)('%s', (_, changes, wanted, found) => {
    expect(causeOf(changes, wanted)).toEqual(found);
  });
});
