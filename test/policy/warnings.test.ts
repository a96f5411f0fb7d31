import { describe, expect, test } from '@jest/globals';
import { validatePolicy } from '../../lib/policy/validate.ts';

const NOW = new Date('2026-11-24T09:00:00Z');

async function warningsIn(yaml: string, liveRegions: readonly string[] = []): Promise<readonly string[]> {
  const text = `version: 1\ndesired: { status: ENABLED }\n${yaml}`;
  const read = () => Promise.resolve(text);
  const readers = { readFile: read, readParameter: read, readObject: read };
  const { warnings } = await validatePolicy('p', { readers, now: NOW, liveRegions });
  return warnings.map(({ line, column, path, message, hint }) =>
    [`${line}:${column} ${path}: ${message}`, ...(hint === null ? [] : [hint])].join('. '),
  );
}

const waiver = (over: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({
    match: { regions: ['eu-west-1'] },
    settings: ['status'],
    reason: 'r',
    owner: 'o',
    expires: '2027-01-31',
    ...over,
  });

describe('warnings have their place, and what was probably meant', () => {
  test.each([
    [
      'an unknown Region',
      'excludeRegions: [eu-wst-1]',
      '3:18 excludeRegions[0]: no AWS Region is known by the name eu-wst-1. Did you mean eu-west-1?',
    ],
    [
      'a listed Region that no list has',
      'regions: [sa-west-1]',
      '3:11 regions[0]: no AWS Region is known by the name sa-west-1. Did you mean ca-west-1?',
    ],
    [
      'buckets that no rule asks for',
      'overrides: [{ match: { regions: [eu-west-1] }, onlyWithBuckets: false }]',
      '3:65 overrides[0].onlyWithBuckets: it changes nothing, because targets without buckets are compared anyway',
    ],
    [
      'buckets that the whole policy asks for',
      'regions: with-buckets\noverrides: [{ match: { regions: [eu-west-1] }, onlyWithBuckets: true }]',
      '4:65 overrides[0].onlyWithBuckets: it changes nothing, because regions is with-buckets',
    ],
    [
      'a pattern of nothing',
      'overrides: [{ match: { regions: ["ue-*"] }, remediation: report }]',
      '3:34 overrides[0].match.regions[0]: ue-* matches no Region that is known',
    ],
    [
      'an override of an excluded Region',
      'excludeRegions: [eu-west-1]\noverrides: [{ match: { regions: ["eu-west-1"] }, remediation: report }]',
      '4:34 overrides[0].match.regions[0]: eu-west-1 is not read, because excludeRegions excludes it: the rule changes nothing there',
    ],
    [
      'a waiver of a Region that is not listed',
      `regions: [eu-west-2]\nwaivers: [${waiver({})}]`,
      '4:32 waivers[0].match.regions[0]: eu-west-1 is not read, because regions does not list it: the rule changes nothing there',
    ],
    [
      'a waiver that has ended',
      `waivers: [${waiver({ expires: '2026-11-23' })}]`,
      '3:103 waivers[0].expires: the waiver ended on 2026-11-23 and waives nothing any more: renew it or take it out',
    ],
    [
      'a waiver that ends soon',
      `waivers: [${waiver({ expires: '2026-12-07' })}]`,
      '3:103 waivers[0].expires: the waiver ends with 2026-12-07, within 14 days: renew it, or mend what it waives',
    ],
    [
      'a waiver of what nothing desires',
      `waivers: [${waiver({ settings: ['serviceRole'] })}]`,
      '3:58 waivers[0].settings[0]: the policy desires no serviceRole, so there is no drift of it to waive',
    ],
    [
      'no write at all',
      'remediation: enforce\nlimits: { maxActions: 0 }',
      '4:23 limits.maxActions: the policy enforces and allows no write: nothing is repaired',
    ],
    [
      'a waiver that another one contains',
      `waivers: [${waiver({})}, ${waiver({ match: { regions: ['eu-*'] } })}]`,
      '3:11 waivers[0]: the waiver adds nothing: waivers[1] has the same settings for at least the same targets and as long',
    ],
  ])('%s', async (_, yaml, warning) => {
    expect(await warningsIn(yaml)).toEqual([warning]);
  });

  test('there are none for what is meant', async () => {
    expect(await warningsIn('excludeRegions: [sa-west-1]', ['sa-west-1'])).toEqual([]);
    expect(
      await warningsIn(
        `waivers: [${waiver({ expires: '2026-12-08' })}, ${waiver({ match: { accounts: ['111122223333'] }, expires: '2027-03-01' })}]`,
      ),
    ).toEqual([]);
    expect(await warningsIn('limits: { maxActions: 0 }')).toEqual([]);
  });
});

describe('a rule that is hidden', () => {
  const override = (match: object, over: object = { remediation: 'report' }): string =>
    JSON.stringify({ match, ...over });
  const both = { remediation: 'report', desired: { status: 'PAUSED' } };
  const ACCOUNT = '111122223333';
  test.each([
    ['by the same match', [override({ regions: ['eu-*'] }), override({ regions: ['eu-*'] })], true],
    ['by a wider pattern', [override({ regions: ['eu-west-*'] }), override({ regions: ['eu-*'] })], true],
    [
      'by every account',
      [override({ accounts: [ACCOUNT], regions: ['eu-west-1'] }), override({ regions: ['*'] })],
      true,
    ],
    [
      'by every Region',
      [override({ accounts: [ACCOUNT], regions: ['eu-west-1'] }), override({ accounts: [ACCOUNT] })],
      true,
    ],
    [
      'by two, key by key',
      [
        override({ regions: ['eu-west-1'] }, both),
        override({ regions: ['eu-*'] }),
        override({ regions: ['*'] }, { desired: { status: 'PAUSED' } }),
      ],
      true,
    ],
    [
      'not by one with other keys',
      [override({ regions: ['eu-west-1'] }, both), override({ regions: ['eu-*'] })],
      false,
    ],
    ['not by a narrower pattern', [override({ regions: ['eu-*'] }), override({ regions: ['eu-west-*'] })], false],
    ['not by another account', [override({ accounts: [ACCOUNT] }), override({ accounts: ['444455556666'] })], false],
    [
      'not by one account of two',
      [override({ accounts: [ACCOUNT, '444455556666'] }), override({ accounts: [ACCOUNT] })],
      false,
    ],
    [
      'not by fewer Regions',
      [override({ accounts: [ACCOUNT] }), override({ accounts: [ACCOUNT], regions: ['eu-*'] })],
      false,
    ],
  ])('%s', async (_, overrides, isHidden) => {
    const found = await warningsIn(`overrides: [${overrides.join(', ')}]`);
    expect(found.some((one) => one.includes('overrides[0]: the override decides nothing'))).toBe(isHidden);
    expect(found).toHaveLength(isHidden ? 1 : 0);
  });
});

test.each([
  'overrides: [{ match: { regions: ["eu-*"] }, onlyWithBuckets: true }, { match: { regions: [eu-west-1] }, onlyWithBuckets: false }]',
  'regions: with-buckets\noverrides: [{ match: { regions: [eu-west-1] }, onlyWithBuckets: false }]',
])('an override that decides on buckets is no mistake: %s', async (yaml) => {
  expect(await warningsIn(yaml)).toEqual([]);
});

test('an override on buckets that a later one hides decides nothing', async () => {
  const yaml =
    'overrides: [{ match: { regions: [eu-west-1] }, onlyWithBuckets: false }, { match: { regions: ["eu-*"] }, onlyWithBuckets: true }]';
  expect(await warningsIn(yaml)).toEqual([expect.stringMatching(/^3:13 overrides\[0\]: the override decides nothing/)]);
});
