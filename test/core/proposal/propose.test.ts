import { describe, expect, test } from '@jest/globals';
import { assess, type Assessment } from '../../../lib/core/compliance/assess.ts';
import type { Observation } from '../../../lib/core/observation.ts';
import type { AccountBuckets } from '../../../lib/core/proposal/bucket-gate.ts';
import { propose } from '../../../lib/core/proposal/propose.ts';
import { SETTINGS } from '../../../lib/core/settings/index.ts';
import type { Session } from '../../../lib/core/settings/session.ts';
import { defineSetting, type SettingDefinition, type ValueSchema } from '../../../lib/core/settings/setting.ts';
import { OFF, session } from '../values.ts';

const OWN = '111122223333';
const OTHER = '222233334444';

const text = defineSetting({
  ...plain('export.bucketName', { kind: 'text', pattern: /^[a-z{}0-9-]+$/, expected: 'a bucket', description: '' }),
  resolve: (value, { accountId, region }) => value.replaceAll('{account}', accountId).replaceAll('{region}', region),
});
// The kind `boolean` has neither values nor a pattern.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const flag = plain('publication.flag', { kind: 'boolean', description: '' } as unknown as ValueSchema);
const REGISTRY = [...SETTINGS, text, flag];

function plain(id: string, schema: ValueSchema): SettingDefinition {
  return defineSetting({
    id,
    group: 'other',
    schema,
    repairedBy: 'setting it',
    compare: (desired, { values }) => {
      const actual = values[id];
      if (actual === undefined) return { kind: 'unseen' };
      return actual === desired ? { kind: 'equal', actual: desired } : { kind: 'different', actual };
    },
    chooseAction: () => ({ kind: 'write', action: 'put' }),
    describeAction: () => id,
    describeState: () => id,
    severityOf: () => 'LOW',
    attributedTo: {},
  });
}

interface Reading {
  readonly accountId?: string;
  readonly session?: Partial<Session>;
  /** In place of a session. */
  readonly instead?: Observation;
  readonly other?: Readonly<Record<string, string | null>>;
}

/** A target as a survey reads it: every setting is desired. */
function read(region: string, { accountId = OWN, session: over = {}, instead, other }: Reading = {}): Assessment {
  const target = { accountId, region };
  const role = session().serviceRole?.replace(OWN, accountId) ?? null;
  const observation = instead ?? { kind: 'values' as const, values: session({ serviceRole: role, ...over }) };
  const desired = Object.fromEntries(
    REGISTRY.map(({ id, schema }) => [id, 'values' in schema ? (schema.values[0] ?? '') : 'x']),
  );
  return assess(
    {
      target,
      policy: { desired, remediation: 'report', waivers: [] },
      observations: { session: observation, ...(other ? { other: { kind: 'values', values: other } } : {}) },
    },
    REGISTRY,
  );
}

function proposed(assessments: readonly Assessment[], buckets: AccountBuckets = new Map()) {
  const proposal = propose(assessments, buckets, REGISTRY);
  const desired = proposal.settings.flatMap(({ setting, value }) => (value === null ? [] : [[setting, value]]));
  const odd = proposal.settings.flatMap(({ odd }) => odd.map(({ region, actual }) => `${region} ${String(actual)}`));
  return { ...proposal, desired: Object.fromEntries(desired), odd };
}

const inRegion = (regions: readonly string[], desired: object) => ({
  accounts: null,
  regions,
  desired,
  onlyWithBuckets: false,
});

describe('the desired value', () => {
  test('is the most common one, and the others are exceptions', () => {
    const slow = { findingPublishingFrequency: 'SIX_HOURS' };
    const { desired, rules, odd } = proposed([
      read('eu-west-1'),
      read('eu-west-2'),
      read('sa-east-1', { session: slow }),
    ]);
    expect(desired).toEqual({
      status: 'ENABLED',
      findingPublishingFrequency: 'FIFTEEN_MINUTES',
      serviceRole: 'service-linked',
    });
    expect(rules).toEqual([inRegion(['sa-east-1'], slow)]);
    expect(odd).toEqual([]);
  });

  test('of two equally common ones is the one that the schema has first', () => {
    const slow = { findingPublishingFrequency: 'SIX_HOURS' };
    expect(proposed([read('eu-west-1', { session: slow }), read('eu-west-2')]).desired).toMatchObject({
      findingPublishingFrequency: 'FIFTEEN_MINUTES',
    });
  });

  test.each(['PAUSED', 'DISABLED', 'SUSPENDED'])('of the status is ENABLED, even if every session is %s', (status) => {
    const { desired, odd, rules } = proposed([read('eu-west-1', { session: { status } })]);
    expect(desired).toMatchObject({ status: 'ENABLED' });
    expect(odd).toEqual([`eu-west-1 ${status}`]);
    expect(rules).toEqual([]);
  });

  test('is not taken from what could not be read, or does not apply', () => {
    const { settings } = proposed([
      read('eu-west-1', { instead: { kind: 'unknown', reason: 'access-denied', detail: 'no' } }),
      read('eu-west-2', { instead: { kind: 'not-applicable', detail: 'no' } }),
    ]);
    expect(settings.flatMap(({ setting, value }) => (value === null ? [] : [[setting, value]]))).toEqual([
      ['status', 'ENABLED'],
    ]);
    expect(settings.flatMap(({ seen }) => seen)).toEqual([]);
  });

  test('names no account and no Region where a placeholder means the same', () => {
    const ofTarget = (region: string, accountId = OWN) =>
      read(region, { accountId, other: { 'export.bucketName': `results-${accountId}-${region}` } });
    expect(proposed([ofTarget('eu-west-1'), ofTarget('eu-west-2'), ofTarget('eu-west-1', OTHER)])).toMatchObject({
      desired: { 'export.bucketName': 'results-{account}-{region}' },
      rules: [],
    });
  });

  test('names the Region that all targets share', () => {
    const other = { 'export.bucketName': 'results-eu-west-1' };
    expect(proposed([read('eu-west-1', { other }), read('eu-west-2', { other })])).toMatchObject({
      desired: { 'export.bucketName': 'results-eu-west-1' },
      rules: [],
    });
  });

  test('of an exception is the one that other exceptions share', () => {
    const other = { 'export.bucketName': 'results-eu-west-1' };
    const standard = { 'export.bucketName': 'results' };
    const regions = ['eu-north-1', 'eu-south-1', 'eu-west-3'].map((region) => read(region, { other: standard }));
    const { rules } = proposed([...regions, read('eu-west-1', { other }), read('eu-west-2', { other })]);
    expect(rules).toEqual([inRegion(['eu-west-1', 'eu-west-2'], other)]);
    const own = (region: string) => read(region, { other: { 'export.bucketName': `results-${region}` } });
    expect(proposed([...regions, own('eu-west-1'), own('eu-west-2')]).rules).toEqual([
      inRegion(['eu-west-1', 'eu-west-2'], { 'export.bucketName': 'results-{region}' }),
    ]);
  });
});

describe('protection that is off', () => {
  const flags = (values: readonly (string | null)[]) =>
    values.map((value, index) => read(`eu-west-${index + 1}`, { other: { 'publication.flag': value } }));

  test('is odd where most targets have it on', () => {
    const { desired, odd, rules } = proposed(flags(['true', 'true', 'false', null]));
    expect(desired).toMatchObject({ 'publication.flag': 'true' });
    expect(odd).toEqual(['eu-west-3 false', 'eu-west-4 null']);
    expect(rules).toEqual([]);
  });

  test('is not desired where most have it off: the exceptions are held to what they have', () => {
    const { desired, odd, rules } = proposed(flags(['false', 'true', 'false']));
    expect(desired).not.toHaveProperty('publication.flag');
    expect(odd).toEqual([]);
    expect(rules).toEqual([inRegion(['eu-west-2'], { 'publication.flag': 'true' })]);
  });

  test('of a value that nobody knows is nothing that a policy asks for', () => {
    expect(proposed(flags(['yes', 'yes', 'true'])).desired).not.toHaveProperty('publication.flag');
  });

  const groupOfTarget = (group: string, values: Readonly<Record<string, string | null>>) =>
    assess({
      target: { accountId: OWN, region: 'eu-west-1' },
      policy: {
        desired: Object.fromEntries(
          SETTINGS.map(({ id, schema }) => [id, 'values' in schema ? (schema.values[0] ?? '') : 'true']),
        ),
        remediation: 'report',
        waivers: [],
      },
      observations: { session: { kind: 'values', values: session() }, [group]: { kind: 'values', values } },
    });

  test.each<[string, string, Readonly<Record<string, string | null>>]>([
    ['automatedDiscoveryOfMembers', 'automatedDiscoveryOfMembers', { automatedDiscoveryOfMembers: 'DISABLED' }],
    ['automatedDiscovery', 'automatedDiscovery', { automatedDiscovery: 'DISABLED' }],
    [
      'organization.autoEnableDiscovery',
      'automatedDiscovery',
      { automatedDiscovery: 'DISABLED', 'organization.autoEnableDiscovery': 'NONE' },
    ],
    [
      'findingsPublication.policyFindings',
      'findingsPublication',
      { 'findingsPublication.policyFindings': 'false', 'findingsPublication.classificationFindings': null },
    ],
  ])('is not desired where a person has to turn it on: %s', (id, group, values) => {
    const found = propose([groupOfTarget(group, values)], new Map()).settings.find(({ setting }) => setting === id);
    expect(found).toMatchObject({ value: null, seen: [{ policyValues: [] }], rules: [] });
  });

  test('that no repair ever turns on is a value like others', () => {
    const { settings } = propose([groupOfTarget('reveal', { 'reveal.status': 'DISABLED' })], new Map());
    expect(settings.find(({ setting }) => setting === 'reveal.status')).toMatchObject({ value: 'DISABLED', having: 1 });
  });
});

describe('the destination of discovery results', () => {
  const NAME = 'classificationExport.bucketName';
  const KEY = 'classificationExport.kmsKeyArn';
  const PREFIX = 'classificationExport.keyPrefix';
  const ARN = `arn:aws:kms:eu-west-1:${OWN}:key/1234abcd`;
  const stored = (values: Readonly<Record<string, string | null>>) =>
    assess({
      target: { accountId: OWN, region: 'eu-west-1' },
      policy: { desired: { [NAME]: '', [KEY]: '', [PREFIX]: '' }, remediation: 'report', waivers: [] },
      observations: { classificationExport: { kind: 'values', values } },
    });
  const exportOf = (values: Readonly<Record<string, string | null>>) => {
    const { settings, rules } = propose([stored(values)], new Map());
    const found = settings.filter(({ setting, value }) => setting !== 'status' && value !== null);
    return { desired: Object.fromEntries(found.map(({ setting, value }) => [setting, value])), rules };
  };

  test('is proposed as it is', () => {
    expect(exportOf({ [NAME]: 'results', [KEY]: ARN, [PREFIX]: 'macie' })).toEqual({
      desired: {
        [NAME]: 'results',
        [KEY]: ARN.replace('eu-west-1', '{region}').replace(OWN, '{account}'),
        [PREFIX]: 'macie',
      },
      rules: [],
    });
  });

  test.each([
    ['an alias in place of a key', { [NAME]: 'results', [KEY]: ARN.replace('key/', 'alias/'), [PREFIX]: 'macie' }],
    ['a key that the answer lacks', { [NAME]: 'results', [KEY]: null, [PREFIX]: 'not set' }],
    ['a name of a bucket of former rules', { [NAME]: 'Results_1', [KEY]: ARN, [PREFIX]: 'macie' }],
    ['no destination', { [NAME]: 'not set', [KEY]: 'not set', [PREFIX]: 'not set' }],
  ])('is not proposed by halves: %s', (_, values) => {
    expect(exportOf(values)).toEqual({ desired: {}, rules: [] });
  });
});

test('every setting of the registry is proposed', () => {
  expect(propose([read('eu-west-1')], new Map()).settings.map(({ setting }) => setting)).toEqual(
    SETTINGS.map(({ id }) => id),
  );
});

test('rules for the same targets are one, Regions before accounts before both', () => {
  const slow = { findingPublishingFrequency: 'SIX_HOURS' };
  const bucket = { 'export.bucketName': 'own' };
  const of = (accountId: string, reading: Readonly<Record<string, Reading>> = {}) =>
    ['a-1', 'b-1', 'c-1', 'd-1'].map((region) =>
      read(region, { accountId, other: { 'export.bucketName': 'results' }, ...reading[region] }),
    );
  const accounts = [OWN, OTHER, '333344445555', '444455556666'];
  const all = accounts.flatMap((accountId) => {
    if (accountId === OTHER)
      return of(accountId, {
        'a-1': { other: bucket },
        'b-1': { other: bucket },
        'c-1': { other: bucket },
        'd-1': { other: bucket, session: slow },
      });
    if (accountId === OWN) return of(accountId, { 'a-1': { other: bucket, session: slow }, 'd-1': { session: slow } });
    return of(accountId, { 'd-1': { session: slow } });
  });
  expect(propose(all, new Map(), REGISTRY).rules).toEqual([
    inRegion(['d-1'], slow),
    { accounts: [OTHER], regions: null, desired: bucket, onlyWithBuckets: false },
    { accounts: [OWN], regions: ['a-1'], desired: { ...slow, ...bucket }, onlyWithBuckets: false },
  ]);
});

test('rules of one kind are in the order of their targets, whatever their settings', () => {
  const role = { serviceRole: `arn:aws:iam::${OWN}:role/own` };
  const slow = { findingPublishingFrequency: 'SIX_HOURS' };
  const { rules } = proposed([
    read('a-1', { session: role }),
    ...['c-1', 'd-1', 'e-1'].map((region) => read(region)),
    read('b-1', { session: slow }),
  ]);
  expect(rules.map(({ regions }) => regions)).toEqual([['a-1'], ['b-1']]);
});

describe('Macie that is off', () => {
  const known = (...regions: readonly string[]) => ({ kind: 'known' as const, value: new Set(regions) });
  const off = (region: string, accountId = OWN) => read(region, { accountId, session: OFF });

  test('where there is no bucket is not odd, and the whole policy is for buckets if it loses no session so', () => {
    const { gate, rules, odd } = proposed(
      [read('eu-west-1'), off('eu-west-2'), read('me-south-1', { instead: { kind: 'not-applicable', detail: 'no' } })],
      new Map([[OWN, known('eu-west-1')]]),
    );
    expect(gate).toMatchObject({ isEverywhere: true, withoutBuckets: [{ accountId: OWN, region: 'eu-west-2' }] });
    expect(rules).toEqual([]);
    expect(odd).toEqual([]);
  });

  test('has a rule where a session without buckets stays compared', () => {
    const { gate, rules } = proposed(
      [read('eu-west-1'), off('eu-west-2'), off('eu-west-2', OTHER)],
      new Map([
        [OWN, known()],
        [OTHER, known('eu-west-1')],
      ]),
    );
    expect(gate).toMatchObject({ isEverywhere: false, unknown: [] });
    expect(rules).toEqual([{ accounts: null, regions: ['eu-west-2'], desired: {}, onlyWithBuckets: true }]);
  });

  test('is odd where there is a bucket', () => {
    const { gate, odd } = proposed([off('eu-west-2')], new Map([[OWN, known('eu-west-2')]]));
    expect(gate).toMatchObject({ isEverywhere: false, withoutBuckets: [], unknown: [] });
    expect(odd).toEqual(['eu-west-2 DISABLED']);
  });

  test('is odd where nothing says whether there is a bucket', () => {
    const denied = { kind: 'unknown' as const, why: 'denied' };
    const { gate, odd } = proposed([off('eu-west-2'), off('eu-west-2', OTHER)], new Map([[OWN, denied]]));
    expect(gate).toMatchObject({
      isEverywhere: false,
      rules: [],
      withoutBuckets: [],
      unknown: [{ accountId: OWN }, { accountId: OTHER }],
    });
    expect(odd).toEqual(['eu-west-2 DISABLED', 'eu-west-2 DISABLED']);
  });
});
