import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ALL_REGIONS, isOptInRegion, MACIE_REGIONS, NOT_IN_LIVE_LIST } from '../../lib/core/regions.ts';
import { narrowScope, NOT_ENABLED, scopeOfAll, scopeOfList, type ScopeOptions } from '../../lib/targets/scope.ts';
import { OPT_IN_REGIONS } from '../../sandbox/worlds/regions.ts';

const DENIED = { kind: 'unknown', why: 'denied' } as const;
const listOf = (regions: readonly string[]) => ({ kind: 'known', value: regions }) as const;
const statesOf = (regions: readonly string[], over: Readonly<Record<string, boolean>> = {}) =>
  ({
    kind: 'known',
    value: new Map([...regions.map((one) => [one, true] as const), ...Object.entries(over)]),
  }) as const;
const scopeOf = (over: Partial<ScopeOptions> = {}) =>
  scopeOfAll({ excluded: [], offered: listOf(MACIE_REGIONS), enabled: statesOf(ALL_REGIONS), ...over });
const without = (...regions: readonly string[]): readonly string[] =>
  ALL_REGIONS.filter((region) => !regions.includes(region));

describe('regions: all', () => {
  test.each<[string, string, Partial<ScopeOptions>]>([
    ['ListRegions leaves it out', 'eu-west-1', { enabled: statesOf(without('eu-west-1')) }],
    [
      'it is an opt-in Region and ListRegions leaves it out',
      'af-south-1',
      { enabled: statesOf(without('af-south-1')) },
    ],
    ['the live list of Macie leaves it out', 'eu-west-1', { offered: listOf(['us-east-1']) }],
    ['both lists leave it out', 'us-west-2', { offered: listOf(['us-east-1']), enabled: statesOf(['us-east-1']) }],
    ['only the live list has it', 'sa-west-1', { offered: listOf(['sa-west-1']) }],
    [
      'no list of Macie could be read and AWS has added it',
      'sa-west-1',
      { offered: DENIED, enabled: statesOf(['sa-west-1']) },
    ],
  ])('reads a Region: %s', (_, region, over) => {
    expect(scopeOf(over).toRead).toContain(region);
  });

  test.each<[string, string, Partial<ScopeOptions>, string]>([
    [
      'AWS says that it is disabled',
      'me-south-1',
      { enabled: statesOf(ALL_REGIONS, { 'me-south-1': false }) },
      NOT_ENABLED,
    ],
    ['AWS does not offer Macie there', 'ca-west-1', {}, 'AWS does not offer Macie in this Region'],
    ['a new Region is not in the live list', 'sa-west-1', { enabled: statesOf(['sa-west-1']) }, NOT_IN_LIVE_LIST],
  ])('calls a Region not applicable: %s', (_, region, over, detail) => {
    const scope = scopeOf(over);
    expect(scope.toRead).not.toContain(region);
    expect(scope.notApplicable).toContainEqual({ region, detail });
  });

  test.each(['us-gov-west-1', 'cn-north-1', 'us-iso-east-1', 'eusc-de-east-1'])(
    'leaves out a Region of another partition that the live list has: %s',
    (region) => {
      const scope = scopeOf({ offered: listOf([...MACIE_REGIONS, region]) });
      expect(scope.toRead).toEqual(MACIE_REGIONS);
      expect(scope.notApplicable.map((one) => one.region)).not.toContain(region);
      expect(scopeOf({ offered: listOf([region]), enabled: statesOf([region]) }).toRead).toContain(region);
    },
  );

  test('reads every Region with Macie that is neither excluded nor said to be disabled, whatever the lists lack', () => {
    const some = fc.subarray([...ALL_REGIONS]);
    fc.assert(
      fc.property(some, some, some, some, (offered, enabled, disabled, excluded) => {
        const off = Object.fromEntries(disabled.map((region) => [region, false]));
        const { toRead } = scopeOf({ offered: listOf(offered), enabled: statesOf(enabled, off), excluded });
        const expected = MACIE_REGIONS.filter((region) => !disabled.includes(region) && !excluded.includes(region));
        expect(expected.filter((region) => !toRead.includes(region))).toEqual([]);
      }),
    );
  });
});

describe('the lists that could not be read', () => {
  test('are named, and the committed list takes their place', () => {
    const scope = scopeOf({ offered: DENIED, enabled: DENIED });
    expect(scope).toMatchObject({ source: 'committed', toRead: MACIE_REGIONS });
    expect(scope.notices).toMatchObject([
      { kind: 'regions-not-live', message: expect.stringContaining('denied') },
      { kind: 'regions-enabled-unknown', message: expect.stringContaining('denied') },
    ]);
  });

  test('are not named where both were read', () => {
    expect(scopeOf({ excluded: ['us-east-2', 'eu-west-1'] })).toMatchObject({
      source: 'live',
      excluded: ['eu-west-1', 'us-east-2'],
      notices: [],
    });
  });
});

test('the scope of a list is the list, sorted', () => {
  expect(scopeOfList(['us-east-1', 'eu-west-1'])).toEqual({
    source: 'policy',
    excluded: [],
    toRead: ['eu-west-1', 'us-east-1'],
    notApplicable: [],
    notices: [],
  });
});

describe('a narrowed scope', () => {
  test('keeps the Regions of the request', () => {
    expect(narrowScope(scopeOfList(['us-east-1', 'eu-west-1']), ['us-east-1'])).toMatchObject({
      toRead: ['us-east-1'],
      notApplicable: [],
    });
  });

  test.each([
    ['reads a Region that no list has', 'sa-west-1', null],
    ['does not read an excluded Region', 'eu-west-1', 'the policy excludes this Region'],
    ['does not read a Region without Macie', 'mx-central-1', 'AWS does not offer Macie in this Region'],
    ['does not read a disabled Region', 'me-south-1', NOT_ENABLED],
  ])('%s', (_, region, detail) => {
    const enabled = statesOf(without('mx-central-1'), { 'me-south-1': false });
    const scope = narrowScope(scopeOf({ excluded: ['eu-west-1'], enabled }), [region]);
    expect(scope.toRead).toEqual(detail === null ? [region] : []);
    expect(scope.notApplicable).toEqual(detail === null ? [] : [{ region, detail }]);
  });
});

test('the opt-in Regions are those of AWS, and every Region to come', () => {
  expect(ALL_REGIONS.filter(isOptInRegion)).toEqual(OPT_IN_REGIONS);
  expect(isOptInRegion('sa-west-1')).toBe(true);
});
