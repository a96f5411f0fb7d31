import { describe, expect, test } from '@jest/globals';
import { withoutDelivered } from '../../../lib/core/alerts/delivery.ts';
import { reconcile } from '../../../lib/core/alerts/reconcile.ts';
import { EMPTY_STATE, type State } from '../../../lib/core/alerts/records.ts';
import type { Result } from '../../../lib/core/compliance/report.ts';
import type { LifeEvent } from '../../../lib/core/history/life-event.ts';
import { lifeEvents } from '../../../lib/core/history/life-events.ts';
import { livesOf } from '../../../lib/core/history/lives.ts';
import { ALERT_SETTINGS, HOUR, START } from '../alerts/history.ts';
import { attemptOf, ledgerOf } from '../guard-rails/ledgers.ts';
import { drift, notApplicableResult, reportFor, resultOf, session, unreadableResult } from '../values.ts';

const REGION = 'eu-west-1';
const iso = (hour: number): string => new Date(START + hour * HOUR).toISOString();
const off = (over: Parameters<typeof drift>[0] = {}): Result => resultOf(REGION, { drifts: [drift(over)] });
const good = resultOf(REGION);
const WAIVER = { reason: 'no buckets', owner: 'a', expires: '2099-01-01' };
const waived = off({ waiver: WAIVER, outcome: 'skipped' });
const repaired = off({ outcome: 'verified' });
const refused = off({ outcome: 'failed', failure: { reason: 'access-denied', detail: 'no' } });

/** The events of runs an hour apart; `saves` false: the state of that run was not stored, and its events were. */
function eventsOf(
  results: readonly Result[],
  { state: first = EMPTY_STATE, flapLimit = 3, lostSaves = [] as readonly number[] } = {},
): { readonly events: readonly LifeEvent[]; readonly state: State } {
  let state: State = first;
  let version = 'first';
  const events = results.flatMap((result, hour) => {
    const now = new Date(iso(hour));
    const regions = { source: 'policy', excluded: [] } as const;
    const report = reportFor([result], { runId: `run-${hour}`, startedAt: iso(hour), finishedAt: iso(hour), regions });
    const versions = { [result.accountId]: version };
    const settings = { ...ALERT_SETTINGS, flapLimit };
    const after = reconcile({ state, report, now, settings, versions });
    const found = lifeEvents(state, after, { report, now, versions });
    if (lostSaves.includes(hour)) return found;
    state = withoutDelivered(after, { now });
    version = iso(hour);
    return found;
  });
  return { events, state };
}

const kindsOf = (...args: Parameters<typeof eventsOf>): readonly string[] =>
  eventsOf(...args).events.map(({ kind, at }) => `${(Date.parse(at) - START) / HOUR} ${kind}`);

describe('the events of a drift', () => {
  test.each<[string, readonly Result[], readonly string[]]>([
    ['opened and resolved', [good, off(), off(), good], ['1 opened', '3 resolved']],
    ['opened and repaired', [off(), repaired, good], ['0 opened', '1 repaired']],
    ['found and repaired at once', [repaired, good], ['0 repaired']],
    ['changed in its value', [off(), off({ actual: 'DISABLED' })], ['0 opened', '1 changed']],
    ['changed in what is desired', [off(), off({ desired: 'DISABLED' })], ['0 opened', '1 changed']],
    ['waived from the beginning', [waived, good], ['0 waived', '1 resolved']],
    [
      'waived and changed',
      [waived, off({ waiver: WAIVER, outcome: 'skipped', actual: 'DISABLED' })],
      ['0 waived', '1 changed'],
    ],
    ['waived, and no more', [off(), waived, off()], ['0 opened', '1 waived', '2 waiver-ended']],
    ['refused at once, and once more', [refused, refused], ['0 opened', '0 repair-failed']],
    ['refused later', [off(), refused, refused], ['0 opened', '1 repair-failed']],
    ['no longer compared', [off(), notApplicableResult(REGION)], ['0 opened', '1 gone']],
    ['unreadable', [unreadableResult(REGION), unreadableResult(REGION), good], ['0 unreadable', '2 readable']],
    ['unreadable and gone', [unreadableResult(REGION), notApplicableResult(REGION)], ['0 unreadable', '1 gone']],
    ['unreadable and out of the policy', [unreadableResult(REGION), resultOf('us-east-1')], ['0 unreadable', '1 gone']],
    ['forgotten after a day', [off(), ...Array.from({ length: 26 }, () => good)], ['0 opened', '1 resolved']],
    ['none', [good, good], []],
  ])('%s', (_, results, expected) => {
    expect(kindsOf(results)).toEqual(expected);
  });

  test('are there although a flapping drift has no alerts', () => {
    const results = [off(), good, off(), good, off(), good];
    expect(kindsOf(results, { flapLimit: 1 })).toEqual([
      '0 opened',
      '1 resolved',
      '2 opened',
      '3 resolved',
      '4 opened',
      '5 resolved',
    ]);
  });

  test('tell of a session that was made anew between two runs', () => {
    const anew = resultOf(REGION, { session: session({ createdAt: iso(0.5) }) });
    const { events } = eventsOf([good, anew]);
    expect(events).toMatchObject([{ kind: 'interrupted', before: 'closed', from: null, until: iso(0.5) }]);
    const later = resultOf(REGION, { session: session({ createdAt: iso(3.5) }) });
    const flapping = eventsOf([off(), good, off(), good, later], { flapLimit: 1 }).events;
    expect(flapping.at(-1)).toMatchObject({ kind: 'interrupted', from: null, until: null });
  });

  test('tell of a repair whose run ended before it recorded the outcome', () => {
    const state = { ...EMPTY_STATE, ledgers: [ledgerOf([attemptOf(iso(-1), { outcome: 'recorded' })])] };
    expect(eventsOf([good], { state }).events).toMatchObject([
      { kind: 'resolved', before: 'closed', since: iso(-1), id: expect.stringMatching(/^repaired\//) },
    ]);
  });
});

describe('the lives', () => {
  const livesAfter = (...args: Parameters<typeof eventsOf>) => {
    const { events, state } = eventsOf(...args);
    return livesOf(events, state).map(({ since, endedAt, ...life }) => ({
      since: (Date.parse(since) - START) / HOUR,
      endedAt: endedAt === null ? null : (Date.parse(endedAt) - START) / HOUR,
      parts: life.subject === 'drift' ? life.parts.map(({ state, actual }) => `${state} ${actual}`) : [],
    }));
  };

  test('have parts in which nothing changed', () => {
    expect(livesAfter([off(), off({ actual: 'DISABLED' }), waived, off(), good, off()])).toEqual([
      { since: 0, endedAt: 4, parts: ['open PAUSED', 'open DISABLED', 'waived PAUSED', 'open PAUSED'] },
      { since: 5, endedAt: null, parts: ['open PAUSED'] },
    ]);
    expect(livesAfter([waived, refused])).toMatchObject([{ parts: ['waived PAUSED', 'open PAUSED'] }]);
  });

  test.each([
    ['an opening', [off(), off(), good], [0], [{ since: 0, endedAt: 2 }]],
    ['an end', [off(), good, good], [1], [{ since: 0, endedAt: 1 }]],
    ['a repair', [repaired, repaired, good], [0], [{ since: 0, endedAt: 0 }]],
    [
      'an unreadable target',
      [unreadableResult(REGION), unreadableResult(REGION), good, good],
      [0, 2],
      [{ since: 0, endedAt: 2 }],
    ],
  ])('count %s once that a run could not save', (_, results, lostSaves, expected) => {
    expect(livesAfter(results, { lostSaves })).toMatchObject(expected);
  });

  test('begin where their first known event says, or the record of now', () => {
    const results = [off(), off({ actual: 'DISABLED' }), good];
    const { events, state } = eventsOf(results);
    expect(livesOf(events.slice(1), state)).toMatchObject([
      {
        since: iso(0),
        endedAt: iso(2),
        parts: [{ state: 'open', actual: 'PAUSED', from: iso(0) }, { actual: 'DISABLED' }],
      },
    ]);
    const waiting = eventsOf([waived]).state;
    expect(livesOf([], waiting)).toMatchObject([{ since: iso(0), endedAt: null, parts: [{ state: 'waived' }] }]);
    const open = { ...eventsOf([off()]).state, unreadable: eventsOf([unreadableResult(REGION)]).state.unreadable };
    expect(livesOf([], open)).toMatchObject([{ subject: 'drift' }, { subject: 'unreadable', endedAt: null }]);
    const failed = eventsOf([off(), refused]);
    expect(livesOf(failed.events.slice(1), failed.state)).toMatchObject([
      { since: iso(0), events: [{ kind: 'repair-failed' }] },
    ]);
    const ended = eventsOf([unreadableResult(REGION), good]).events.slice(1);
    expect(livesOf(ended, EMPTY_STATE)).toMatchObject([{ since: iso(0), endedAt: iso(1) }]);
  });

  test('end where the next one begins, if their end is not among the events', () => {
    const { events } = eventsOf([off(), good, off()]);
    expect(
      livesOf(
        events.filter(({ kind }) => kind === 'opened'),
        EMPTY_STATE,
      ),
    ).toMatchObject([
      { since: iso(0), endedAt: iso(2) },
      { since: iso(2), endedAt: null },
    ]);
  });
});
