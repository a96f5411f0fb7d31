import { describe, expect, test } from '@jest/globals';
import { groupOf, SETTING_IDS } from '../../../lib/core/settings/registry.ts';
import { SETTINGS } from '../../../lib/core/settings/index.ts';
import type { Desired } from '../../../lib/core/settings/desired.ts';
import type { ActionFacts, SettingDefinition } from '../../../lib/core/settings/setting.ts';
import type { GroupValues } from '../../../lib/core/observation.ts';

/**
 * The values of each setting from the lowest protection to the highest; values of one rank are in one list. A setting that is
 * left out is never written. A new setting that writes has to be added here: a second opinion on its own file.
 */
const LOWEST_FIRST: Readonly<Record<string, readonly string[]>> = {
  status: ['DISABLED', 'PAUSED', 'ENABLED'],
  membership: ['none', 'member'],
  findingPublishingFrequency: ['SIX_HOURS', 'ONE_HOUR', 'FIFTEEN_MINUTES'],
  'organization.autoEnable': ['false', 'true'],
  automatedDiscovery: ['DISABLED', 'ENABLED'],
  'organization.autoEnableDiscovery': ['NONE', 'NEW', 'ALL'],
  automatedDiscoveryOfMembers: ['DISABLED', 'ENABLED'],
  'findingsPublication.policyFindings': ['false', 'true'],
  'findingsPublication.classificationFindings': ['false', 'true'],
  'classificationExport.bucketName': ['not set', 'results'],
};

/** Values of a group that are no settings, and decide whether it is written. */
const BESIDE: Readonly<Record<string, readonly GroupValues[]>> = {
  automatedDiscovery: [{}, { standing: 'administrator' }, { standing: 'standalone' }],
  automatedDiscoveryOfMembers: [{}, { administrator: '999988887777', administratorStatus: 'ENABLED' }],
};
/** What a policy has beside the setting, without which it is not written. */
const OTHERS_DESIRED: Desired = { 'classificationExport.kmsKeyArn': 'arn:aws:kms:eu-west-1:111122223333:key/1' };
const TARGET = { accountId: '111122223333', region: 'eu-west-1' };

const ADMINISTRATION = { administrator: '999988887777', email: 'a@example.com', isManagement: false };
const FACTS: readonly Omit<ActionFacts, 'values' | 'desired'>[] = [
  {},
  { administration: ADMINISTRATION },
  {
    administration: ADMINISTRATION,
    membership: { kind: 'member', administrator: '999988887777', relationship: 'Paused', by: 'organization' },
  },
  { membership: { kind: 'none' } },
  { administration: ADMINISTRATION, session: { status: 'ENABLED' } },
];

/** The values that a policy can give a setting. */
function valuesOf({ id, schema }: SettingDefinition): readonly string[] {
  if (schema.kind === 'enum') return schema.values;
  return schema.kind === 'boolean' ? ['true', 'false'] : (LOWEST_FIRST[id] ?? ['one', 'other']);
}

/** Every combination of values of the settings of a group, with missing ones. */
function readings(group: string): readonly GroupValues[] {
  return SETTINGS.filter((one) => one.group === group).reduce<readonly GroupValues[]>(
    (found, setting) =>
      [...new Set([...valuesOf(setting), ...(LOWEST_FIRST[setting.id] ?? []), 'A_VALUE_OF_NO_VERSION', null])].flatMap(
        (value) => found.map((values) => ({ ...values, [setting.id]: value })),
      ),
    BESIDE[group] ?? [{}],
  );
}

/** What a policy can desire of the other settings of a group. */
function besides(setting: SettingDefinition): readonly Desired[] {
  const others = SETTINGS.filter((one) => one.group === setting.group && one.id !== setting.id);
  return [{}, ...others.flatMap((other) => valuesOf(other).map((value) => ({ [other.id]: value })))];
}

describe.each(SETTINGS.map((setting) => [setting.id, setting] as const))('%s', (id, setting) => {
  const order = LOWEST_FIRST[id];
  const writes = readings(setting.group).flatMap((values) =>
    valuesOf(setting).flatMap((desired) =>
      FACTS.flatMap((facts) =>
        besides(setting).flatMap((others) => {
          const actual = values[id] ?? null;
          const all = { ...OTHERS_DESIRED, ...others, [id]: desired };
          const compared = setting.compare(desired, { values, desired: { ...others, [id]: desired } });
          if (compared.kind !== 'different') return [];
          const difference = { setting: id, desired, actual: compared.actual };
          const choice = setting.chooseAction(difference, { ...facts, values, target: TARGET, desired: all });
          const { administration } = facts;
          return choice.kind === 'write' ? [{ values, desired, actual, action: choice.action, administration }] : [];
        }),
      ),
    ),
  );

  test('is written only where its values have an order', () => {
    expect(writes.length > 0).toBe(order !== undefined);
  });

  test('is only ever written upward', () => {
    for (const { desired, actual } of writes) {
      const [to, from] = [order?.indexOf(desired) ?? -1, actual === null ? -1 : (order?.indexOf(actual) ?? -1)];
      expect({ desired, actual, isUp: to > from && (actual === null || from >= 0) }).toMatchObject({ isUp: true });
    }
  });

  test('is written with nothing of its group that is lower than what was read', () => {
    for (const { values, desired, action, administration } of writes) {
      const planned = [{ setting: id, action, desired }];
      const target = { accountId: '111122223333', values, administration };
      const { values: written } = groupOf(setting.group).composeWrite(planned, { [id]: desired }, target);
      for (const [other, value] of Object.entries(written)) {
        const ranks = LOWEST_FIRST[other];
        const before = values[other] ?? null;
        if (!SETTING_IDS.includes(other) || other === id || ranks === undefined || before === null) continue;
        expect({ other, value, before, isLower: ranks.indexOf(value) < ranks.indexOf(before) }).toMatchObject({
          isLower: false,
        });
      }
    }
  });
});
