import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pendingAlerts } from '../../../lib/core/alerts/delivery.ts';
import type { Alert } from '../../../lib/core/alerts/model.ts';
import { reconcile } from '../../../lib/core/alerts/reconcile.ts';
import { EMPTY_STATE, type State } from '../../../lib/core/alerts/records.ts';
import type { Report, Result } from '../../../lib/core/compliance/report.ts';
import { NOT_IN_LIVE_LIST } from '../../../lib/core/regions.ts';
import { attemptOf, ledgerOf } from '../guard-rails/ledgers.ts';
import { drift, reportFor, resultOf, TARGET, unreadableResult } from '../values.ts';
import { ALERT_SETTINGS, alertsOf, DAY, HOUR, openKeys, runOnce, START } from './history.ts';

const REGION = TARGET.region;
const OK = resultOf(REGION);
const DRIFTED = resultOf(REGION, { drifts: [drift()] });
const iso = (ms: number): string => new Date(ms).toISOString();

describe('the alerts of a run', () => {
  test('are sorted: worst first, then by Region', () => {
    const results = [
      resultOf('eu-west-1', { drifts: [drift()] }),
      resultOf('ap-south-1', { drifts: [drift()] }),
      resultOf('us-east-1', { drifts: [drift({ outcome: 'verified' })] }),
    ];
    expect(alertsOf([results]).alerts[0]?.map(({ kind, region }) => `${kind} ${region}`)).toEqual([
      'opened ap-south-1',
      'opened eu-west-1',
      'repaired us-east-1',
    ]);
  });

  test('are one for each drift of a target', () => {
    const both = resultOf(REGION, {
      drifts: [drift(), drift({ setting: 'findingPublishingFrequency', actual: 'SIX_HOURS' })],
    });
    const { alerts } = alertsOf([[both], [DRIFTED]]);
    expect(alerts.map((found) => found.map((one) => [one.kind, 'setting' in one && one.setting]))).toEqual([
      [
        ['opened', 'findingPublishingFrequency'],
        ['opened', 'status'],
      ],
      [['resolved', 'findingPublishingFrequency']],
    ]);
  });

  test('stay pending, with the same ids, until they are delivered', () => {
    const first = runOnce(EMPTY_STATE, { results: [DRIFTED], atMs: START });
    const second = runOnce(first.next, { results: [DRIFTED], atMs: START + HOUR });
    expect(second.alerts).toEqual(first.alerts);
    const third = runOnce(second.next, { results: [OK], atMs: START + 2 * HOUR });
    expect(third.alerts.map(({ kind }) => kind)).toEqual(['opened', 'resolved']);
    expect(third.state.drifts.map(({ state }) => state)).toEqual(['closed']);
  });

  test('are none for compliant targets, which get no records', () => {
    const many = Array.from({ length: 1000 }, (_, index) => ({ ...OK, accountId: String(100_000_000_000 + index) }));
    expect(runOnce(EMPTY_STATE, { results: many, atMs: START }).next).toEqual({
      ...EMPTY_STATE,
      sessions: expect.anything(),
      policies: expect.anything(),
    });
  });
});

test('a drift of a target without Macie is none', () => {
  const gone = resultOf(REGION, { verdict: 'not-applicable', drifts: [drift()] });
  expect(runOnce(EMPTY_STATE, { results: [gone], atMs: START }).next).toEqual({
    ...EMPTY_STATE,
    sessions: expect.anything(),
    policies: expect.anything(),
  });
});

describe('a target that a run did not read', () => {
  const { state } = alertsOf([[DRIFTED, resultOf('us-east-1', { drifts: [drift()] }), unreadableResult('us-west-1')]]);
  const partial = { scope: { ...reportFor([OK]).scope, kind: 'partial' as const } };

  test('stays as it is when the run was partial', () => {
    const ran = runOnce(state, { results: [OK], atMs: START + HOUR, report: partial });
    expect(ran.alerts.map(({ kind, region }) => `${kind} ${region}`)).toEqual([`resolved ${REGION}`]);
    expect(openKeys(ran.state)).toEqual(['111122223333 us-east-1 status', '111122223333 us-west-1 session']);
  });

  test.each<[string, Partial<Report>]>([
    ['lists other Regions', { regions: { source: 'policy', excluded: [] } }],
    ['excludes it', { regions: { source: 'live', excluded: ['us-east-1', 'us-west-1'] } }],
    ['covers other accounts', { scope: { ...reportFor([OK]).scope, accounts: ['444455556666'] } }],
  ])('is resolved, with why, when the policy %s', (_, report) => {
    const ran = runOnce(state, { results: [DRIFTED], atMs: START + HOUR, report });
    expect(ran.alerts).toMatchObject([
      {
        kind: 'resolved',
        isGone: true,
        region: 'us-east-1',
        detail: 'the policy no longer covers it, and it was not read',
      },
    ]);
    expect(openKeys(ran.state)).toEqual([`111122223333 ${REGION} status`]);
  });

  test.each(['regions-not-live', 'regions-enabled-unknown'] as const)(
    'stays as it is when the list of Regions was a stand-in: %s',
    (kind) => {
      const report = { notices: [{ kind, message: '' }] };
      expect(runOnce(state, { results: [DRIFTED], atMs: START + HOUR, report }).alerts).toEqual([]);
    },
  );

  test('stays as it is when the lists of AWS left out its Region, which the policy still covers', () => {
    const ran = runOnce(state, { results: [DRIFTED], atMs: START + HOUR });
    expect(ran.alerts).toEqual([]);
    expect(openKeys(ran.state)).toEqual(openKeys(state));
  });

  test('stays as it is when only a gap in the live list says that its Region has no Macie', () => {
    const leftOut = (region: string) =>
      resultOf(region, { verdict: 'not-applicable', session: null, settings: {}, detail: NOT_IN_LIVE_LIST });
    const results = [leftOut(REGION), leftOut('us-east-1'), leftOut('us-west-1')];
    const ran = runOnce(state, { results, atMs: START + HOUR });
    expect(ran.alerts).toEqual([]);
    expect(openKeys(ran.state)).toEqual(openKeys(state));
  });

  test('stays as it is when the run had no targets at all', () => {
    expect(runOnce(state, { results: [], atMs: START + HOUR }).alerts).toEqual([]);
  });
});

describe('a run that died after it recorded a repair', () => {
  const attempt = attemptOf(iso(START - HOUR), { outcome: 'recorded' });
  const died: State = { ...EMPTY_STATE, ledgers: [ledgerOf([attempt])] };

  test('is reported once by the next run that sees the drift gone', () => {
    const ran = runOnce(died, { results: [OK], atMs: START });
    expect(ran.alerts).toMatchObject([
      { kind: 'resolved', since: attempt.at, actual: 'DISABLED', detail: expect.stringContaining(attempt.at) },
    ]);
    expect(runOnce(ran.state, { results: [OK], atMs: START + HOUR }).alerts).toEqual([]);
  });

  test.each<[string, Result[]]>([
    ['no longer has Macie', [resultOf(REGION, { verdict: 'not-applicable', session: null, settings: {} })]],
    ['is no longer covered by the policy', [resultOf('us-east-1')]],
    ['has a setting that is no longer compared', [resultOf(REGION, { settings: {} })]],
  ])('is reported once where the target %s', (_, results) => {
    const report: Partial<Report> = { regions: { source: 'policy', excluded: [] } };
    const ran = runOnce(died, { results, atMs: START, report });
    expect(ran.alerts).toMatchObject([{ kind: 'resolved', region: REGION }]);
    expect(runOnce(ran.state, { results, atMs: START + HOUR, report }).alerts).toEqual([]);
  });

  test('is not reported while the target is unread', () => {
    const ran = runOnce(died, { results: [unreadableResult(REGION)], atMs: START });
    expect(ran.alerts).toEqual([]);
    expect(ran.state.ledgers).toEqual(died.ledgers);
  });

  test('is reported with the facts of its attempt, not with those of an older drift', () => {
    const closed = runOnce(alertsOf([[DRIFTED]]).state, { results: [OK], atMs: START + HOUR }).state;
    const later = attemptOf(iso(START + 2 * HOUR), { outcome: 'recorded' });
    const ran = runOnce({ ...closed, ledgers: [ledgerOf([later])] }, { results: [OK], atMs: START + 3 * HOUR });
    expect(ran.alerts).toMatchObject([{ kind: 'resolved', since: later.at, actual: 'DISABLED', action: 'enable' }]);
  });

  test('keeps since when a drift is open', () => {
    const open = alertsOf([[DRIFTED]]).state;
    const later = attemptOf(iso(START + HOUR), { outcome: 'recorded' });
    const ran = runOnce({ ...open, ledgers: [ledgerOf([later])] }, { results: [OK], atMs: START + 2 * HOUR });
    expect(ran.alerts).toMatchObject([{ kind: 'resolved', since: iso(START) }]);
  });
});

test('keeps repair attempts for a day, or as long as the cool-down', () => {
  const old: State = { ...EMPTY_STATE, ledgers: [ledgerOf([attemptOf(iso(START - 30 * HOUR))])] };
  const settings = { state: old, report: reportFor([OK]), now: new Date(START), settings: ALERT_SETTINGS };
  expect(reconcile(settings).ledgers).toEqual([]);
  expect(reconcile({ ...settings, keepAttemptsMs: 2 * DAY }).ledgers).toEqual(old.ledgers);
});

// Histories of three Regions, as AWS and people could make them.
const anyResult = (region: string): fc.Arbitrary<Result> =>
  fc.constantFrom(
    resultOf(region),
    resultOf(region, { drifts: [drift()] }),
    resultOf(region, { drifts: [drift({ actual: 'DISABLED' })] }),
    resultOf(region, {
      drifts: [drift({ outcome: 'failed', failure: { reason: 'access-denied', detail: 'x' } })],
    }),
    resultOf(region, { drifts: [drift({ outcome: 'verified' })] }),
    unreadableResult(region),
  );
const REGIONS = ['eu-west-1', 'eu-west-2', 'us-east-1'] as const;
const anyHistory = fc.array(fc.tuple(...REGIONS.map(anyResult)), { maxLength: 40 });

describe('for any history', () => {
  test('the same report twice gives no second alert, and the same state', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const { state } = alertsOf(history);
        // A repair that is reported as verified again would be another repair: a run does not do that twice.
        const results = (history.at(-1) ?? []).filter(({ drifts }) => drifts[0]?.outcome !== 'verified');
        const run = { results, atMs: START + history.length * HOUR };
        const once = runOnce(state, run);
        const again = runOnce(once.state, run);
        expect(again.alerts).toEqual([]);
        expect(JSON.stringify(again.state)).toBe(JSON.stringify(once.state));
      }),
    );
  });

  test('however deliveries are batched, the same is open and the same is announced', () => {
    fc.assert(
      fc.property(anyHistory, fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }), (history, deliveries) => {
        let each = EMPTY_STATE;
        let batched = EMPTY_STATE;
        const announced: string[] = [];
        const announcedBatched = new Set<string>();
        for (const [index, results] of history.entries()) {
          const run = { results, atMs: START + index * HOUR };
          const one = runOnce(each, run);
          each = one.state;
          announced.push(...one.alerts.map(({ id }) => id));
          const other = runOnce(batched, run);
          for (const { id } of other.alerts) announcedBatched.add(id);
          batched = deliveries[index] ? other.state : other.next;
        }
        expect(openKeys(batched)).toEqual(openKeys(each));
        expect([...announcedBatched].toSorted()).toEqual(announced.toSorted());
      }),
    );
  });

  test('every opened is ended by one resolved or repaired, after a calm day at the latest', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const last = REGIONS.map((region) => resultOf(region));
        const end = START + history.length * HOUR;
        const runs = [
          ...history.map((results, index) => ({ results, atMs: START + index * HOUR })),
          { results: last, atMs: end },
          { results: last, atMs: end + 2 * DAY },
        ];
        let state = EMPTY_STATE;
        const announced: Alert[] = [];
        for (const run of runs) {
          const ran = runOnce(state, run);
          state = ran.state;
          announced.push(...ran.alerts);
        }
        expect(state).toEqual({ ...EMPTY_STATE, sessions: expect.anything(), policies: expect.anything() });
        for (const region of REGIONS) {
          const letters = announced
            .filter((alert) => alert.region === region && alert.subject === 'drift')
            .map(({ kind }) => (kind === 'opened' ? 'o' : kind === 'resolved' || kind === 'repaired' ? 'e' : ''))
            .join('');
          expect(letters).toMatch(/^e*(oe+)*$/);
        }
      }),
    );
  });

  test('an unknown never resolves a drift', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const { state } = alertsOf(history);
        const results = REGIONS.map((region) => unreadableResult(region));
        const after = runOnce(state, { results, atMs: START + history.length * HOUR });
        expect(after.alerts.filter(({ kind }) => kind === 'resolved' || kind === 'repaired')).toEqual([]);
        for (const key of openKeys(state)) expect(openKeys(after.state)).toContain(key);
      }),
    );
  });

  test('report and state say the same after a round trip through JSON', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const { state } = alertsOf(history.slice(0, -1));
        const report = reportFor(history.at(-1) ?? []);
        const run = { now: new Date(START + history.length * HOUR), settings: ALERT_SETTINGS };
        const next = reconcile({ state, report, ...run });
        const copy = JSON.parse(JSON.stringify({ state, report }));
        expect(reconcile({ ...copy, ...run })).toEqual(next);
        expect(pendingAlerts(JSON.parse(JSON.stringify(next)))).toEqual(pendingAlerts(next));
      }),
    );
  });
});
