import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { explain } from '../../lib/policy/explain.ts';
import { globToRegExp } from '../../lib/policy/match.ts';
import { parsePolicy } from '../../lib/policy/parse.ts';
import { decide, expiredWaivers, needsBuckets, resolve } from '../../lib/policy/resolve.ts';
import { FREQUENCIES } from '../../lib/core/settings/session.ts';
import { ALL_REGIONS } from '../../lib/core/regions.ts';

const NOW = new Date('2026-11-24T23:59:59Z');
const IRELAND = { accountId: '111122223333', region: 'eu-west-1' };

const POLICY = parsePolicy(
  `
version: 1
desired: { status: ENABLED, findingPublishingFrequency: FIFTEEN_MINUTES, serviceRole: service-linked }
overrides:
  - { match: { regions: ["eu-*"] }, desired: { findingPublishingFrequency: ONE_HOUR }, remediation: enforce }
  - { match: { regions: [eu-west-1], accounts: ["111122223333"] }, desired: { findingPublishingFrequency: SIX_HOURS } }
waivers:
  - { match: { regions: [eu-west-1] }, settings: [status], reason: today, owner: o, expires: 2026-11-24 }
  - { match: { regions: [eu-west-1] }, settings: [status], reason: yesterday, owner: o, expires: 2026-11-23 }
`,
  'p',
);

/** The definition of a pattern, without a regular expression. */
function walks(pattern: string, text: string): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return text === '';
  if (first === '*') return walks(rest.join(''), text) || (text !== '' && walks(pattern, text.slice(1)));
  return text.startsWith(first) && walks(rest.join(''), text.slice(1));
}

describe('resolve', () => {
  test('the last override that matches wins, key by key', () => {
    expect(resolve(POLICY, IRELAND, NOW)).toMatchObject({
      desired: { status: 'ENABLED', findingPublishingFrequency: 'SIX_HOURS' },
      remediation: 'enforce',
    });
    expect(resolve(POLICY, { ...IRELAND, accountId: '444455556666' }, NOW).desired['findingPublishingFrequency']).toBe(
      'ONE_HOUR',
    );
    expect(resolve(POLICY, { ...IRELAND, region: 'us-east-1' }, NOW)).toMatchObject({
      desired: { findingPublishingFrequency: 'FIFTEEN_MINUTES' },
      remediation: 'report',
      waivers: [],
    });
  });

  test('service-linked is the role of the account', () => {
    expect(resolve(POLICY, IRELAND, NOW).desired['serviceRole']).toBe(
      'arn:aws:iam::111122223333:role/aws-service-role/macie.amazonaws.com/AWSServiceRoleForAmazonMacie',
    );
  });

  test('a waiver holds through the end of its day, UTC', () => {
    expect(resolve(POLICY, IRELAND, NOW).waivers.map(({ reason }) => reason)).toEqual(['today']);
    expect(resolve(POLICY, IRELAND, new Date('2026-11-25T00:00:00Z')).waivers).toEqual([]);
    expect(expiredWaivers(POLICY, NOW).map(({ index }) => index)).toEqual([1]);
  });

  test('a rule for other Regions changes nothing', () => {
    const rule = '  - { match: { regions: [us-west-2] }, desired: { status: PAUSED }, remediation: enforce }';
    const base = 'version: 1\ndesired: { status: ENABLED }\n';
    const without = parsePolicy(base, 'p');
    const withRule = parsePolicy(`${base}overrides:\n${rule}`, 'p');
    fc.assert(
      fc.property(fc.constantFrom(...ALL_REGIONS.filter((region) => region !== 'us-west-2')), (region) => {
        const target = { ...IRELAND, region };
        expect(resolve(withRule, target, NOW)).toEqual(resolve(without, target, NOW));
      }),
    );
  });

  test('a pattern matches what walking along it matches, however many stars it has', () => {
    const part = fc.oneof(fc.constantFrom('*', '**', '-', 'eu', '1', 'west'), fc.constant('*'.repeat(40)));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), fc.constantFrom(...ALL_REGIONS), (parts, region) => {
        const pattern = parts.join('');
        expect(globToRegExp(pattern).test(region)).toBe(walks(pattern.replaceAll(/\*+/g, '*'), region));
      }),
    );
  });

  test('of any two overrides the later decides, whatever the first says', () => {
    const value = fc.constantFrom(...FREQUENCIES);
    fc.assert(
      fc.property(value, value, fc.constantFrom('*', 'eu-*', 'eu-west-1'), (first, last, pattern) => {
        const rule = (frequency: string) =>
          `  - { match: { regions: ["${pattern}"] }, desired: { findingPublishingFrequency: ${frequency} } }`;
        const policy = parsePolicy(
          `version: 1\ndesired: { status: ENABLED }\noverrides:\n${rule(first)}\n${rule(last)}`,
          'p',
        );
        expect(resolve(policy, IRELAND, NOW).desired).toEqual({ status: 'ENABLED', findingPublishingFrequency: last });
      }),
    );
  });

  test('finds the rules that a search through all of them finds', () => {
    const accounts = fc.option(fc.subarray(['111122223333', '444455556666', '777788889999'], { minLength: 1 }));
    const regions = fc.option(fc.subarray(['*', 'eu-*', 'eu-west-1', '*-1', 'us-east-1'], { minLength: 1 }));
    const match = fc
      .record({ accounts, regions })
      .filter((one) => one.accounts !== null || one.regions !== null)
      .map((one) => ({
        ...(one.accounts ? { accounts: one.accounts } : {}),
        ...(one.regions ? { regions: one.regions } : {}),
      }));
    const desired = fc.constantFrom(
      { status: 'PAUSED' },
      { findingPublishingFrequency: 'ONE_HOUR' },
      { serviceRole: 'service-linked' },
    );
    const remediation = fc.constantFrom('report' as const, 'enforce' as const);
    const overrides = fc.array(fc.record({ match, desired, remediation }), { maxLength: 8 });
    const waivers = fc.array(match, { maxLength: 5 }).map((matches) =>
      matches.map((one, index) => ({
        match: one,
        settings: ['status'],
        reason: String(index),
        owner: 'o',
        expires: '2027-01-31',
      })),
    );
    const target = fc.record({
      accountId: fc.constantFrom('111122223333', '444455556666', '999999999999'),
      region: fc.constantFrom('eu-west-1', 'us-east-1', 'ap-south-1'),
    });
    fc.assert(
      fc.property(overrides, waivers, target, (rules, accepted, at) => {
        const policy = parsePolicy(
          JSON.stringify({ version: 1, desired: { status: 'ENABLED' }, overrides: rules, waivers: accepted }),
          'p',
        );
        const fits = (one: (typeof policy.overrides)[number]['match']): boolean =>
          (one.accounts?.includes(at.accountId) ?? true) &&
          (one.regions?.some((pattern) => walks(pattern, at.region)) ?? true);
        const matching = policy.overrides.filter((rule) => fits(rule.match));
        const resolved = resolve(policy, at, NOW);
        expect(resolved.remediation).toBe(matching.at(-1)?.remediation ?? 'report');
        for (const key of ['status', 'findingPublishingFrequency'])
          expect(resolved.desired[key]).toEqual(
            matching.findLast((rule) => rule.desired?.[key] !== undefined)?.desired?.[key] ?? policy.desired[key],
          );
        expect(resolved.waivers.map(({ reason }) => reason)).toEqual(
          policy.waivers.filter((waiver) => fits(waiver.match)).map(({ reason }) => reason),
        );
      }),
    );
  });

  test('a pattern is no regular expression', () => {
    const policy = parsePolicy(
      'version: 1\ndesired: { status: ENABLED }\noverrides: [{ match: { regions: ["*-1"] }, remediation: enforce }]',
      'p',
    );
    expect(resolve(policy, { ...IRELAND, region: 'us-west-1' }, NOW).remediation).toBe('enforce');
    expect(resolve(policy, { ...IRELAND, region: 'us-west-2' }, NOW).remediation).toBe('report');
    expect(resolve(policy, { ...IRELAND, region: 'us-west-11' }, NOW).remediation).toBe('report');
  });
});

test('explain names the rule behind each value', () => {
  expect(explain(POLICY, IRELAND, NOW)).toMatchObject({
    settings: {
      status: { value: 'ENABLED', rule: 'desired' },
      findingPublishingFrequency: { value: 'SIX_HOURS', rule: 'overrides[1]' },
    },
    remediation: { value: 'enforce', rule: 'overrides[0]' },
    waivers: [
      { rule: 'waivers[0]', isInForce: true, settings: ['status'] },
      { rule: 'waivers[1]', isInForce: false },
    ],
  });
});

describe('the buckets on which a target depends', () => {
  const policyOf = (yaml: string) => parsePolicy(`version: 1\ndesired: { status: ENABLED }\n${yaml}`, 'p');
  const RULES = `overrides:
  - { match: { regions: ["eu-*"] }, onlyWithBuckets: true }
  - { match: { accounts: ["111122223333"], regions: [eu-west-1] }, onlyWithBuckets: false }`;

  test.each([
    ['regions: all', false, 'regions', false],
    ['regions: [eu-west-1]', false, 'regions', false],
    ['regions: with-buckets', true, 'regions', true],
    [RULES, false, 'overrides[1]', true],
    [`regions: with-buckets\n${RULES}`, false, 'overrides[1]', true],
    ['overrides: [{ match: { regions: [us-east-1] }, onlyWithBuckets: false }]', false, 'regions', false],
  ])('of %j', (yaml, value, rule, isNeeded) => {
    const policy = policyOf(yaml);
    expect(decide(policy, IRELAND).onlyWithBuckets).toEqual({ value, rule });
    expect(needsBuckets(policy)).toBe(isNeeded);
  });

  test('are those of the last override that matches, of another account as well', () => {
    const other = { ...IRELAND, accountId: '222233334444' };
    expect(decide(policyOf(RULES), other).onlyWithBuckets).toEqual({ value: true, rule: 'overrides[0]' });
  });
});
