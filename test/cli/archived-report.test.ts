import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportKey } from '../../lib/core/archive/place.ts';
import { runRecord } from '../../lib/core/alerts/statistics.ts';
import type { Report } from '../../lib/core/compliance/report.ts';
import { compactJson } from '../../lib/render/formats/json.ts';
import { markdown } from '../../lib/render/formats/markdown.ts';
import { createClients, type Clients } from '../../lib/aws/clients.ts';
import { createStateTable } from '../../lib/state/table.ts';
import { sandboxEnv, startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { LARGE, REPORTS } from '../fixtures/reports.ts';
import { useSandbox } from '../sandbox/environment.ts';
import { atTerminal } from './at-terminal.ts';

let sandbox: Sandbox;
let clients: Clients;
const cwd = mkdtempSync(join(tmpdir(), 'archived-'));
const MORNING: Report = {
  ...(REPORTS['clean'] ?? LARGE),
  runId: '11111111-aaaa-4bbb-8ccc-000000000001',
  startedAt: '2026-11-24T08:00:00.000Z',
};
const EVENING: Report = {
  ...(REPORTS['drifted'] ?? LARGE),
  runId: '11111111-aaaa-4bbb-8ccc-000000000002',
  startedAt: '2026-11-25T20:00:00.000Z',
};

beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
  clients = createClients({ homeRegion: 'us-east-1' });
});
afterAll(async () => {
  clients.destroy();
  await sandbox.close();
});

function reset(more: Readonly<Record<string, string>> = {}, rest: object = {}): void {
  const objects = {
    [`kept/${reportKey(MORNING)}.json`]: compactJson(MORNING),
    [`kept/${reportKey(EVENING)}.json`]: compactJson(EVENING),
    'kept/reports/latest.json': compactJson(EVENING),
    ...more,
  };
  sandbox.reset(parseWorld(JSON.stringify({ tables: ['macie-warden-prod'], objects, ...rest }), 'world'));
}
beforeEach(() => reset());

const report = (args: readonly string[], columns = 120) =>
  atTerminal(['report', ...args], { cwd, env: { ...sandboxEnv(sandbox), AWS_REGION: 'us-east-1' }, columns });
const kept = (...args: readonly string[]) => report(['--bucket', 'kept', ...args]);

describe('warden report', () => {
  test('finds the bucket in the records of the last runs, and shows the latest full run', async () => {
    const store = createStateTable({
      client: clients.dynamodb,
      table: 'macie-warden-prod',
      wait: () => Promise.resolve(),
    });
    expect(await report([])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('none of its last 0 runs has an archived report. Name the bucket with --bucket'),
    });
    const archive = { bucket: 'kept', region: 'us-east-1', key: reportKey(EVENING) };
    await store.putRun({ ...runRecord(EVENING, []), archive });
    expect(await report([])).toMatchObject({ code: 0, stdout: expect.stringMatching(/\nresult: drifted\n$/) });
  });

  test('gives stored bytes for a format that the archive keeps, and makes the others from it', async () => {
    expect((await kept('--run', MORNING.runId, '--format', 'json')).stdout).toBe(compactJson(MORNING));
    expect((await kept('--run', MORNING.runId, '--format', 'markdown')).stdout).toBe(markdown(MORNING));
    await kept('--run', MORNING.runId, '--format', 'csv', '-o', join(cwd, 'report.csv'), '--quiet');
    expect(readFileSync(join(cwd, 'report.csv'), 'utf8')).toMatch(/^account_id,region/);
  });

  test('rates JUnit by the policy that it is given, and nothing else', async () => {
    const policy = join(cwd, 'rating.yml');
    writeFileSync(policy, 'version: 1\ndesired: { status: ENABLED }\nalerts: { severity: [{ severity: low }] }\n');
    const types = async (...args: readonly string[]): Promise<readonly string[]> =>
      (await kept('--format', 'junit', ...args)).stdout.match(/(?<=<failure type=")\w+/g) ?? [];
    expect(await types('--policy', policy)).toEqual((await types()).map(() => 'LOW'));
    expect(new Set(await types())).toEqual(new Set(['CRITICAL', 'HIGH', 'MEDIUM']));
    expect((await kept('--policy', policy, '--format', 'html')).stderr).toMatch(
      /^macie-warden: --policy: expected --format junit with it, found html: html and ocsf are rated by the policy of their run/,
    );
  });

  test('takes a day, or the beginning of an id that is one alone', async () => {
    const runOf = async (run: string): Promise<unknown> =>
      JSON.parse((await kept('--run', run, '--format', 'json')).stdout).runId;
    expect(await runOf('2026-11-24')).toBe(MORNING.runId);
    expect(await runOf(EVENING.runId)).toBe(EVENING.runId);
    reset({ 'kept/reports/2026/11/26/22222222-aaaa.json': compactJson({ ...MORNING, runId: '22222222-aaaa' }) });
    expect(await runOf('22222222')).toBe('22222222-aaaa');
    expect((await kept('--run', '11111111')).stderr).toMatch(
      /^macie-warden: --run 11111111: 2 runs begin like that, such as 11111111-aaaa-4bbb-8ccc-000000000001 \(/,
    );
  });

  test.each([
    [
      ['--run', '2026-11-23'],
      /^macie-warden: --run 2026-11-23: no report of that day is archived in s3:\/\/kept\. `warden/,
    ],
    [['--run', '1111'], /^macie-warden: --run 1111: no report of such a run is archived in s3:\/\/kept/],
    [['--run', ''], /^macie-warden: --run: expected the id of a run, a day, or latest, found nothing/],
    [['--list', '--run', '1111'], /^macie-warden: --run: expected no --list with it, found 1111/],
    [['--since', '2026-11-01'], /^macie-warden: --since: expected --list with it/],
    [
      ['--list', '--since', 'yesterday'],
      /^macie-warden: --since: expected a day such as 2026-11-25, found "yesterday"/,
    ],
    [
      ['--list', '--since', '2026-02-31'],
      /^macie-warden: --since: expected a day such as 2026-11-25, found "2026-02-31"/,
    ],
    [['--list', '--format', 'csv'], /^macie-warden: --format: expected text or json with --list, found csv/],
  ])('%p is one sentence', async (args, sentence) => {
    expect(await kept(...args)).toMatchObject({ code: 3, stdout: '', stderr: expect.stringMatching(sentence) });
  });

  test.each([
    [
      'a newer schema',
      { ...MORNING, schemaVersion: 3 },
      /found one of schemaVersion 3\. Update macie-warden; --format json shows/,
    ],
    ['an older schema', { schemaVersion: 1 }, /found one of schemaVersion 1\. Read it with the version that wrote it/],
    ['another object', { hello: 'world' }, /expected a report as macie-warden archives it, found something else/],
    ['a broken object', '{"schemaVersion":2,', /expected a report as macie-warden archives it, found something else/],
    ['a report with an odd part', { ...MORNING, results: [5] }, /found an odd one \(/],
  ])('%s is one sentence, and its bytes can be had', async (_, content, sentence) => {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    reset({ 'kept/reports/latest.json': text });
    const ran = await kept();
    expect(ran).toMatchObject({ code: 3, stdout: '', stderr: expect.stringMatching(sentence) });
    expect(ran.stderr.trimEnd()).toMatch(/^macie-warden: s3:\/\/kept\/reports\/latest\.json: [^\n]+$/);
    expect((await kept('--format', 'json')).stdout).toBe(text);
  });

  test('an archive that is empty, gone or denied is one sentence', async () => {
    sandbox.reset(parseWorld('objects: { kept/other: x }', 'world'));
    expect((await kept()).stderr).toBe('macie-warden: s3://kept/reports/latest.json: no full run is archived yet\n');
    expect((await kept('--list')).stdout).toBe('No report is archived.\n');
    expect((await report(['--bucket', 'gone', '--list'])).stderr).toMatch(
      /^macie-warden: s3:\/\/gone: there is no such bucket: /,
    );
    reset({}, { faults: [{ match: { operations: ['s3:*'] }, kind: 'deny' }] });
    expect((await kept()).stderr).toMatch(
      /^macie-warden: s3:\/\/kept\/reports\/latest\.json: S3 denied s3:GetObject: reading/,
    );
    expect((await kept('--list')).stderr).toMatch(/^macie-warden: s3:\/\/kept: S3 denied s3:ListBucket: reading/);
  });
});

describe('warden report --list', () => {
  test('lists runs, oldest first, and from a day on', async () => {
    const { stdout } = await kept('--list');
    expect(stdout.split('\n')[0]).toMatch(/^archived +run +formats +size$/);
    expect(
      stdout
        .split('\n')
        .slice(1, 3)
        .map((line) => line.split(/ {2,}/)[1]),
    ).toEqual([MORNING.runId, EVENING.runId]);
    expect((await kept('--list', '--since', '2026-11-26')).stdout).toBe('No report is archived since 2026-11-26.\n');
    const since = JSON.parse((await kept('--list', '--since', '2026-11-25', '--format', 'json')).stdout);
    expect(since).toMatchObject([{ runId: EVENING.runId, day: '2026-11-25', formats: ['json'] }]);
  });

  test('fits a narrow terminal', async () => {
    const { stdout } = await report(['--bucket', 'kept', '--list'], 60);
    expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(60);
  });
});
