import { describe, expect, test } from '@jest/globals';
import type { Alert } from '../../../lib/core/alerts/model.ts';
import { EMPTY_STATE, type State } from '../../../lib/core/alerts/records.ts';
import type { Severity } from '../../../lib/core/severity.ts';
import { viewText } from '../../../lib/render/formats/text.ts';
import { snsMessage } from '../../../lib/render/messages/sns.ts';
import { alertView } from '../../../lib/render/view/alert-view.ts';
import { driftAlert, unreadableAlert } from '../../fixtures/alerts.ts';
import { EVERY_STATE } from '../../fixtures/changes.ts';
import { REPORTS } from '../../fixtures/reports.ts';

const lastLine = (report: (typeof REPORTS)['clean'], state: State): string | undefined =>
  viewText(alertView(report, { alerts: [], state, note: null }), { report })
    .split('\n')
    .at(-2);

const ONLY_UNREADABLE: State = { ...EVERY_STATE, drifts: [] };
const ONLY_WAIVED: State = { ...EMPTY_STATE, drifts: EVERY_STATE.drifts.filter(({ state }) => state === 'waived') };

describe('the last line of a message of changes', () => {
  test.each([
    [
      'is drifted above an open drift that the run did not read',
      REPORTS.partial,
      EVERY_STATE,
      'drifted (1 of 22 targets)',
    ],
    ['is unknown above an unreadable target', REPORTS.clean, ONLY_UNREADABLE, 'unknown'],
    ['is that of the report where only waivers are left', REPORTS.clean, ONLY_WAIVED, 'compliant'],
    ['is that of the report where nothing is open', REPORTS.unknown, EMPTY_STATE, 'unknown'],
    ['is never better than the report', REPORTS.drifted, ONLY_UNREADABLE, 'drifted'],
  ])('%s', (_, report, state, expected) => {
    expect(lastLine(report, state)).toBe(`result: ${expected}`);
  });
});

test('names the account of each target where there is more than one', () => {
  const alert = driftAlert({ kind: 'opened' }, { accountId: '222233334444', region: 'eu-west-1' });
  const { sections } = alertView(REPORTS.clean, { alerts: [alert], state: EVERY_STATE, note: null });
  const names = sections.filter(({ kind }) => kind !== 'consoles').map(({ entries }) => entries[0]?.name);
  expect(names).toEqual(['222233334444 eu-west-1', '111122223333 ap-east-1']);
});

test('marks an alert that an earlier run could not deliver', () => {
  const alert = driftAlert({ kind: 'opened' }, { at: '2026-11-23T09:00:00.000Z', since: '2026-11-23T09:00:00.000Z' });
  const { sections } = alertView(REPORTS.clean, { alerts: [alert], state: EMPTY_STATE, note: null });
  expect(sections[0]?.entries[0]?.lines.at(-1)).toBe('An earlier run could not deliver this alert.');
});

describe('the same alert in many accounts', () => {
  const IDS = Array.from({ length: 40 }, (_, number) => String(222_200_000_000 + number));
  const view = (alerts: readonly Alert[]) => alertView(REPORTS.clean, { alerts, state: EMPTY_STATE, note: null });

  test('is one entry with the name of each, and one place in the subject', () => {
    const alerts = IDS.map((accountId) => driftAlert({ kind: 'opened' }, { accountId, region: 'eu-west-1' }));
    const { sections, headline } = view(alerts);
    expect(sections[0]?.entries.map(({ name, size }) => [name, size])).toEqual([
      [`eu-west-1 of ${IDS.join(', ')}`, 40],
    ]);
    expect(headline).toContain('in eu-west-1 of 40 accounts');
  });

  test('is one message, although its names are fewer than its targets', () => {
    const regions = ['eu-west-1', 'eu-west-2', 'eu-west-3'];
    const alerts = IDS.slice(0, 10).flatMap((accountId) =>
      regions.map((region) => driftAlert({ kind: 'opened' }, { accountId, region })),
    );
    const changes = { alerts, state: EMPTY_STATE, note: null };
    expect(snsMessage(REPORTS.clean, { changes }).alertIds).toHaveLength(30);
  });

  test('in several Regions of each names the Regions once', () => {
    const alerts = IDS.flatMap((accountId, index) =>
      ['eu-west-1', 'eu-west-2', ...(index === 0 ? ['us-east-1'] : [])].map((region) =>
        driftAlert({ kind: 'opened' }, { accountId, region }),
      ),
    );
    const [first, ...others] = IDS;
    expect(view(alerts).sections[0]?.entries.map(({ name }) => name)).toEqual([
      `eu-west-1, eu-west-2, us-east-1 of ${first}; eu-west-1, eu-west-2 of ${others.join(', ')}`,
    ]);
  });

  test('is one entry although the details name the accounts', () => {
    const detailOf = (id: string) => `the role arn:aws:iam::${id}:role/read could not be assumed in ${id}`;
    const alerts = IDS.map((accountId) => ({
      ...unreadableAlert({ kind: 'unreadable', reason: 'assume-role-denied', detail: detailOf(accountId) }),
      accountId,
    }));
    const [entry, ...others] = view(alerts).sections[0]?.entries ?? [];
    expect(others).toEqual([]);
    expect(entry?.lines[0]).toBe('the role arn:aws:iam::ACCOUNT:role/read could not be assumed in the account');
    const [one] = view(alerts.slice(0, 1)).sections[0]?.entries ?? [];
    expect(one?.lines[0]).toBe(detailOf(IDS[0] ?? ''));
  });
});

test('equally grave alerts of a kind are by setting, in the order of the registry', () => {
  const alerts = ['reveal.status', 'status', 'findingsPublication.policyFindings', 'status'].map((setting, index) => ({
    ...driftAlert({ kind: 'opened' }, { setting, region: `eu-west-${index}` }),
    severity: 'HIGH' as const,
  }));
  const [opened] = alertView(REPORTS.clean, { alerts, state: EMPTY_STATE, note: null }).sections;
  expect(opened?.entries.map(({ title }) => title.split(' ')[0])).toEqual([
    'status',
    'findingsPublication.policyFindings',
    'reveal.status',
  ]);
});

describe('the order of a message', () => {
  const rated = (severity: Severity, region: string, kind: 'opened' | 'reminder') =>
    ({ ...driftAlert({ kind }, { id: region, region }), severity }) as const;
  const entriesOf = (alerts: readonly Alert[]) =>
    alertView(REPORTS.clean, { alerts, state: EMPTY_STATE, note: null })
      .sections.filter(({ kind }) => kind !== 'consoles')
      .flatMap(({ title, entries }) =>
        entries.map((entry) => `${title} ${entry.name} ${entry.title}`.replace(/ status.*/, '')),
      );

  test('is that of the severity: of the sections, and of the entries in each', () => {
    const alerts = [
      rated('LOW', 'eu-west-1', 'opened'),
      rated('MEDIUM', 'eu-west-2', 'opened'),
      rated('INFO', 'us-east-1', 'reminder'),
      rated('CRITICAL', 'us-east-2', 'reminder'),
    ];
    expect(entriesOf(alerts)).toEqual([
      'Still open us-east-2 [CRITICAL]',
      'Still open us-east-1 [INFO]',
      'New eu-west-2 [MEDIUM]',
      'New eu-west-1 [LOW]',
    ]);
    const { headline } = alertView(REPORTS.clean, { alerts, state: EMPTY_STATE, note: null });
    expect(headline).toMatch(/^\[CRITICAL\] Macie is PAUSED in us-east-2/);
  });

  test('is that of the kinds where all are equally grave, and then the subject alone has the severity', () => {
    const alerts = [rated('HIGH', 'us-east-1', 'reminder'), rated('HIGH', 'eu-west-1', 'opened')];
    expect(entriesOf(alerts)).toEqual(['New eu-west-1', 'Still open us-east-1']);
  });
});
