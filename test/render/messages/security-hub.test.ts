import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Report } from '../../../lib/core/compliance/report.ts';
import type { Alert, DriftNews } from '../../../lib/core/alerts/model.ts';
import { securityHubFindings } from '../../../lib/render/messages/security-hub.ts';
import { readFinding } from '../../../sandbox/services/security-hub/finding-limits.ts';
import { AT, BEFORE, driftAlert, EVERY_ALERT, unreadableAlert, WAIVER } from '../../fixtures/alerts.ts';
import { DISABLED_BY } from '../../fixtures/calls.ts';
import { EVERY_STATE } from '../../fixtures/changes.ts';
import { REPORTS, reportOf, result } from '../../fixtures/reports.ts';
import { CONTROL, nasty } from '../nasty.ts';

const HUB = { accountId: '999988887777', region: 'us-east-1' };
const findingsOf = (
  alerts: readonly Alert[],
  { hub = HUB, report = REPORTS.mixed }: { hub?: typeof HUB | null; report?: Report } = {},
) => securityHubFindings(report, { changes: { alerts, state: EVERY_STATE, note: null } }, { hub });

function only(alert: Alert) {
  const [first] = findingsOf([alert]);
  if (!first) throw new Error('expected a finding');
  return first.finding;
}

test('a finding for each alert of a finding, within the limits of Security Hub, and never with Workflow', () => {
  const findings = findingsOf(EVERY_ALERT);
  expect(findings.length).toBeGreaterThan(9);
  for (const { finding } of findings) {
    expect(readFinding(finding)).toEqual({ finding });
    expect(finding).not.toHaveProperty('Workflow');
    expect(finding.AwsAccountId).toBe(HUB.accountId);
  }
});

const FAILED = { reason: 'throttled', detail: '' } as const;
const LAST: DriftNews = { kind: 'resolved', waiver: null, isGone: false };
test.each([
  ['opened', driftAlert({ kind: 'opened' }), 'FAILED', 'ACTIVE', 'HIGH'],
  ['off', driftAlert({ kind: 'opened' }, { actual: 'DISABLED' }), 'FAILED', 'ACTIVE', 'CRITICAL'],
  ['a failed repair', driftAlert({ kind: 'repair-failed', failure: FAILED }), 'FAILED', 'ACTIVE', 'HIGH'],
  ['an expired waiver', driftAlert({ kind: 'waiver-expired', waiver: WAIVER }), 'FAILED', 'ACTIVE', 'HIGH'],
  ['unreadable', unreadableAlert({ kind: 'unreadable', ...FAILED }), 'WARNING', 'ACTIVE', 'MEDIUM'],
  ['readable again', unreadableAlert({ kind: 'readable' }), 'PASSED', 'ARCHIVED', 'INFORMATIONAL'],
  ['repaired', driftAlert({ kind: 'repaired' }), 'PASSED', 'ARCHIVED', 'INFORMATIONAL'],
  ['resolved', driftAlert(LAST), 'PASSED', 'ARCHIVED', 'INFORMATIONAL'],
  ['waived', driftAlert({ ...LAST, waiver: WAIVER }), 'NOT_AVAILABLE', 'ARCHIVED', 'INFORMATIONAL'],
  ['no longer compared', driftAlert({ ...LAST, isGone: true }), 'NOT_AVAILABLE', 'ARCHIVED', 'INFORMATIONAL'],
  [
    'no longer read',
    unreadableAlert({ kind: 'resolved', detail: 'gone' }),
    'NOT_AVAILABLE',
    'ARCHIVED',
    'INFORMATIONAL',
  ],
] as const)('%s', (_, alert, compliance, record, severity) => {
  const { Compliance, RecordState, FindingProviderFields } = only(alert);
  expect([Compliance.Status, RecordState, FindingProviderFields.Severity.Label]).toEqual([
    compliance,
    record,
    severity,
  ]);
});

test('names place, caller and next step', () => {
  const alert = driftAlert(
    { kind: 'opened' },
    { region: 'eu-west-1', actual: 'DISABLED', action: 'enable', call: DISABLED_BY, since: AT },
  );
  const report = reportOf([result('eu-west-1', { accountName: 'prod' })]);
  const [one] = findingsOf([alert], { report });
  expect(one?.finding).toMatchObject({
    Id: 'macie-warden/111122223333/eu-west-1/status',
    ProductArn: 'arn:aws:securityhub:us-east-1:999988887777:product/999988887777/default',
    Title: 'Macie is OFF in eu-west-1 of prod (111122223333)',
    Description:
      'The setting status is DISABLED, should be ENABLED. Disabled by alice@example.com (role Admin), 2026-11-24 08:59 UTC.',
    Remediation: {
      Recommendation: { Text: 'Enable Macie by hand, or let macie-warden do it (remediation: enforce).' },
    },
    CreatedAt: AT,
    UpdatedAt: report.finishedAt,
    Resources: [
      { Id: 'arn:aws:macie2:eu-west-1:111122223333:session', Details: { Other: { accountId: '111122223333' } } },
    ],
  });
});

describe('several alerts of one setting', () => {
  const opened = driftAlert({ kind: 'opened' }, { id: 'opened', region: 'eu-west-1', at: BEFORE });
  const ended = driftAlert(LAST, { id: 'ended', region: 'eu-west-1', at: AT });

  test('are one finding, as the last one says', () => {
    expect(findingsOf([opened, ended])).toMatchObject([
      { alertIds: ['opened', 'ended'], finding: { RecordState: 'ARCHIVED', Compliance: { Status: 'PASSED' } } },
    ]);
    const again = { ...opened, id: 'again', at: '2026-11-24T10:00:00.000Z' };
    expect(findingsOf([opened, again, ended])).toMatchObject([{ finding: { RecordState: 'ACTIVE' } }]);
  });

  test('of one run: the end is the last', () => {
    expect(findingsOf([{ ...opened, at: AT }, ended])).toMatchObject([{ finding: { RecordState: 'ARCHIVED' } }]);
  });
});

test('without a hub, each finding belongs to the account and Region of its target', () => {
  const [one] = findingsOf([driftAlert({ kind: 'opened' }, { region: 'eu-west-1' })], { hub: null });
  expect(one).toMatchObject({
    at: { accountId: '111122223333', region: 'eu-west-1' },
    finding: {
      AwsAccountId: '111122223333',
      ProductArn: 'arn:aws:securityhub:eu-west-1:111122223333:product/111122223333/default',
    },
  });
});

test('hostile text stays text, within the limits', () => {
  const texts = fc.record({ actual: nasty, desired: nasty, detail: nasty, name: nasty, session: nasty });
  fc.assert(
    fc.property(texts, fc.nat(5), ({ actual, desired, detail, name, session }, times) => {
      const call = { ...DISABLED_BY, actor: { ...DISABLED_BY.actor, name, sessionName: session.repeat(times + 1) } };
      const alert = driftAlert({ kind: 'opened' }, { actual: actual.repeat(times * 9 + 1), desired, call, detail });
      const unread = unreadableAlert({ kind: 'unreadable', reason: 'bad-response', detail: detail.repeat(9) });
      for (const finding of [only(alert), only(unread)]) {
        expect(readFinding(finding)).toEqual({ finding });
        expect(JSON.stringify(finding)).not.toMatch(CONTROL);
      }
    }),
  );
});
