import { describe, expect, test } from '@jest/globals';
import { whyOutdated } from '../../../lib/app/run/freshness.ts';
import type { RunRecord } from '../../../lib/core/compliance/report.ts';

const HOUR_MS = 3_600_000;
const NOW = new Date('2026-11-25T12:00:00.000Z');
const SUMMARY = { targets: 1, compliant: 1, drifted: 0, waived: 0, unknown: 0, notApplicable: 0 };

function run(hoursAgo: number, change: Partial<RunRecord> = {}): RunRecord {
  const at = new Date(NOW.getTime() - hoursAgo * HOUR_MS).toISOString();
  return {
    runId: String(hoursAgo),
    startedAt: at,
    finishedAt: at,
    trigger: 'schedule',
    verdict: 'compliant',
    summary: SUMMARY,
    scope: 'full',
    repairMinutes: [],
    ...change,
  };
}

const daily = (from: number, runs: number) =>
  Array.from({ length: runs }, (_, index) => run(from + 24 * (runs - 1 - index)));

describe('whyOutdated', () => {
  test.each<[string, readonly RunRecord[], string | null]>([
    ['no run', [], 'no run yet'],
    ['runs of single changes', [run(1, { scope: 'partial' })], 'no full run yet, only runs of single changes'],
    [
      'so many runs of changes that a full one may be before them',
      Array.from({ length: 200 }, (_, index) => run(2 - index / 100, { scope: 'partial' })),
      'no full run among the last 200, only runs of single changes',
    ],
    ['one run of today: the schedule is not known', [run(20)], null],
    ['one run of last week', [run(168)], 'the last full run was 7 days ago'],
    ['a daily schedule in time', daily(47, 5), null],
    [
      'a daily schedule that has stopped',
      daily(49, 5),
      'the last full run was 2 days ago, more than twice the schedule (every 24 hours)',
    ],
    [
      'hourly runs, the last 3 hours ago',
      [run(5), run(4), run(3)],
      'the last full run was 3 hours ago, more than twice the schedule (every 60 minutes)',
    ],
    [
      'a change since: it read one target',
      [run(5), run(4), run(3), run(0, { scope: 'partial', trigger: 'change' })],
      'the last full run was 3 hours ago, more than twice the schedule (every 60 minutes)',
    ],
    ['a full run by hand since', [run(5), run(4), run(3), run(0, { trigger: 'manual' })], null],
    ['a clock that is behind', [run(-1)], null],
    ['a run of a clock that is a year ahead', [run(168), run(-8760)], 'the last full run was 7 days ago'],
    ['nothing but such a run', [run(-8760)], 'no full run yet, only runs of single changes or of a wrong clock'],
  ])('%s', (_, runs, expected) => {
    expect(whyOutdated(runs, NOW)).toBe(expected);
  });

  test('a weekend is no outage where runs are made on working days', () => {
    const days = Array.from({ length: 30 }, (_, index) => 24 * (index + 1) + 24).filter((hours) => {
      const day = new Date(NOW.getTime() - hours * HOUR_MS).getUTCDay();
      return day !== 0 && day !== 6;
    });
    expect(
      whyOutdated(
        days.toReversed().map((hours) => run(hours)),
        new Date(NOW.getTime() + 24 * HOUR_MS),
      ),
    ).toBeNull();
  });
});
