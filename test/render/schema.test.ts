import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { OUTCOMES } from '../../lib/core/compliance/drift.ts';
import { VERDICTS } from '../../lib/core/compliance/report.ts';
import { REASONS } from '../../lib/core/observation.ts';
import { REMEDIATIONS, TRIGGERS } from '../../lib/core/run.ts';
import { SETTINGS } from '../../lib/core/settings/index.ts';
import { SETTING_IDS } from '../../lib/core/settings/registry.ts';
import { STATUSES } from '../../lib/core/settings/session.ts';
import type { SettingDefinition } from '../../lib/core/settings/setting.ts';
import { fitJson, json } from '../../lib/render/formats/json.ts';
import { ALERT_KINDS } from '../../lib/core/alerts/model.ts';
import { driftAlert } from '../fixtures/alerts.ts';
import { CHANGES, MANY } from '../fixtures/changes.ts';
import { LARGE, REPORTS } from '../fixtures/reports.ts';

const ajv = new Ajv2020({ strict: true, allErrors: true });
addFormats.default(ajv);
const schema = JSON.parse(readFileSync(`${import.meta.dirname}/../../report.schema.json`, 'utf8'));
const validate = ajv.compile(schema);

test.each([...Object.entries(REPORTS), ['5000 results', LARGE] as const])(
  'accepts the JSON report: %s',
  (_, report) => {
    validate(JSON.parse(json(report)));
    expect(validate.errors).toBeNull();
  },
);

test('accepts a report that was cut, with the number of missing results', () => {
  const cut: unknown = JSON.parse(fitJson(LARGE, 20_000).text);
  validate(cut);
  expect(validate.errors).toBeNull();
  expect(cut).toMatchObject({ summary: LARGE.summary, omitted: expect.any(Number) });
});

test.each(Object.entries(CHANGES))('accepts a report with the alerts of its run: %s', (_, { alerts }) => {
  validate(JSON.parse(fitJson({ ...LARGE, alerts }, 20_000).text));
  expect(validate.errors).toBeNull();
});

test('keeps alerts rather than results where there is no room for both, and counts what is missing', () => {
  const { text, left } = fitJson({ ...LARGE, alerts: MANY.alerts }, 20_000);
  const cut: { alerts: unknown[]; results: unknown[]; omitted: number } = JSON.parse(text);
  validate(cut);
  expect(validate.errors).toBeNull();
  expect(cut.alerts.length).toBeGreaterThan(10);
  expect(cut.alerts.length + left).toBe(5000);
  expect(cut.results.length + cut.omitted).toBe(5000);
});

test('accepts the counts of organizational units, which a message with a size limit leaves out', () => {
  const { summary } = LARGE;
  const report = { ...LARGE, units: [{ path: ['r-ab12', 'ou-ab12-11111111'], accounts: ['111122223333'], summary }] };
  validate(JSON.parse(json(report)));
  expect(validate.errors).toBeNull();
  expect(JSON.parse(fitJson(report, 20_000).text)).not.toHaveProperty('units');
});

const MIXED: unknown = JSON.parse(json(REPORTS.mixed));
test.each([
  ['an unknown key', { verdicts: 1 }],
  ['a verdict that a run cannot have', { verdict: 'waived' }],
  ['another version', { schemaVersion: 1 }],
  ['a report without its scope', { scope: undefined }],
  ['a scope of another kind', { scope: { kind: 'most', accounts: [], regions: null, targets: 1, ofTargets: 2 } }],
  ['a time that is none', { startedAt: 'today' }],
  ['a result without a verdict', { results: [{ accountId: '111122223333', region: 'eu-west-1' }] }],
  ['a notice of an unknown kind', { notices: [{ kind: 'gossip', message: '' }] }],
])('refuses %s', (_, over) => {
  expect(validate({ ...Object(MIXED), ...over })).toBe(false);
});

test.each([
  ['without what its kind has to say', { kind: 'waiver-expired' }],
  ['with a field of another kind', { kind: 'opened', previous: null }],
  ['of a kind of unreadable targets', { kind: 'readable' }],
  ['of an unknown kind', { kind: 'gossip' }],
])('refuses an alert of a drift %s', (_, news) => {
  const alert = { ...driftAlert({ kind: 'opened' }), ...news };
  expect(validate({ ...Object(MIXED), alerts: [alert] })).toBe(false);
});

const ADMINISTRATION = { administrator: '999988887777', email: 'aws@example.com', isManagement: false };
const DESTINATION = {
  'classificationExport.bucketName': 'results',
  'classificationExport.kmsKeyArn': 'arn:aws:kms:eu-west-1:111122223333:key/1',
};
const FACTS = [
  {},
  { target: { accountId: '111122223333', region: 'eu-west-1' }, desired: DESTINATION },
  {
    administration: ADMINISTRATION,
    membership: { kind: 'member', administrator: '999988887777', relationship: 'Paused', by: 'organization' },
  },
] as const;

function knownValues(schema: SettingDefinition['schema']): readonly string[] {
  if (schema.kind === 'enum') return schema.values;
  return schema.kind === 'boolean' ? ['true', 'false'] : ['a', 'b'];
}

/** Values of every setting, of which each may be written. */
const READ = {
  ...Object.fromEntries(SETTING_IDS.map((id) => [id, 'false'])),
  automatedDiscovery: 'ENABLED',
  'organization.autoEnableDiscovery': 'NONE',
  administrator: '999988887777',
  administratorStatus: 'ENABLED',
  'classificationExport.bucketName': 'not set',
};

/** Every action that a setting can choose, by trying all values that it knows. */
function actionsOf({ id, schema: values, chooseAction }: SettingDefinition): readonly string[] {
  const known = knownValues(values);
  return known
    .flatMap((desired) => [...known, null].map((actual) => ({ setting: id, desired, actual })))
    .flatMap((difference) =>
      STATUSES.flatMap((status) =>
        FACTS.map((facts) => chooseAction(difference, { values: { ...READ, status }, ...facts })),
      ),
    )
    .map((choice) => (choice.kind === 'write' ? choice.action : 'manual'));
}

function kindsOf(name: 'driftAlert' | 'unreadableAlert'): readonly string[] {
  const variants: readonly { properties: { kind: { enum: readonly string[] } } }[] = schema.$defs[name].oneOf;
  return variants.flatMap(({ properties }) => properties.kind.enum);
}

test('has all words of the model and of the registry, and no others', () => {
  const { properties, $defs } = schema;
  expect(properties.trigger.enum).toEqual(TRIGGERS);
  expect(properties.policy.properties.remediation.enum).toEqual(REMEDIATIONS);
  expect($defs.result.properties.verdict.enum).toEqual(VERDICTS);
  expect($defs.reason.enum).toEqual(REASONS);
  expect($defs.setting.enum).toEqual(SETTING_IDS);
  expect($defs.outcome.enum).toEqual(OUTCOMES);
  expect(new Set($defs.action.enum)).toEqual(new Set(SETTINGS.flatMap(actionsOf)));
  const ofPolicy = $defs.policyAlert.properties.kind.enum;
  const kinds = new Set([...kindsOf('driftAlert'), ...kindsOf('unreadableAlert'), ...ofPolicy]);
  expect(kinds).toEqual(new Set(ALERT_KINDS));
});
