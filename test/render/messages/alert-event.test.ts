import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { OUTCOMES } from '../../../lib/core/compliance/drift.ts';
import { ALERT_KINDS } from '../../../lib/core/alerts/model.ts';
import { SEVERITIES } from '../../../lib/core/severity.ts';
import { alertEvent } from '../../../lib/render/messages/alert-event.ts';
import { driftAlert, EVERY_ALERT } from '../../fixtures/alerts.ts';
import { REPORTS } from '../../fixtures/reports.ts';
import { nasty } from '../nasty.ts';

const schema = JSON.parse(readFileSync(`${import.meta.dirname}/../../../alert.schema.json`, 'utf8'));
const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
addFormats.default(ajv);
const validate = ajv.compile(schema);
const detailOf = (alert: (typeof EVERY_ALERT)[number]) => JSON.parse(alertEvent(alert, REPORTS.mixed).detail);

test.each(EVERY_ALERT.map((alert) => [alert.id, alert] as const))('has the documented form: %s', (_, alert) => {
  const detail = detailOf(alert);
  validate(detail);
  expect(validate.errors).toBeNull();
  // Consumers read paths: each key is there, and none that is not documented.
  expect(Object.keys(detail).toSorted()).toEqual(Object.keys(schema.properties).toSorted());
});

test('the schema has the words of this version', () => {
  const { kind, severity, outcome } = schema.properties;
  expect(kind.enum).toEqual([...ALERT_KINDS, 'test']);
  expect(severity.enum).toEqual(SEVERITIES);
  expect(outcome.enum).toEqual([...OUTCOMES, null]);
});

test('names the drift, its caller, and the next step', () => {
  const [, , opened] = EVERY_ALERT;
  if (!opened) throw new Error('no alert');
  expect(alertEvent(opened, REPORTS.mixed)).toMatchObject({
    alertId: opened.id,
    time: new Date(opened.at),
    resources: [`arn:aws:macie2:${opened.region}:${opened.accountId}:session`],
    detailType: 'Macie Warden Alert',
  });
  expect(detailOf(opened)).toMatchObject({
    dedupKey: `macie-warden/${opened.accountId}/ap-northeast-1/status`,
    status: 'open',
    severity: 'CRITICAL',
    level: 'critical',
    setting: 'status',
    desired: 'ENABLED',
    actual: 'DISABLED',
    call: { name: 'DisableMacie', caller: { sessionName: 'alice@example.com' } },
    summary: expect.stringMatching(/^Macie is OFF in ap-northeast-1 of .*, should be ENABLED\.$/),
    whatToDo: expect.stringMatching(/^Enable Macie by hand/),
    runId: REPORTS.mixed.runId,
  });
});

test('keeps texts from outside short, and on one line', () => {
  fc.assert(
    fc.property(nasty, fc.integer({ min: 1, max: 500 }), (text, times) => {
      const long = text.repeat(times);
      const { detail } = alertEvent(driftAlert({ kind: 'opened' }, { actual: long, detail: long }), REPORTS.mixed);
      expect(Buffer.byteLength(detail)).toBeLessThan(20_000);
      const parsed = JSON.parse(detail);
      validate(parsed);
      expect(validate.errors).toBeNull();
      for (const name of ['title', 'summary', 'cause', 'whatToDo']) expect(parsed[name]).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }),
  );
});

test.each([
  ['eu-west-1', 'aws', 'console.aws.amazon.com'],
  ['cn-north-1', 'aws-cn', 'console.amazonaws.cn'],
  ['us-gov-west-1', 'aws-us-gov', 'console.amazonaws-us-gov.com'],
])('links to the console of the partition: %s', (region, partition, host) => {
  const [made] = EVERY_ALERT.flatMap((one) =>
    one.subject === 'drift' && one.call ? [{ ...one, call: one.call }] : [],
  );
  if (!made) throw new Error('no alert with a call');
  const { resources, detail } = alertEvent({ ...made, region, call: { ...made.call, region } }, REPORTS.mixed);
  expect(resources).toEqual([`arn:${partition}:macie2:${region}:${made.accountId}:session`]);
  const { links, call: named } = JSON.parse(detail);
  expect(links.macie).toBe(`https://${region}.${host}/macie/home?region=${region}#/settings`);
  expect(named.url).toBe(`https://${region}.${host}/cloudtrailv2/home?region=${region}#/events/${made.call.eventId}`);
});
