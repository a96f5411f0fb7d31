import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { newDriftRecord } from '../../../lib/core/alerts/drift-record.ts';
import { EMPTY_STATE, type DriftRecord, type State } from '../../../lib/core/alerts/records.ts';
import type { Report } from '../../../lib/core/compliance/report.ts';
import { ocsf } from '../../../lib/render/formats/ocsf.ts';
import { NO_BACKGROUND, type ReportBackground } from '../../../lib/render/view/report-background.ts';
import { drift } from '../../core/values.ts';
import { driftAlert } from '../../fixtures/alerts.ts';
import { DISABLED_BY } from '../../fixtures/calls.ts';
import { LARGE, reportOf, REPORTS, result } from '../../fixtures/reports.ts';
import { hostile } from '../hostile.ts';
import { CONTROL } from '../nasty.ts';

const schema: object = JSON.parse(readFileSync(`${import.meta.dirname}/../../../ocsf.schema.json`, 'utf8'));
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);

interface Event {
  readonly activity_name: string;
  readonly time: number;
  readonly severity: string;
  readonly status: string;
  readonly message: string;
  readonly cloud: { readonly account: { readonly name?: string } };
  readonly compliance: { readonly status: string; readonly requirements?: readonly string[] };
  readonly finding_info: { readonly uid: string; readonly desc: string; readonly first_seen_time?: number };
  readonly resources: readonly object[];
  readonly remediation: { readonly desc: string };
  readonly unmapped: Readonly<Record<string, unknown>>;
}

/** The events of a report, each valid. */
function eventsOf(report: Report, background?: ReportBackground): readonly Event[] {
  const lines = ocsf(report, background).split('\n').slice(0, -1);
  return lines.map((line): Event => {
    expect(line).not.toMatch(CONTROL);
    const event: Event = JSON.parse(line);
    validate(event);
    expect(validate.errors).toBeNull();
    return event;
  });
}

function summaryOf(report: Report, background?: ReportBackground): readonly (readonly string[])[] {
  return eventsOf(report, background).map((event) => [
    event.finding_info.uid.split('/').slice(2).join('/'),
    event.activity_name,
    event.compliance.status,
    event.status,
    event.severity,
  ]);
}

function withState(state: Partial<State>): ReportBackground {
  return { ...NO_BACKGROUND, state: { ...EMPTY_STATE, ...state } };
}

test.each([...Object.entries(REPORTS), ['5000 results', LARGE] as const])(
  'a line for each drift and each unknown, each valid: %s',
  (_, report) => {
    const uids = eventsOf(report).map(({ finding_info }) => finding_info.uid);
    const expected = report.results.flatMap(({ drifts, unknowns }) => [...drifts, ...unknowns]);
    expect(uids).toHaveLength(expected.length);
    expect(new Set(uids).size).toBe(uids.length);
  },
);

test('hostile text stays text, in valid lines', () => {
  fc.assert(
    fc.property(hostile, (report) => {
      expect(eventsOf(report)).toHaveLength(
        report.results.reduce((sum, { drifts, unknowns }) => sum + drifts.length + unknowns.length, 0),
      );
    }),
    { numRuns: 60 },
  );
});

test('drift, waiver, repair, lost repair and unknown each have a status of their own', () => {
  const waiver = { reason: 'no buckets', owner: 'me@example.com', expires: '2027-01-31' };
  const failure = { reason: 'access-denied', detail: 'macie2:EnableMacie was denied' } as const;
  const report = reportOf([
    result('ap-south-1', { verdict: 'drifted', drifts: [drift({ actual: 'DISABLED', action: 'enable' })] }),
    result('eu-west-1', { verdict: 'waived', drifts: [drift({ waiver })] }),
    result('eu-west-2', { drifts: [drift({ outcome: 'verified' })] }),
    result('eu-west-3', {
      verdict: 'unknown',
      session: null,
      settings: {},
      drifts: [drift({ outcome: 'applied' })],
      reason: 'timeout',
      detail: 'no answer',
    }),
    result('us-east-1', { verdict: 'drifted', drifts: [drift({ outcome: 'failed', failure })] }),
    result('us-west-1', { verdict: 'not-applicable', session: null, settings: {}, detail: 'not enabled' }),
  ]);
  expect(summaryOf(report)).toEqual([
    ['ap-south-1/status', 'Create', 'Fail', 'New', 'Critical'],
    ['eu-west-1/status', 'Create', 'Fail', 'Suppressed', 'High'],
    ['eu-west-2/status', 'Close', 'Pass', 'Resolved', 'Informational'],
    ['eu-west-3/status', 'Create', 'Warning', 'New', 'High'],
    ['eu-west-3/unreadable/session', 'Create', 'Warning', 'New', 'Medium'],
    ['us-east-1/status', 'Create', 'Fail', 'New', 'High'],
  ]);
  const [off, , , , unknown, failed] = eventsOf(report);
  expect(off?.compliance.requirements).toEqual(['Macie.1']);
  expect(off?.time).toBe(Date.parse(report.finishedAt));
  expect(off?.remediation.desc).toBe('To do: enable Macie. This run only reports.');
  expect(unknown?.message).toBe('The session could not be read: timeout in eu-west-3 of 111122223333: no answer');
  expect(failed?.remediation.desc).toBe(
    'Could not resume Macie: access-denied: macie2:EnableMacie was denied. To do: allow the denied call for the repairs of macie-warden, or resume Macie by hand.',
  );
});

describe('with the state', () => {
  const SINCE = '2026-11-20T09:00:00.000Z';
  const record = (region: string, over: Partial<DriftRecord>): DriftRecord => ({
    ...newDriftRecord(
      { accountId: '111122223333', region, setting: 'status' },
      { since: SINCE, desired: 'ENABLED', actual: 'DISABLED', action: 'enable' },
    ),
    ...over,
  });

  test('an open drift is an update since it was first seen, and names its caller', () => {
    const report = reportOf([result('eu-west-1', { verdict: 'drifted', drifts: [drift({ actual: 'DISABLED' })] })]);
    const background = withState({ drifts: [record('eu-west-1', { state: 'open', call: DISABLED_BY })] });
    const [event] = eventsOf(report, background);
    expect(event?.activity_name).toBe('Update');
    expect(event?.finding_info.first_seen_time).toBe(Date.parse(SINCE));
    expect(event?.finding_info.desc).toContain('Disabled by alice@example.com (role Admin)');
    expect(event?.unmapped).toMatchObject({ call: { name: 'DisableMacie', actor: DISABLED_BY.actor } });
  });

  test('each is rated by the rules of the policy, and as contested where the state says so', () => {
    const report = reportOf([
      result('eu-west-1', { verdict: 'drifted', drifts: [drift()] }),
      result('eu-west-2', { verdict: 'unknown', session: null, settings: {}, reason: 'timeout', detail: 'no answer' }),
      result('us-east-1', { drifts: [drift({ outcome: 'verified' })] }),
    ]);
    const contested = record('eu-west-1', { state: 'open', contestedAt: SINCE });
    const severities = (background: ReportBackground): readonly string[] =>
      eventsOf(report, background).map(({ severity }) => severity);
    const background = withState({ drifts: [contested] });
    expect(severities(background)).toEqual(['Critical', 'Medium', 'Informational']);
    const severityRules: ReportBackground['severityRules'] = [
      { severity: 'LOW' },
      { severity: 'HIGH', kinds: ['contested'], accounts: new Set(['111122223333']) },
    ];
    expect(severities({ ...background, severityRules })).toEqual(['High', 'Low', 'Informational']);
  });

  const ended = (region: string, at: string): DriftRecord =>
    record(region, { pending: [driftAlert({ kind: 'resolved', waiver: null }, { region, at })] });

  test('a drift that has ended in this run is closed, if its setting was read', () => {
    const report = reportOf([
      result('eu-west-1'),
      result('eu-west-2', { verdict: 'unknown', session: null, settings: {}, reason: 'timeout', detail: 'no answer' }),
      result('eu-west-3', { verdict: 'drifted', drifts: [drift()] }),
    ]);
    const closed = ['eu-west-1', 'eu-west-2', 'eu-west-3', 'us-east-1'].map((region) =>
      ended(region, report.finishedAt),
    );
    expect(summaryOf(report, withState({ drifts: closed }))).toEqual([
      ['eu-west-1/status', 'Close', 'Pass', 'Resolved', 'Informational'],
      ['eu-west-2/unreadable/session', 'Create', 'Warning', 'New', 'Medium'],
      ['eu-west-3/status', 'Update', 'Fail', 'New', 'High'],
    ]);
  });

  test('a drift that an earlier run saw end is not closed again, delivered or not', () => {
    const report = reportOf([result('eu-west-1'), result('eu-west-2')]);
    const drifts = [record('eu-west-1', {}), ended('eu-west-2', SINCE)];
    expect(summaryOf(report, withState({ drifts }))).toEqual([]);
  });
});

test('the account has its name, its organizational unit, and the partition of its Region', () => {
  const one = result('us-gov-west-1', { verdict: 'drifted', drifts: [drift()], accountName: 'prod \u202e<b>' });
  const { summary, ...report } = reportOf([one]);
  const units = [{ path: ['r-ab12', 'ou-ab12-11111111'], accounts: [one.accountId], summary }];
  const [event] = eventsOf({ ...report, summary, units });
  expect(event?.cloud.account.name).toBe('prod  <b>');
  expect(event?.resources).toEqual([
    expect.objectContaining({
      uid: `arn:aws-us-gov:macie2:us-gov-west-1:${one.accountId}:session`,
      cloud_partition: 'aws-us-gov',
    }),
  ]);
  expect(event?.unmapped['organizational_units']).toEqual(['r-ab12', 'ou-ab12-11111111']);
});

test.each([
  ['an unknown field', { comment: '' }],
  ['a time in seconds', { time: 1_795_510_801 }],
  ['a name of another activity', { activity_name: 'Close' }],
  [
    'a closed finding that fails',
    { activity_id: 3, activity_name: 'Close', type_uid: 200303, type_name: 'Compliance Finding: Close' },
  ],
  ['no finding_info', { finding_info: undefined }],
  ['a severity of another class', { severity_id: 6, severity: 'Fatal' }],
])('the schema refuses %s', (_, over) => {
  const [event] = eventsOf(REPORTS.drifted);
  expect(validate(JSON.parse(JSON.stringify({ ...event, ...over })))).toBe(false);
});

test('150,000 drifted targets are 150,000 lines', () => {
  const regions = ['eu-west-1', 'eu-west-2', 'us-east-1'];
  const report = reportOf(
    Array.from({ length: 150_000 }, (_, index) => ({
      ...result(regions[index % 3] ?? '', { verdict: 'drifted', drifts: [drift()] }),
      accountId: String(100_000_000_000 + Math.floor(index / 3)),
    })),
  );
  const lines = ocsf(report).split('\n');
  expect(lines).toHaveLength(150_001);
  expect(validate(JSON.parse(lines[149_999] ?? ''))).toBe(true);
});
