import { describe, expect, test } from '@jest/globals';
import { check } from '../../../lib/app/check/check.ts';
import { archiveRun } from '../../../lib/app/archive/archive-run.ts';
import type { ReportArchive } from '../../../lib/app/archive/deps.ts';
import type { ReportObject, ReportObjects } from '../../../lib/core/archive/report-object.ts';
import type { RunRecord } from '../../../lib/core/compliance/report.ts';
import { WardenError } from '../../../lib/core/errors.ts';
import { session } from '../../core/values.ts';
import { fixture, HOUR } from '../fixture.ts';
import { memoryState } from '../memory-state.ts';

/** An archive in memory, with the rules of the real one. */
function memoryArchive(over: Partial<ReportObjects> = {}) {
  const objects = new Map<string, ReportObject>();
  const archive: ReportArchive = {
    bucket: 'reports-bucket',
    region: 'eu-west-1',
    open: () =>
      Promise.resolve({
        writeOnce: (object) => {
          const isNew = !objects.has(object.key);
          if (isNew) objects.set(object.key, object);
          return Promise.resolve(isNew);
        },
        replaceOlder: (object) => {
          objects.set(object.key, object);
          return Promise.resolve(true);
        },
        ...over,
      }),
  };
  return { archive, objects };
}

/** The use cases with an archive, and the records of runs as the table keeps them. */
function archiving(over: Partial<ReportObjects> = {}, sessions = { 'eu-west-1': session() }, rules = '') {
  const { archive, objects } = memoryArchive(over);
  const records: RunRecord[] = [];
  const { store } = memoryState();
  const desk = fixture({
    sessions,
    policy: `limits: { coolDown: 0s }\nalerts: { severity: [${rules}] }`,
    over: {
      archive,
      openState: () =>
        Promise.resolve({
          ...store,
          putRun: (run) => {
            records.push(run);
            return Promise.resolve();
          },
          runsSince: (from) =>
            Promise.resolve({ runs: records.filter(({ startedAt }) => startedAt >= from), hasEarlier: false }),
        }),
    },
  });
  const ofRuns = (): readonly string[] => [
    ...new Set([...objects.keys()].filter((key) => !key.includes('latest')).map((key) => key.split('.')[0] ?? '')),
  ];
  const jsonOf = (key: string): unknown =>
    JSON.parse(Buffer.from(objects.get(`${key}.json`)?.body ?? []).toString('utf8'));
  return { ...desk, objects, records, ofRuns, jsonOf };
}

const denied = (): Promise<never> =>
  Promise.reject(new WardenError('archive', 's3://b/k: S3 denied s3:PutObject: allow it'));

describe('a run is archived', () => {
  test('as the first full one of its day, then only with other counts, and again the next day', async () => {
    const desk = archiving();
    for (const hours of [0, 1, 1, 1]) {
      desk.pass(hours * HOUR);
      await desk.check();
    }
    expect(desk.ofRuns()).toEqual([`reports/2026/11/24/${desk.records[0]?.runId}`]);
    expect(desk.records.map(({ archive }) => archive?.key)).toEqual([
      `reports/2026/11/24/${desk.records[0]?.runId}`,
      undefined,
      undefined,
      undefined,
    ]);
    desk.pass(24 * HOUR);
    await desk.check();
    expect(desk.ofRuns()).toHaveLength(2);
    expect(desk.messages).toEqual([]);
  });

  test('if it repaired: the message names it, and the archived report has the alerts', async () => {
    const desk = archiving();
    await desk.check();
    desk.sessions.set('eu-west-1', session({ status: 'PAUSED' }));
    desk.pass(HOUR);
    await desk.check();
    const [, second] = desk.records;
    expect(desk.messages).toHaveLength(1);
    expect(desk.messages[0]?.archiving).toEqual({
      place: { bucket: 'reports-bucket', region: 'eu-west-1', key: `reports/2026/11/24/${second?.runId}` },
      problem: null,
    });
    const archived = desk.jsonOf(`reports/2026/11/24/${second?.runId}`);
    expect(archived).toMatchObject({ runId: second?.runId, alerts: [{ kind: 'repaired' }] });
    expect(desk.jsonOf('reports/latest')).toEqual(archived);
  });

  test('with the severities that the policy gives its alerts', async () => {
    const paused = { 'eu-west-1': session({ status: 'PAUSED' }) };
    const desk = archiving({}, paused, '{ settings: [status], severity: critical }');
    await check({ trigger: 'schedule' }, { ...desk.deps, ceiling: 'report' });
    const text = (extension: string): string =>
      Buffer.from(desk.objects.get(`reports/latest.${extension}`)?.body ?? []).toString('utf8');
    expect(desk.messages[0]?.changes?.alerts).toMatchObject([{ kind: 'opened', severity: 'CRITICAL' }]);
    expect(JSON.parse(text('ocsf.jsonl'))).toMatchObject({ severity_id: 5, severity: 'Critical' });
    expect(text('html')).toContain('status is PAUSED, should be ENABLED <b class="severity critical">CRITICAL</b>');
  });

  test('not for an alert alone that an earlier run could not deliver', async () => {
    const desk = archiving({}, { 'eu-west-1': session({ status: 'PAUSED' }) });
    const deps = { ...desk.deps, ceiling: 'report' as const, publish: desk.deps.publish };
    const undelivered: typeof deps.publish = ({ changes }) =>
      Promise.resolve({
        published: false,
        undelivered: (changes?.alerts ?? []).map(({ id }) => id),
        failures: [],
        audience: { kind: 'unsubscribed', pending: 0 },
      });
    for (let run = 0; run < 3; run++) {
      await check({ trigger: 'schedule' }, { ...deps, publish: undelivered });
      desk.pass(HOUR);
    }
    expect(desk.ofRuns()).toHaveLength(1);
  });
});

test('one format is written after the other: no call waits for an answer while the next format is rendered', async () => {
  let writing = 0;
  let most = 0;
  const writeOnce = async (): Promise<boolean> => {
    most = Math.max(most, ++writing);
    await new Promise(setImmediate);
    writing--;
    return true;
  };
  await archiving({ writeOnce }).check();
  expect(most).toBe(1);
});

describe('an archive that fails ends no run', () => {
  test('denied: the message, the log and the metric say so, and the next run tries again', async () => {
    const desk = archiving({ writeOnce: denied }, { 'eu-west-1': session({ status: 'PAUSED' }) });
    await desk.check();
    const problem = 's3://b/k: S3 denied s3:PutObject: allow it';
    expect(desk.messages.map(({ archiving: one }) => one)).toEqual([{ place: null, problem }]);
    expect(desk.results.map(({ archiving: one }) => one.problem)).toEqual([problem]);
    expect(desk.warnings).toEqual(['the report was not archived']);
    desk.pass(HOUR);
    await desk.check();
    expect(desk.results.map(({ archiving: one }) => one.problem)).toEqual([problem, problem]);
    expect(desk.records.map(({ archive }) => archive)).toEqual([undefined, undefined]);
  });

  test('a latest report that cannot be replaced costs the report of the run nothing', async () => {
    const desk = archiving({ replaceOlder: denied });
    await desk.check();
    expect(desk.results[0]?.archiving).toMatchObject({
      place: { bucket: 'reports-bucket' },
      problem: expect.stringContaining('denied'),
    });
    expect(desk.ofRuns()).toHaveLength(1);
  });

  test('a bucket that does not answer is left in time for the message', async () => {
    const desk = archiving(
      { writeOnce: () => new Promise(() => undefined) },
      { 'eu-west-1': session({ status: 'PAUSED' }) },
    );
    const archiveBy = new AbortController();
    const checking = check({ trigger: 'schedule' }, { ...desk.deps, archiveBy: archiveBy.signal });
    setImmediate(() => archiveBy.abort());
    await checking;
    expect(desk.messages[0]?.archiving).toEqual({
      place: null,
      problem: 'S3 did not take it in time: s3://reports-bucket',
    });
  });

  test('a format that S3 does not take in time: the message names the page that is there', async () => {
    const archiveBy = new AbortController();
    const writeOnce = ({ key }: ReportObject): Promise<boolean> => {
      if (!key.endsWith('.json')) return Promise.resolve(true);
      archiveBy.abort();
      return new Promise(() => undefined);
    };
    const desk = archiving({ writeOnce }, { 'eu-west-1': session({ status: 'PAUSED' }) });
    await check({ trigger: 'schedule' }, { ...desk.deps, archiveBy: archiveBy.signal });
    expect(desk.messages[0]?.archiving).toMatchObject({
      place: { bucket: 'reports-bucket' },
      problem: 'S3 did not take it in time: s3://reports-bucket',
    });
  });

  test('records of the day that cannot be read: the report is archived once too often', async () => {
    const desk = archiving();
    await desk.check();
    const { report, state } = desk.results[0] ?? {};
    if (!report || state === undefined) throw new Error('no run');
    const { policy } = await desk.deps.loadPolicy();
    const store = { runsSince: () => Promise.reject(new Error('throttled')) };
    const later = { ...report, runId: 'later' };
    expect(await archiveRun({ report: later, alerts: [], state, policy, store }, desk.deps)).toMatchObject({
      place: { key: 'reports/2026/11/24/later' },
    });
    expect(desk.warnings).toHaveLength(2);
  });

  test('without an archive nothing is asked', async () => {
    const desk = fixture({ over: { archive: undefined } });
    await desk.check();
    expect(desk.results[0]?.archiving).toEqual({ place: null, problem: null });
  });
});
