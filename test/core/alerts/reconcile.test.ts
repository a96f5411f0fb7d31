import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Alert, Item } from '../../../lib/core/alerts/model.ts';
import type { Drift, Waiver } from '../../../lib/core/model.ts';
import type { Result } from '../../../lib/core/compliance/report.ts';
import { delivered, reduce } from '../../../lib/core/alerts/reconcile.ts';
import { reportOf, result } from '../../fixtures/reports.ts';
import { drift } from '../values.ts';
import { HOUR, open, runOnce, SETTINGS, START, tellOf } from './history.ts';

const REGION = 'eu-west-1';
const OK = result(REGION);
const drifted = (over: Partial<Drift> = {}): Result => result(REGION, { verdict: 'drifted', drifts: [drift(over)] });
const repaired = result(REGION, { drifts: [drift({ outcome: 'verified' })] });
const blind = result(REGION, { verdict: 'unknown', session: null, reason: 'throttled', detail: 'slow down' });
const none = result(REGION, { verdict: 'not-applicable', session: null, detail: 'not enabled for the account' });
const waivedUntil = (expires: string): Result => {
  const waiver: Waiver = { reason: 'r', owner: 'o', expires };
  return result(REGION, {
    verdict: 'waived',
    drifts: [drift({ waiver, outcome: 'skipped', detail: `waived until ${expires}` })],
  });
};

const DAY = 24 * HOUR;

describe('what is said, run by run', () => {
  test.each<[string, Result[], string[]]>([
    ['nothing, where nothing is', [OK, OK], ['', '']],
    ['a drift once', [OK, drifted(), drifted()], ['', 'opened', '']],
    ['a drift that somebody else repairs', [drifted(), OK, OK], ['opened', 'resolved', '']],
    ['a drift that we repair', [drifted(), repaired, OK], ['opened', 'repaired', '']],
    ['a drift found and repaired in one run', [repaired, OK], ['repaired', '']],
    [
      'another value',
      [drifted({ actual: 'PAUSED' }), drifted({ actual: 'DISABLED' }), drifted({ actual: 'DISABLED' })],
      ['opened', 'changed', ''],
    ],
    ['another wish', [drifted(), drifted({ desired: 'DISABLED' })], ['opened', 'changed']],
    [
      'a repair that fails, once per reason',
      [
        drifted(),
        drifted({ outcome: 'failed', detail: 'a' }),
        drifted({ outcome: 'failed', detail: 'a' }),
        drifted({ outcome: 'failed', detail: 'b' }),
      ],
      ['opened', 'repair-failed', '', 'repair-failed'],
    ],
    [
      'a repair that failed at once is in the first alert',
      [drifted({ outcome: 'failed', detail: 'a' }), drifted({ outcome: 'failed', detail: 'a' })],
      ['opened', ''],
    ],
    ['blindness once it has lasted', [blind, blind, blind, OK], ['', 'blind', '', 'sighted']],
    ['nothing of a moment of blindness', [blind, OK, blind, OK], ['', '', '', '']],
    [
      'an open drift stays open through blindness',
      [drifted(), blind, blind, drifted(), OK],
      ['opened', '', 'blind', 'sighted', 'resolved'],
    ],
    [
      'a repair after blindness is told',
      [drifted(), blind, blind, repaired],
      ['opened', '', 'blind', 'repaired sighted'],
    ],
    ['a waived drift', [waivedUntil('2027-06-01'), waivedUntil('2027-06-01'), OK], ['', '', '']],
    ['a drift that is waived is over', [drifted(), waivedUntil('2027-06-01')], ['opened', 'resolved']],
    [
      'a waiver that is about to end, once',
      [waivedUntil('2026-12-01'), waivedUntil('2026-12-01')],
      ['waiver-expiring', ''],
    ],
    [
      'a waiver that was extended',
      [waivedUntil('2026-12-01'), waivedUntil('2026-12-02')],
      ['waiver-expiring', 'waiver-expiring'],
    ],
    ['a waiver that was taken out', [waivedUntil('2027-06-01'), drifted()], ['', 'opened']],
    ['a Region that is no longer there', [drifted(), none], ['opened', 'resolved']],
    ['a Region that is no longer there, unread', [blind, blind, none], ['', 'blind', 'resolved']],
    ['a Region that was unread for a moment and is no longer there', [blind, none], ['', '']],
  ])('%s', (_, history, said) => {
    const kinds = tellOf(history.map((one) => [one])).said.map((alerts) =>
      alerts.map((alert) => alert.split(' ')[0]).join(' '),
    );
    expect(kinds).toEqual(said);
  });

  test('a waiver that has ended alerts as drift does, and says whose it was', () => {
    const waived = runOnce([], { results: [waivedUntil('2026-11-24')], atMs: START });
    const { alerts } = runOnce(waived.items, { results: [drifted()], atMs: START + DAY });
    expect(alerts).toMatchObject([{ kind: 'waiver-expired', waiver: { owner: 'o' } }]);
  });

  test('worst first, then by Region', () => {
    const results = [
      result('eu-west-1', { verdict: 'drifted', drifts: [drift()] }),
      result('ap-south-1', { verdict: 'drifted', drifts: [drift()] }),
      result('us-east-1', { drifts: [drift({ outcome: 'verified' })] }),
    ];
    expect(tellOf([results]).said).toEqual([
      ['opened ap-south-1 status', 'opened eu-west-1 status', 'repaired us-east-1 status'],
    ]);
  });

  test('of a target with two drifts each has its own alert', () => {
    const both = result(REGION, {
      verdict: 'drifted',
      drifts: [drift(), drift({ setting: 'findingPublishingFrequency', actual: 'SIX_HOURS' })],
    });
    expect(tellOf([[both], [drifted()]]).said).toEqual([
      [`opened ${REGION} findingPublishingFrequency`, `opened ${REGION} status`],
      [`resolved ${REGION} findingPublishingFrequency`],
    ]);
  });
});

describe('reminders', () => {
  const times = (everyMs: number, runs: number, one: Result): number[] =>
    tellOf(
      Array.from({ length: runs }, () => [one]),
      everyMs,
    ).said.flatMap((said, index) => (said.some((alert) => alert.startsWith('reminder')) ? [index] : []));

  test('come after three days, then six, then twelve', () => {
    expect(times(DAY, 25, drifted())).toEqual([3, 9, 21]);
  });

  test('of blindness as well', () => {
    expect(times(DAY, 8, blind)).toEqual([4]);
  });

  test('are not lost when the clock jumps back', () => {
    const first = runOnce([], { results: [drifted()], atMs: START });
    const back = runOnce(first.items, { results: [drifted()], atMs: START - 300 * DAY });
    expect(back.alerts).toEqual([]);
    const later = runOnce(back.items, { results: [drifted()], atMs: START - 297 * DAY });
    expect(later.alerts.map(({ kind }) => kind)).toEqual(['reminder']);
  });
});

describe('flapping', () => {
  const opensAndCloses = (times: number) =>
    Array.from({ length: times * 2 }, (_, index) => [index % 2 === 0 ? drifted() : OK]);

  test('is told once, and then it is quiet', () => {
    const { said } = tellOf(opensAndCloses(6));
    expect(said.flat().map((alert) => alert.split(' ')[0])).toEqual([
      'opened',
      'resolved',
      'opened',
      'resolved',
      'opened',
      'resolved',
      'flapping',
    ]);
  });

  test('so are repairs that are undone again and again', () => {
    const { said } = tellOf(Array.from({ length: 6 }, () => [repaired]));
    expect(said.flat().map((alert) => alert.split(' ')[0])).toEqual(['repaired', 'repaired', 'repaired', 'flapping']);
    const fought = tellOf(Array.from({ length: 12 }, (_, index) => [index % 2 === 0 ? drifted() : repaired]));
    expect(fought.said.flat().map((alert) => alert.split(' ')[0])).toEqual([
      'opened',
      'repaired',
      'opened',
      'repaired',
      'opened',
      'repaired',
      'flapping',
    ]);
  });

  test('that comes to rest and is not as it should be is told again', () => {
    const { items } = tellOf([...opensAndCloses(3), [drifted()]]);
    let now = items;
    const kinds: string[] = [];
    for (let day = 1; day <= 30; day++) {
      const ran = runOnce(now, { results: [drifted()], atMs: START + day * DAY });
      now = ran.items;
      kinds.push(...ran.alerts.map(({ kind }) => `${kind} on day ${day}`));
    }
    expect(kinds).toEqual(['reminder on day 4', 'reminder on day 10', 'reminder on day 22']);
  });

  test('is what changes again and again while it is open, too', () => {
    const changes = Array.from({ length: 8 }, (_, index) => [drifted({ actual: index % 2 ? 'PAUSED' : 'DISABLED' })]);
    const { said, items } = tellOf(changes);
    expect(said.flat().map((alert) => alert.split(' ')[0])).toEqual(['opened', 'changed', 'changed', 'flapping']);
    expect(runOnce(items, { results: [OK], atMs: START + 9 * HOUR }).alerts).toEqual([]);
  });

  test('ends after a calm day, and only then', () => {
    const { items } = tellOf(opensAndCloses(4));
    const calm = runOnce(items, { results: [OK], atMs: START + 20 * HOUR });
    expect(calm.alerts).toEqual([]);
    const after = runOnce(calm.items, { results: [OK], atMs: START + 3 * DAY });
    expect(after.alerts).toMatchObject([{ kind: 'resolved', detail: 'it has been calm for a day' }]);
    expect(after.items).toEqual([]);
  });

  test('what is waived meanwhile is not told as resolved', () => {
    const { items } = tellOf(opensAndCloses(4).slice(0, -1));
    expect(runOnce(items, { results: [waivedUntil('2027-06-01')], atMs: START + 8 * HOUR }).alerts).toEqual([]);
  });
});

describe('what a run did not look at', () => {
  const { items } = tellOf([[drifted(), result('us-east-1', { verdict: 'drifted', drifts: [drift()] })]]);

  test('stays as it is when the run was narrowed', () => {
    const ran = runOnce(items, { results: [OK], atMs: START + HOUR, isWhole: false });
    expect(ran.alerts.map(({ kind, region }) => `${kind} ${region}`)).toEqual([`resolved ${REGION}`]);
    expect(open(ran.items)).toEqual(['111122223333 us-east-1 status']);
  });

  test('is over, with why, when the policy no longer covers it', () => {
    const ran = runOnce(items, { results: [drifted()], atMs: START + HOUR });
    expect(ran.alerts).toMatchObject([
      { kind: 'resolved', region: 'us-east-1', detail: 'the policy no longer covers it, and it was not looked at' },
    ]);
  });
});

test('an alert that was not delivered is said again, with the same id', () => {
  const first = runOnce([], { results: [drifted()], atMs: START });
  const second = runOnce(first.next, { results: [drifted()], atMs: START + HOUR });
  expect(second.alerts).toEqual(first.alerts);
  const third = runOnce(second.next, { results: [OK], atMs: START + 2 * HOUR });
  expect(third.alerts.map(({ kind }) => kind)).toEqual(['opened', 'resolved']);
  expect(third.items.map(({ state }) => state)).toEqual(['closed']);
});

test('the same run twice counts once: it makes nobody blind', () => {
  const once = runOnce([], { results: [blind], atMs: START, runId: 'same' });
  const again = runOnce(once.items, { results: [blind], atMs: START, runId: 'same' });
  expect(again.alerts).toEqual([]);
  expect(again.items).toEqual(once.items);
  // Nor do two runs at once.
  expect(runOnce(once.items, { results: [blind], atMs: START + 500, runId: 'other' }).alerts).toEqual([]);
  expect(runOnce(once.items, { results: [blind], atMs: START + 5000, runId: 'next' }).alerts).toHaveLength(1);
  // A clock that jumped back does not keep runs from counting.
  expect(runOnce(once.items, { results: [blind], atMs: START - 24 * HOUR, runId: 'before' }).alerts).toHaveLength(1);
});

test('a result that says nothing is told as that', () => {
  const mute = { reason: null, detail: null } as const;
  const { items } = tellOf([[drifted()], [{ ...blind, ...mute }], [{ ...blind, ...mute }]]);
  expect(items.map(({ subject, reason, detail }) => [subject, reason, detail])).toEqual([
    ['session', 'bad-response', ''],
    ['status', null, null],
  ]);
  const { alerts } = runOnce(items, { results: [{ ...none, ...mute }], atMs: START + 5 * HOUR });
  expect(alerts.map(({ kind, detail }) => [kind, detail])).toEqual([
    ['resolved', 'there is no Macie any more'],
    ['resolved', 'there is no Macie any more'],
  ]);
});

test('what is compliant costs nothing', () => {
  const many = Array.from({ length: 1000 }, (_, index) => ({ ...OK, accountId: String(100_000_000_000 + index) }));
  expect(runOnce([], { results: many, atMs: START })).toMatchObject({ next: [], alerts: [] });
});

// Histories of three Regions, as AWS and people could make them.
const anyResult = (region: string): fc.Arbitrary<Result> =>
  fc.constantFrom(
    result(region),
    result(region, { verdict: 'drifted', drifts: [drift()] }),
    result(region, { verdict: 'drifted', drifts: [drift({ actual: 'DISABLED' })] }),
    result(region, { verdict: 'drifted', drifts: [drift({ outcome: 'failed', detail: 'x' })] }),
    result(region, { drifts: [drift({ outcome: 'verified' })] }),
    { ...blind, region },
  );
const anyHistory = fc.array(fc.tuple(anyResult('eu-west-1'), anyResult('eu-west-2'), anyResult('us-east-1')), {
  maxLength: 40,
});

describe('properties', () => {
  test('the same report twice gives no second alert', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const { items } = tellOf(history);
        const results = history.at(-1) ?? [];
        const run = { results, atMs: START + history.length * HOUR, runId: 'same' };
        const once = runOnce(items, run);
        const again = runOnce(once.items, run);
        // A repaired drift that is reported as repaired again would be another repair: a run does not do that twice.
        expect(again.alerts.filter(({ kind }) => kind !== 'repaired' && kind !== 'flapping')).toEqual([]);
      }),
    );
  });

  test('however the runs are batched, the same things are open and the same is said', () => {
    fc.assert(
      fc.property(anyHistory, fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }), (history, deliveries) => {
        const at = (index: number) => START + index * HOUR;
        let each: readonly Item[] = [];
        let batched: readonly Item[] = [];
        const saidEach: string[] = [];
        const saidBatched = new Set<string>();
        for (const [index, results] of history.entries()) {
          const one = runOnce(each, { results, atMs: at(index) });
          each = one.items;
          saidEach.push(...one.alerts.map(({ id }) => id));
          const other = runOnce(batched, { results, atMs: at(index) });
          for (const { id } of other.alerts) saidBatched.add(id);
          batched = deliveries[index] ? other.items : other.next;
        }
        expect(open(batched)).toEqual(open(each));
        expect([...saidBatched].toSorted()).toEqual(saidEach.toSorted());
      }),
    );
  });

  test('every opened is ended by exactly one of resolved and repaired, after a calm day at the latest', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const last = [result('eu-west-1'), result('eu-west-2'), result('us-east-1')];
        let items: readonly Item[] = [];
        const said: Alert[] = [];
        const end = START + history.length * HOUR;
        const runs = [
          ...history.map((results, index) => ({ results, atMs: START + index * HOUR })),
          { results: last, atMs: end },
          { results: last, atMs: end + 2 * DAY },
        ];
        for (const run of runs) {
          const ran = runOnce(items, run);
          items = ran.items;
          said.push(...ran.alerts);
        }
        expect(items).toEqual([]);
        for (const region of ['eu-west-1', 'eu-west-2', 'us-east-1']) {
          const kinds = said
            .filter((alert) => alert.region === region && alert.subject === 'status')
            .map(({ kind }) => kind);
          const letters = kinds
            .map((kind) => (kind === 'opened' ? 'o' : kind === 'resolved' || kind === 'repaired' ? 'e' : ''))
            .join('');
          expect(letters).toMatch(/^e*(oe+)*$/);
        }
      }),
    );
  });

  test('blindness resolves nothing', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const { items } = tellOf(history);
        const everywhere = ['eu-west-1', 'eu-west-2', 'us-east-1'].map((region) => ({ ...blind, region }));
        const after = runOnce(items, { results: everywhere, atMs: START + history.length * HOUR });
        expect(after.alerts.filter(({ kind }) => kind === 'resolved' || kind === 'repaired')).toEqual([]);
        for (const key of open(items)) expect(open(after.items)).toContain(key);
      }),
    );
  });
});

describe('a fight', () => {
  const key = '111122223333 eu-west-1 status';
  const held = result(REGION, { verdict: 'drifted', drifts: [drift({ outcome: 'skipped', detail: 'left alone' })] });
  const fought = (items: readonly Item[], atMs: number, results = [held]) => {
    const report = reportOf(results, { startedAt: new Date(atMs).toISOString() });
    const now = new Date(atMs);
    return reduce({ items, report, now, settings: SETTINGS, isWhole: true, contested: new Set([key]) });
  };

  test('of a drift that is open already is told once', () => {
    const { items } = tellOf([[drifted()]]);
    const first = fought(items, START + HOUR);
    expect(first.alerts).toMatchObject([{ kind: 'contested', detail: 'left alone' }]);
    const second = fought(delivered(first.next, { now: new Date(START + HOUR) }), START + 2 * HOUR);
    expect(second.alerts).toEqual([]);
  });

  test('takes the place of flapping, whichever comes first', () => {
    const { items } = tellOf([[drifted()], [OK], [drifted()], [OK], [drifted()], [OK]]);
    expect(fought(items, START + 6 * HOUR).alerts).toMatchObject([{ kind: 'contested' }]);
    const { items: flapping } = tellOf([[drifted()], [OK], [drifted()], [OK], [drifted()], [OK], [drifted()], [OK]]);
    expect(fought(flapping, START + 8 * HOUR).alerts).toMatchObject([{ kind: 'contested' }]);
  });
});
