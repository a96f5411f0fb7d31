import { describe, expect, test } from '@jest/globals';
import { EMPTY_STATE } from '../../../lib/core/alerts/records.ts';
import { evidenceOf } from '../../../lib/core/evidence/evidence.ts';
import { scanRecordOf, type ScanRecord } from '../../../lib/core/evidence/scan-record.ts';
import { groupTargets, targetsOf } from '../../../lib/core/evidence/target-groups.ts';
import type { EvidenceFacts, EvidenceQuestion } from '../../../lib/core/evidence/targets.ts';
import { usualDistance } from '../../../lib/core/evidence/usual-distance.ts';
import type { DriftEvent } from '../../../lib/core/history/life-event.ts';
import type { Report, Result } from '../../../lib/core/compliance/report.ts';
import { NOT_IN_LIVE_LIST } from '../../../lib/core/regions.ts';
import { driftRecord } from '../../state/items.ts';
import { callOf } from '../activity/calls.ts';
import { drift, notApplicableResult, reportFor, resultOf, session, TARGET, unreadableResult } from '../values.ts';

const HOUR = 3_600_000;
const START = Date.parse('2026-03-01T00:00:00Z');
const iso = (hour: number): string => new Date(START + hour * HOUR).toISOString();
const [WEST, EAST] = ['eu-west-1', 'us-east-1'];
const LISTED = { source: 'policy', excluded: [] } as const;

function scan(hour: number, results: readonly Result[], over: Partial<Report> = {}): ScanRecord {
  const times = { runId: `run-${hour}`, startedAt: iso(hour), finishedAt: iso(hour), regions: LISTED };
  return scanRecordOf(reportFor(results, { ...times, ...over }), EMPTY_STATE);
}

const partial = (results: readonly Result[]): Partial<Report> => {
  const { scope } = reportFor(results);
  return { scope: { ...scope, kind: 'partial' } };
};

/** Such as `compliant 0-2, not-seen 2-3 no-run`, in hours, by `Region setting`. */
function spansOf(
  facts: Partial<EvidenceFacts>,
  question: Partial<EvidenceQuestion> = {},
): Readonly<Record<string, string>> {
  const evidence = evidenceOf(
    { scans: [], events: [], drifts: [], doubts: [], olderRuns: null, ...facts },
    {
      from: START,
      to: START + 4 * HOUR,
      settings: ['status'],
      validForMs: HOUR,
      accounts: null,
      regions: null,
      ...question,
    },
  );
  const hourOf = (ms: number): number => (ms - START) / HOUR;
  return Object.fromEntries(
    evidence.targets.map(({ region, setting, spans }) => [
      `${region} ${setting}`,
      spans
        .map(({ from, to, kind, why }) => [kind, `${hourOf(from)}-${hourOf(to)}`, why].filter(Boolean).join(' '))
        .join(', '),
    ]),
  );
}

const west = resultOf(WEST);
const everyHour = (results: readonly Result[]): readonly ScanRecord[] =>
  [0, 1, 2, 3].map((hour) => scan(hour, results));

describe('a scan record', () => {
  test('says of few groups what was read, and of each unknown why not', () => {
    const { coverage } = scan(0, [
      west,
      resultOf(EAST),
      unreadableResult('us-west-2'),
      notApplicableResult('eu-south-1'),
    ]);
    expect(coverage).toEqual({
      read: [
        {
          accounts: [TARGET.accountId],
          regions: [WEST, EAST],
          settings: ['findingPublishingFrequency', 'serviceRole', 'status'],
        },
      ],
      unread: [{ accounts: [TARGET.accountId], regions: ['us-west-2'], group: 'session', reason: 'throttled' }],
    });
  });

  test.each<[string, Result, string]>([
    [
      'that could not store the drift that it found',
      resultOf(WEST, { drifts: [drift()] }),
      'not-seen 0-1 not-recorded',
    ],
    [
      'whose drift was not read again',
      resultOf(WEST, {
        drifts: [drift()],
        settings: {},
        unknowns: [{ group: 'session', reason: 'timeout', detail: '' }],
      }),
      'not-seen 0-1 timeout',
    ],
    ['at a Region that a list lacked', notApplicableResult(WEST, NOT_IN_LIVE_LIST), 'not-seen 0-1 not-reached'],
    [
      'at a target that is off as the policy wants it',
      resultOf(WEST, { settings: { status: 'DISABLED' }, session: session({ status: 'DISABLED' }) }),
      'accepted 0-1',
    ],
    ['at a target that was repaired', resultOf(WEST, { drifts: [drift({ outcome: 'verified' })] }), 'compliant 0-1'],
  ])('%s', (_, result, expected) => {
    expect(spansOf({ scans: [scan(0, [result])] }, { to: START + HOUR })).toEqual({ 'eu-west-1 status': expected });
  });

  test('of 5,000 accounts with 22 Regions has one group', () => {
    const targets = Array.from({ length: 5000 }, (_, index) => String(index).padStart(12, '0')).flatMap((accountId) =>
      Array.from({ length: 22 }, (__, region) => ({
        accountId,
        region: `r-${region}`,
        same: { settings: ['status'] },
      })),
    );
    const groups = groupTargets(targets);
    expect(groups).toHaveLength(1);
    expect(JSON.stringify(groups).length).toBeLessThan(80_000);
    expect(groups.flatMap(targetsOf)).toHaveLength(110_000);
  });
});

describe('a target', () => {
  test('is not seen where no run read it, where runs read other targets, and where a record cannot be read', () => {
    const unknown: ScanRecord = { ...scan(3, []), coverage: null };
    const scans = [scan(0, [west]), scan(2, [resultOf(EAST)], partial([resultOf(EAST)])), unknown];
    expect(spansOf({ scans })['eu-west-1 status']).toBe(
      'compliant 0-1, not-seen 1-3 partial-runs, not-seen 3-4 unknown-coverage',
    );
    expect(spansOf({ scans: [scan(0, [west])] })['eu-west-1 status']).toBe('compliant 0-1, not-seen 1-4 no-run');
  });

  test('is outside where a whole run did not have it, and is left out if that is always so', () => {
    const scans = [
      scan(0, [resultOf(EAST)]),
      scan(1, [west, resultOf(EAST)]),
      scan(2, [resultOf(EAST)]),
      scan(3, [west]),
    ];
    expect(spansOf({ scans })['eu-west-1 status']).toBe('outside 0-1, compliant 1-2, outside 2-3, compliant 3-4');
    expect(spansOf({ scans }, { to: START + HOUR })).toEqual({ 'us-east-1 status': 'compliant 0-1' });
  });

  test('is not outside where a list of AWS lacked its Region, unless the policy excludes it or the account is gone', () => {
    const live = (excluded: readonly string[]): Partial<Report> => ({ regions: { source: 'live', excluded } });
    const other = resultOf(EAST, { accountId: '222233334444' });
    const scans = [
      scan(0, [west, resultOf(EAST)], live([])),
      scan(1, [resultOf(EAST)], live([])),
      scan(2, [resultOf(EAST)], live([WEST])),
      scan(3, [other], live([])),
    ];
    const asked = { accounts: new Set([TARGET.accountId]), regions: new Set([WEST]) };
    expect(spansOf({ scans }, asked)).toEqual({
      'eu-west-1 status': 'compliant 0-1, not-seen 1-2 partial-runs, outside 2-4',
    });
  });

  test('has no setting that the policy does not want there; a run of the status says nothing of other settings', () => {
    const only = resultOf(WEST, { settings: { status: 'ENABLED' } });
    const { scope } = reportFor([only]);
    const narrowed = { scope: { ...scope, settings: ['status'] } };
    const scans = [scan(0, [west]), scan(1, [only], narrowed), scan(2, [only]), scan(3, [west])];
    expect(spansOf({ scans }, { settings: ['status', 'serviceRole'] })).toEqual({
      'eu-west-1 serviceRole': 'compliant 0-1, not-seen 1-2 partial-runs, outside 2-3, compliant 3-4',
      'eu-west-1 status': 'compliant 0-4',
    });
    const reveal = resultOf(WEST, { unknowns: [{ group: 'reveal', reason: 'timeout', detail: '' }] });
    expect(
      spansOf({ scans: [scan(0, [reveal])] }, { to: START + HOUR, settings: ['status', 'reveal.status'] }),
    ).toEqual({
      'eu-west-1 reveal.status': 'not-seen 0-1 timeout',
      'eu-west-1 status': 'compliant 0-1',
    });
  });

  test('is not seen by runs of before that did not record it', () => {
    const olderRuns = { from: START + HOUR, to: START + 2 * HOUR };
    expect(spansOf({ scans: [scan(2, [west])], olderRuns })['eu-west-1 status']).toBe(
      'not-seen 0-1 no-run, not-seen 1-2 older-runs, compliant 2-3, not-seen 3-4 no-run',
    );
  });

  test('is not seen after an item of its account that cannot be read', () => {
    const of = (accountId: string | null) =>
      spansOf({ scans: everyHour([west]), doubts: [{ accountId, from: iso(1) }] });
    for (const id of [TARGET.accountId, null])
      expect(of(id)['eu-west-1 status']).toBe('compliant 0-1, not-seen 1-4 newer-items');
    expect(of('222233334444')['eu-west-1 status']).toBe('compliant 0-4');
  });
});

describe('a drift', () => {
  const event = (over: Partial<DriftEvent> = {}): DriftEvent => ({
    subject: 'drift',
    kind: 'opened',
    id: `${over.kind}`,
    runId: 'run-2',
    accountId: TARGET.accountId,
    region: WEST,
    setting: 'status',
    at: iso(2),
    since: iso(2),
    before: 'closed',
    desired: 'ENABLED',
    actual: 'PAUSED',
    previous: null,
    call: null,
    endedBy: null,
    failure: null,
    detail: null,
    waiver: null,
    from: null,
    until: null,
    ...over,
  });
  const scans = everyHour([west]);
  const shown = (events: readonly DriftEvent[], over: Partial<EvidenceFacts> = {}) =>
    spansOf({ scans, events, ...over })['eu-west-1 status'];

  test('counts from when it was first seen, or from its call where no scan has contradicted that', () => {
    expect(shown([event()])).toBe('compliant 0-2, drifted 2-4');
    expect(shown([event({ call: callOf({ at: iso(1.5) }) })])).toBe('compliant 0-1.5, drifted 1.5-4');
    expect(shown([event({ call: callOf({ at: iso(0.5) }) })])).toBe('compliant 0-2, drifted 2-4');
  });

  test('counts from its call although no run read the target, where it is not of the period, and where it has only a record', () => {
    const first = [scan(2, [west])];
    expect(shown([event({ call: callOf({ at: iso(1) }) })], { scans: first })).toBe(
      'not-seen 0-1 no-run, drifted 1-3, not-seen 3-4 no-run',
    );
    const record = driftRecord({ since: iso(-5), call: callOf({ at: iso(-6) }) });
    expect(shown([], { drifts: [record] })).toBe('drifted 0-4');
    expect(shown([event({ kind: 'resolved', before: 'waived', since: iso(-9) })])).toBe('accepted 0-2, compliant 2-4');
    const elsewhere = driftRecord({ accountId: '222233334444', since: iso(1) });
    expect(spansOf({ drifts: [elsewhere] })).toEqual({ 'eu-west-1 status': 'not-seen 0-4 no-run' });
    expect(spansOf({ scans, drifts: [elsewhere] })).toEqual({ 'eu-west-1 status': 'compliant 0-4' });
    expect(shown([event({ at: iso(9), since: iso(9), runId: 'later' })])).toBe('compliant 0-4');
  });

  test.each<[Partial<DriftEvent>, string]>([
    [{ from: iso(1.25), until: iso(1.75) }, 'compliant 0-1.25, drifted 1.25-1.75, compliant 1.75-4'],
    [{ from: iso(1.25) }, 'compliant 0-1.25, drifted 1.25-2, compliant 2-4'],
    [{ until: iso(1.75) }, 'compliant 0-1, not-seen 1-1.75 between-scans, compliant 1.75-4'],
    [{}, 'compliant 0-1, not-seen 1-2 between-scans, compliant 2-4'],
  ])('between two runs counts as far as its ends are known: %j', (over, expected) => {
    expect(shown([event({ kind: 'interrupted', ...over })])).toBe(expected);
  });

  test('before the first scan is not known at all', () => {
    const events = [event({ kind: 'interrupted', runId: 'run-0', at: iso(0), since: iso(-1) })];
    expect(shown(events)).toBe('compliant 0-4');
  });

  test('comes before what was not seen, and that before what is accepted', () => {
    const regions = ['a', 'b', 'c', 'd', 'e'];
    const results = regions.map((region) => (region === 'b' ? unreadableResult(region) : resultOf(region)));
    const events = [event({ region: 'c' }), event({ region: 'a', kind: 'waived' })];
    const found = spansOf({ scans: everyHour(results), events }, { settings: ['status', 'serviceRole'] });
    expect(Object.keys(found).slice(0, 5)).toEqual([
      'c status',
      'b serviceRole',
      'b status',
      'a status',
      'a serviceRole',
    ]);
  });
});

describe('the time that a scan is valid', () => {
  const validity = (scans: readonly ScanRecord[]): number =>
    evidenceOf(
      { scans, events: [], drifts: [], doubts: [], olderRuns: null },
      { from: START, to: START + 4 * HOUR, settings: [], validForMs: null, accounts: null, regions: null },
    ).validForMs / HOUR;

  test('is twice the usual time between scheduled runs, or other full runs, or a day each; never more than 31 days', () => {
    expect(validity(everyHour([west]))).toBe(2);
    expect(validity([0, 3].map((hour) => scan(hour, [west], { trigger: 'manual' })))).toBe(6);
    expect(validity([])).toBe(48);
    expect(validity([0, 2000].map((hour) => scan(hour, [west])))).toBe(31 * 24);
  });

  test('ignores a rare outage, and runs within one minute', () => {
    const starts = [0, 1, 2, 3, 4, 5, 6, 7, 40, 41].map((hour) => ({ startedAt: iso(hour) }));
    expect(usualDistance(starts)).toBe(HOUR);
    expect(usualDistance([{ startedAt: iso(0) }, { startedAt: iso(0) }])).toBe(60_000);
    expect(usualDistance([])).toBeNull();
  });
});
