import { describe, expect, test } from '@jest/globals';
import {
  autoEnableDiscovery,
  automatedDiscovery,
  discoveryGroup,
} from '../../../lib/core/settings/automated-discovery.ts';
import type { GroupValues } from '../../../lib/core/observation.ts';
import type { Desired } from '../../../lib/core/settings/desired.ts';

const STATUS = automatedDiscovery.id;
const MODE = autoEnableDiscovery.id;

interface Read {
  readonly status?: string | null;
  readonly mode?: string | null;
  readonly standing?: string;
}

const valuesOf = ({ status = 'DISABLED', mode = null, standing }: Read): GroupValues => ({
  [STATUS]: status,
  [MODE]: mode,
  ...(standing === undefined ? {} : { standing }),
});

const turnOn = (read: Read, desired = 'ENABLED') =>
  automatedDiscovery.chooseAction(
    { setting: STATUS, desired, actual: read.status ?? 'DISABLED' },
    { values: valuesOf(read) },
  );
const raise = (read: Read, to: string, desired?: Desired) =>
  autoEnableDiscovery.chooseAction(
    { setting: MODE, desired: to, actual: read.mode ?? null },
    { values: valuesOf(read), ...(desired ? { desired } : {}) },
  );
const manual = (why: RegExp) => ({ kind: 'manual', detail: expect.stringMatching(why) });

describe('automated discovery', () => {
  test.each<Read>([
    { mode: 'NONE' },
    { mode: 'ALL', standing: 'administrator' },
    { standing: 'standalone' },
    { mode: 'NONE', standing: 'standalone' },
  ])('is turned on: %o', (read) => {
    expect(turnOn(read)).toEqual({ kind: 'write', action: 'enable-discovery' });
  });

  test.each<[Read, string, RegExp]>([
    // A call without the mode means ALL.
    [{ standing: 'administrator' }, 'ENABLED', /no autoEnableOrganizationMembers, and a call without it would turn/],
    [{}, 'ENABLED', /no autoEnableOrganizationMembers/],
    [{ mode: 'SOME' }, 'ENABLED', /does not know/],
    [{ status: 'PENDING', mode: 'NONE' }, 'ENABLED', /does not know/],
    [{ status: 'ENABLED', mode: 'NONE' }, 'DISABLED', /never turns automated discovery off/],
  ])('is left to a person: %o, to be %s', (read, desired, why) => {
    expect(turnOn(read, desired)).toEqual(manual(why));
  });

  test('is unseen where the answer does not have it', () => {
    expect(automatedDiscovery.compare('ENABLED', { values: {}, desired: {} })).toEqual({ kind: 'unseen' });
  });

  test('is written with the mode as it was read', () => {
    const planned = [{ setting: STATUS, action: 'enable-discovery', desired: 'ENABLED' }];
    const target = { accountId: '111122223333', values: valuesOf({ mode: 'NEW', standing: 'administrator' }) };
    const write = discoveryGroup.composeWrite(planned, {}, target);
    expect(write.values).toEqual({ [STATUS]: 'ENABLED', [MODE]: 'NEW' });
    expect(discoveryGroup.describeWrite(write)).toBe(
      'UpdateAutomatedDiscoveryConfiguration: automatedDiscovery ENABLED, organization.autoEnableDiscovery NEW',
    );
    const standalone = { ...target, values: valuesOf({ standing: 'standalone' }) };
    expect(discoveryGroup.composeWrite(planned, {}, standalone).values).toEqual({ [STATUS]: 'ENABLED' });
  });

  test('says that its results are lost while it is off', () => {
    const off = { setting: STATUS, desired: 'ENABLED', actual: 'DISABLED' };
    expect(automatedDiscovery.describeLoss?.(off, { wasOn: true })).toMatch(/off for 30 days/);
    expect(automatedDiscovery.describeLoss?.({ ...off, actual: 'PENDING' }, { wasOn: true })).toBeNull();
    expect(automatedDiscovery.describeLoss?.({ ...off, desired: 'DISABLED' }, { wasOn: true })).toBeNull();
    expect([
      automatedDiscovery.severityOf(off),
      automatedDiscovery.severityOf({ ...off, desired: 'DISABLED' }),
    ]).toEqual(['HIGH', 'LOW']);
  });

  test('has words for each value', () => {
    expect(['ENABLED', 'DISABLED', 'PENDING', null].map((value) => automatedDiscovery.describeState(value))).toEqual([
      'Automated discovery is ON',
      'Automated discovery is OFF',
      'Automated discovery is PENDING',
      'Automated discovery is not set',
    ]);
    expect(
      automatedDiscovery.describeAction('enable-discovery', { setting: STATUS, desired: 'ENABLED', actual: null }),
    ).toBe('turn on automated discovery');
    expect(automatedDiscovery.callsToLookUp?.('DISABLED')).toEqual(['UpdateAutomatedDiscoveryConfiguration']);
  });
});

describe('automated discovery for members', () => {
  test('is set for more members', () => {
    expect(raise({ status: 'ENABLED', mode: 'NONE' }, 'NEW')).toEqual({
      kind: 'write',
      action: 'raise-auto-enable-discovery',
    });
  });

  test('is set in the call that turns discovery on, and neither value is lost', () => {
    const read = { mode: 'NONE', standing: 'administrator' };
    expect(raise(read, 'ALL', { [STATUS]: 'ENABLED' }).kind).toBe('write');
    const planned = [
      { setting: STATUS, action: 'enable-discovery', desired: 'ENABLED' },
      { setting: MODE, action: 'raise-auto-enable-discovery', desired: 'ALL' },
    ];
    const target = { accountId: '111122223333', values: valuesOf(read) };
    expect(discoveryGroup.composeWrite(planned, {}, target).values).toEqual({ [STATUS]: 'ENABLED', [MODE]: 'ALL' });
  });

  test.each<[Read, string, RegExp]>([
    [{ status: 'ENABLED', mode: 'ALL' }, 'NEW', /asks for fewer members/],
    [{ status: 'ENABLED', mode: 'SOME' }, 'ALL', /does not know/],
    [{ status: 'ENABLED', mode: null }, 'ALL', /does not know/],
    [{ status: 'DISABLED', mode: 'NONE' }, 'ALL', /not on in the administrator/],
    [{ status: null, mode: 'NONE' }, 'ALL', /not on in the administrator/],
  ])('is left to a person: %o, to be %s', (read, to, why) => {
    expect(raise(read, to)).toEqual(manual(why));
  });

  test('is not applicable to a standalone account, and unseen where an administrator does not show it', () => {
    const compare = (read: Read) => autoEnableDiscovery.compare('ALL', { values: valuesOf(read), desired: {} }).kind;
    expect(compare({ mode: 'NONE', standing: 'standalone' })).toBe('not-applicable');
    expect(compare({ standing: 'administrator' })).toBe('unseen');
    expect(compare({ mode: 'ALL' })).toBe('equal');
    expect(autoEnableDiscovery.compare('ALL', { values: {}, desired: {} }).kind).toBe('unseen');
  });

  test('has words for each value', () => {
    expect(['ALL', 'NEW', 'NONE', 'SOME', null].map((value) => autoEnableDiscovery.describeState(value))).toEqual([
      'Macie turns on automated discovery for all members',
      'Macie turns on automated discovery for new members',
      'Macie turns on automated discovery for no member',
      'Macie turns on automated discovery for SOME',
      'No setting has the members for which Macie turns on automated discovery',
    ]);
    const low = { setting: MODE, desired: 'ALL', actual: 'NONE' };
    expect(autoEnableDiscovery.describeAction('raise-auto-enable-discovery', low)).toBe(
      'have Macie turn on automated discovery for all members',
    );
    expect(autoEnableDiscovery.describeAction('', { ...low, desired: 'SOME' })).toMatch(/for SOME$/);
    expect(
      [low, { ...low, actual: null }, { ...low, desired: 'NONE', actual: 'ALL' }].map((one) =>
        autoEnableDiscovery.severityOf(one),
      ),
    ).toEqual(['MEDIUM', 'MEDIUM', 'LOW']);
    expect(autoEnableDiscovery.callsToLookUp?.('NONE')).toEqual(['UpdateAutomatedDiscoveryConfiguration']);
  });
});
