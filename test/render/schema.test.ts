import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { ACTIONS, OUTCOMES, REASONS, REMEDIATIONS, SETTINGS, TRIGGERS, VERDICTS } from '../../lib/core/model.ts';
import { json, jsonWithin } from '../../lib/render/formats/json.ts';
import { ALERT_KINDS } from '../../lib/core/alerts/model.ts';
import { CHANGES, MANY } from '../fixtures/changes.ts';
import { LARGE, REPORTS } from '../fixtures/reports.ts';

const ajv = new Ajv2020({ strict: true, allErrors: true });
addFormats.default(ajv);
const schema = JSON.parse(readFileSync(`${import.meta.dirname}/../../report.schema.json`, 'utf8'));
const validate = ajv.compile(schema);

test.each([...Object.entries(REPORTS), ['5000 results', LARGE] as const])(
  'the JSON report is of its schema: %s',
  (_, report) => {
    validate(JSON.parse(json(report)));
    expect(validate.errors).toBeNull();
  },
);

test('so is one that was cut, and it says how much is missing', () => {
  const cut: unknown = JSON.parse(jsonWithin(LARGE, 20_000));
  validate(cut);
  expect(validate.errors).toBeNull();
  expect(cut).toMatchObject({ summary: LARGE.summary, omitted: expect.any(Number) });
});

test.each(Object.entries(CHANGES))('so is one that tells changes: %s', (_, { alerts }) => {
  validate(JSON.parse(jsonWithin({ ...LARGE, alerts }, 20_000)));
  expect(validate.errors).toBeNull();
});

test('alerts come before results when there is no room, and what is missing is counted', () => {
  const cut: { alerts: unknown[]; omittedAlerts: number; results: unknown[]; omitted: number } = JSON.parse(
    jsonWithin({ ...LARGE, alerts: MANY.alerts }, 20_000),
  );
  validate(cut);
  expect(validate.errors).toBeNull();
  expect(cut.alerts.length).toBeGreaterThan(10);
  expect(cut.alerts.length + cut.omittedAlerts).toBe(5000);
  expect(cut.results.length + cut.omitted).toBe(5000);
});

const MIXED: unknown = JSON.parse(json(REPORTS['mixed'] ?? LARGE));
test.each([
  ['an unknown key', { verdicts: 1 }],
  ['a verdict that a run cannot have', { verdict: 'waived' }],
  ['another version', { schemaVersion: 2 }],
  ['a time that is none', { startedAt: 'today' }],
  ['a result without a verdict', { results: [{ accountId: '111122223333', region: 'eu-west-1' }] }],
  ['a notice of an unknown kind', { notices: [{ kind: 'gossip', message: '' }] }],
])('and what is not is refused: %s', (_, over) => {
  expect(validate({ ...Object(MIXED), ...over })).toBe(false);
});

test('the schema has the words of the model, all of them', () => {
  const { properties, $defs } = schema;
  expect(properties.trigger.enum).toEqual(TRIGGERS);
  expect(properties.policy.properties.remediation.enum).toEqual(REMEDIATIONS);
  expect($defs.result.properties.verdict.enum).toEqual(VERDICTS);
  expect($defs.result.properties.reason.enum).toEqual([null, ...REASONS]);
  expect($defs.drift.properties.setting.enum).toEqual(SETTINGS);
  expect($defs.alert.properties.kind.enum).toEqual(ALERT_KINDS);
  expect($defs.alert.properties.subject.enum).toEqual([...SETTINGS, 'session']);
  expect($defs.alert.properties.outcome.enum).toEqual([null, ...OUTCOMES]);
  expect($defs.drift.properties.action.enum).toEqual(ACTIONS);
  expect($defs.drift.properties.outcome.enum).toEqual(OUTCOMES);
});
