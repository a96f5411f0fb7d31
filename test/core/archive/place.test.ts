import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LATEST_KEY, parseReportKey, reportKey, runOrder } from '../../../lib/core/archive/place.ts';

test('a report is under the day of its run in UTC', () => {
  expect(reportKey({ runId: 'run-1', startedAt: '2026-11-25T23:59:59.999Z' })).toBe('reports/2026/11/25/run-1');
});

test('a key says day, run and format again, whatever the id of the run', () => {
  const runIds = fc.stringMatching(/^[\w.-]{1,128}$/);
  const days = fc.date({ min: new Date('2000-01-01'), max: new Date('2999-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(runIds, days, fc.constantFrom('json', 'html', 'ocsf.jsonl'), (runId, date, extension) => {
      const startedAt = date.toISOString();
      const key = reportKey({ runId, startedAt });
      expect(parseReportKey(`${key}.${extension}`)).toEqual({ key, day: startedAt.slice(0, 10), runId, extension });
    }),
  );
});

test.each([`${LATEST_KEY}.json`, 'reports/2026/11/25/run-1', 'reports/2026/11/25/run-1.txt', 'runs/1/plan.json', ''])(
  '%s is not the report of a run',
  (key) => {
    expect(parseReportKey(key)).toBeNull();
  },
);

test('of two runs the later one is the newer one, and of two at the same time always the same one', () => {
  const [early, late] = ['2026-11-25T10:00:00.000Z', '2026-11-25T10:00:00.001Z'];
  expect(runOrder({ startedAt: early, runId: 'z' }) < runOrder({ startedAt: late, runId: 'a' })).toBe(true);
  expect(runOrder({ startedAt: late, runId: 'a' }) < runOrder({ startedAt: late, runId: 'b' })).toBe(true);
});
