import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { diffPolicies } from '../../../lib/policy/diff/diff-policies.ts';
import { parsePolicy } from '../../../lib/policy/parse.ts';
import { decide } from '../../../lib/policy/resolve.ts';
import type { Policy } from '../../../lib/policy/schema.ts';

const NOW = new Date('2026-11-26T08:00:00Z');

function policyOf(text: string): Policy {
  return parsePolicy(`version: 1\nregions: [eu-west-1, eu-west-2, us-east-1]\n${text}`, 'policy.yml');
}

function diff(before: string, after: string) {
  return diffPolicies(policyOf(before), policyOf(after), { now: NOW });
}

const PLAIN = 'desired: { status: ENABLED }';

describe('the difference of two policies', () => {
  test('of the same policy is empty', () => {
    expect(diff(PLAIN, PLAIN)).toMatchObject({ changes: [], keys: [], accounts: ['every account'] });
  });

  test('names the Regions of every account in which a setting is held to something else', () => {
    const { changes } = diff(
      PLAIN,
      `${PLAIN}\noverrides: [{ match: { regions: ["eu-*"] }, desired: { findingPublishingFrequency: ONE_HOUR } }]`,
    );
    expect(changes).toEqual([
      {
        subject: 'findingPublishingFrequency',
        before: null,
        after: 'ONE_HOUR',
        targets: [{ accounts: ['every account'], regions: ['eu-west-1', 'eu-west-2'] }],
      },
    ]);
  });

  test.each<[string, string, readonly string[]]>([
    ['an account', 'accounts: ["111122223333"]', ['111122223333']],
    ['an organizational unit', 'organizationalUnits: [ou-ab12-11111111]', ['accounts under ou-ab12-11111111']],
    ['a name', 'accountNames: ["prod-*"]', ['accounts named prod-*']],
    [
      'a unit and a name',
      'organizationalUnits: [ou-ab12-11111111], accountNames: ["prod-*"]',
      ['accounts named prod-* under ou-ab12-11111111'],
    ],
  ])('names the accounts of a rule on %s alone', (_, match, accounts) => {
    const organization = `accounts: organization\n${PLAIN}`;
    const { changes } = diff(
      organization,
      `${organization}\noverrides: [{ match: { ${match} }, remediation: enforce }]`,
    );
    expect(changes).toEqual([
      {
        subject: 'remediation',
        before: 'report',
        after: 'enforce',
        targets: [{ accounts, regions: ['eu-west-1', 'eu-west-2', 'us-east-1'] }],
      },
    ]);
  });

  test('names what is no longer covered once, not setting by setting', () => {
    const all = (rest: string): Policy => parsePolicy(`version: 1\n${PLAIN}\n${rest}`, 'policy.yml');
    const { changes, keys } = diffPolicies(all(''), all('excludeRegions: [us-east-1]'), { now: NOW });
    expect(changes).toEqual([
      {
        subject: 'coverage',
        before: 'covered',
        after: 'not covered',
        targets: [{ accounts: ['every account'], regions: ['us-east-1'] }],
      },
    ]);
    expect(keys).toEqual([{ key: 'excludeRegions', before: '[]', after: '["us-east-1"]' }]);
  });

  const [OWN, OTHER] = ['111122223333', '444455556666'];
  const LISTED = `accounts: ["${OWN}"]`;
  const IF_OWN = 'covered if it is the own account';
  const [REST, EVERY] = ['every other account', 'every account'];

  test.each<[string, string, string | undefined, readonly (readonly string[])[]]>([
    ['accounts: self', LISTED, OWN, []],
    [LISTED, 'accounts: self', OWN, []],
    [
      'accounts: self',
      LISTED,
      OTHER,
      [
        [OWN, 'not covered', 'covered'],
        [OTHER, 'covered', 'not covered'],
      ],
    ],
    [
      'accounts: self',
      LISTED,
      undefined,
      [
        [OWN, IF_OWN, 'covered'],
        [REST, IF_OWN, 'not covered'],
      ],
    ],
    [
      LISTED,
      'accounts: self',
      undefined,
      [
        [OWN, 'covered', IF_OWN],
        [REST, 'not covered', IF_OWN],
      ],
    ],
    ['accounts: self', 'accounts: organization', undefined, [[EVERY, IF_OWN, 'covered']]],
    ['accounts: self', 'accounts: organization', OWN, [[REST, 'not covered', 'covered']]],
    ['accounts: organization', 'accounts: self', OWN, [[REST, 'covered', 'not covered']]],
    [
      'accounts: organization',
      `accounts: organization\nexcludeAccounts: ["${OTHER}"]`,
      undefined,
      [[OTHER, 'covered', 'not covered']],
    ],
    [
      'accounts: organization\norganizationalUnits: [ou-ab12-11111111]',
      'accounts: self',
      undefined,
      [
        ['accounts under ou-ab12-11111111', 'covered', IF_OWN],
        [REST, 'not covered', IF_OWN],
      ],
    ],
    ['accounts: self', 'accounts: self', undefined, []],
  ])('from %s to %s with the own account %s', (before, after, own, expected) => {
    const { changes } = diffPolicies(policyOf(`${before}\n${PLAIN}`), policyOf(`${after}\n${PLAIN}`), {
      now: NOW,
      own,
    });
    const found = changes.flatMap(({ before: from, after: to, targets }) =>
      targets.flatMap(({ accounts }) => accounts.map((account) => [account, from, to])),
    );
    expect(new Set(found.map(String))).toEqual(new Set(expected.map(String)));
  });

  test('has the settings of an account that may be the own one', () => {
    const { changes } = diff(PLAIN, `${LISTED}\ndesired: { status: ENABLED, findingPublishingFrequency: ONE_HOUR }`);
    expect(changes).toContainEqual(
      expect.objectContaining({
        subject: 'findingPublishingFrequency',
        targets: [expect.objectContaining({ accounts: [OWN] })],
      }),
    );
  });

  test('shows waivers that are in force, with their end and owner', () => {
    const waiver = (expires: string): string =>
      `${PLAIN}\nwaivers: [{ match: { regions: [eu-west-1] }, settings: [status], reason: x, owner: me@example.com, expires: ${expires} }]`;
    expect(diff(PLAIN, waiver('2027-01-31')).changes).toEqual([
      {
        subject: 'waiver of status',
        before: null,
        after: 'until 2027-01-31 by me@example.com',
        targets: [{ accounts: ['every account'], regions: ['eu-west-1'] }],
      },
    ]);
    expect(diff(PLAIN, waiver('2026-11-25')).changes).toEqual([]);
  });

  test('shows keys of whole runs with their defaults', () => {
    expect(diff(PLAIN, `${PLAIN}\nlimits: { maxActions: 20 }`).keys).toEqual([
      { key: 'limits.maxActions', before: '10', after: '20' },
    ]);
  });

  test('has every change of every target that both policies cover', () => {
    const frequencies = fc.constantFrom('FIFTEEN_MINUTES', 'ONE_HOUR', 'SIX_HOURS');
    const override = fc
      .record({
        accounts: fc.option(fc.constantFrom('111122223333', '444455556666'), { nil: undefined }),
        regions: fc.option(fc.constantFrom('eu-*', 'us-east-1', '*-2'), { nil: undefined }),
        frequency: frequencies,
      })
      .filter(({ accounts, regions }) => (accounts ?? regions) !== undefined);
    const policy = fc
      .record({ frequency: frequencies, overrides: fc.array(override, { maxLength: 4 }) })
      .map(({ frequency, overrides }) =>
        policyOf(
          `desired: { findingPublishingFrequency: ${frequency} }\noverrides: ${JSON.stringify(
            overrides.map((one) => ({
              match: {
                ...(one.accounts ? { accounts: [one.accounts] } : {}),
                ...(one.regions ? { regions: [one.regions] } : {}),
              },
              desired: { findingPublishingFrequency: one.frequency },
            })),
          )}`,
        ),
      );
    const account = fc.constantFrom('111122223333', '444455556666', '777788889999');
    const region = fc.constantFrom('eu-west-1', 'eu-west-2', 'us-east-1');
    fc.assert(
      fc.property(policy, policy, account, region, (before, after, accountId, one) => {
        const [old, next] = [before, after].map(
          (each) => decide(each, { accountId, region: one }).settings['findingPublishingFrequency']?.value ?? null,
        );
        const { changes, accounts } = diffPolicies(before, after, { now: NOW });
        const group = accounts.includes(accountId) ? accountId : (accounts.at(-1) ?? '');
        const found = changes.filter(({ targets }) =>
          targets.some((target) => target.accounts.includes(group) && target.regions.includes(one)),
        );
        expect(found.map((change) => [change.before, change.after])).toEqual(old === next ? [] : [[old, next]]);
      }),
    );
  });
});
