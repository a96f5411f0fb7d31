import { describe, expect, test } from '@jest/globals';
import { callBehind } from '../../lib/core/activity/attribution.ts';
import { eventId, type CallEvent } from '../../lib/core/activity/received-event.ts';
import { parseEvents } from '../../lib/cloudtrail/events.ts';
import { callEvent } from '../app/events.ts';
import { ACCOUNT } from '../app/fake-macie.ts';

const ONE = '222200000001';
const TWO = '222200000002';
const BATCH = 'BatchUpdateAutomatedDiscoveryAccounts';

const parse = (parameters: object | null): readonly CallEvent[] =>
  parseEvents(callEvent({ call: BATCH, parameters, eventId: 'event-1' })).flatMap(({ event }) =>
    event.kind === 'call' ? [event] : [],
  );

describe('a call of an administrator for several members', () => {
  const events = parse({
    accounts: [
      { accountId: ONE, status: 'DISABLED' },
      { accountId: TWO, status: 'ENABLED' },
      { accountId: 'x', status: 'ENABLED' },
    ],
  });

  test('is an event of each member, recorded in the administrator', () => {
    expect(events.map(({ recordedIn, call }) => [recordedIn, call.accountId, call.sets])).toEqual([
      [ACCOUNT, ONE, { automatedDiscoveryOfMembers: 'DISABLED' }],
      [ACCOUNT, TWO, { automatedDiscoveryOfMembers: 'ENABLED' }],
    ]);
  });

  test('is known again member by member', () => {
    expect(events.map((event) => eventId(event))).toEqual([`event-1-${ONE}`, `event-1-${TWO}`]);
  });

  test('names the caller behind the value of a member', () => {
    const calls = events.map(({ call }) => call);
    const of = (accountId: string, value: string) =>
      callBehind(calls, { accountId, region: 'eu-west-1', setting: 'automatedDiscoveryOfMembers', value });
    expect(of(ONE, 'DISABLED')?.actor.sessionName).toBe('alice');
    expect(of(TWO, 'DISABLED')).toBeNull();
  });

  test.each<[string, object | null]>([
    ['no accounts', {}],
    ['no parameters', null],
    ['accounts that are none', { accounts: [null, { accountId: 1 }] }],
    ['accounts that are no list', { accounts: ONE }],
  ])('is an event of the administrator with %s', (_, parameters) => {
    expect(parse(parameters).map(({ call }) => [call.accountId, call.sets])).toEqual([[ACCOUNT, {}]]);
  });

  test('without a status sets nothing that is known', () => {
    const [event] = parse({ accounts: [{ accountId: ONE, status: 7 }] });
    expect(event?.call).toMatchObject({ accountId: ONE, sets: {} });
  });
});

test('a call that sets automated discovery without a mode sets ALL', () => {
  const of = (parameters: object) =>
    parseEvents(callEvent({ call: 'UpdateAutomatedDiscoveryConfiguration', parameters }));
  expect(of({ status: 'ENABLED' })).toMatchObject([
    { event: { call: { sets: { automatedDiscovery: 'ENABLED', 'organization.autoEnableDiscovery': 'ALL' } } } },
  ]);
  expect(of({ status: 'DISABLED', autoEnableOrganizationMembers: 'NEW' })).toMatchObject([
    { event: { call: { sets: { automatedDiscovery: 'DISABLED', 'organization.autoEnableDiscovery': 'NEW' } } } },
  ]);
});
