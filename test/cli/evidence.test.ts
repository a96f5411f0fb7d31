import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { reconcile } from '../../lib/core/alerts/reconcile.ts';
import { EMPTY_STATE, type State } from '../../lib/core/alerts/records.ts';
import { runRecord } from '../../lib/core/alerts/statistics.ts';
import type { Result } from '../../lib/core/compliance/report.ts';
import { scanRecordOf } from '../../lib/core/evidence/scan-record.ts';
import { lifeEvents } from '../../lib/core/history/life-events.ts';
import { createStateTable, type StateTable } from '../../lib/state/table.ts';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { callOf } from '../core/activity/calls.ts';
import { drift, reportFor, resultOf, unreadableResult } from '../core/values.ts';
import { warden } from './warden.ts';

const ACCOUNT = '111122223333';
const HOUR = 3_600_000;
const START = Date.parse('2026-03-01T00:00:00Z');
const cwd = mkdtempSync(join(tmpdir(), 'evidence-'));
const SETTINGS = { remindAfterMs: 1e12, unreadableAfter: 2, flapLimit: 9 };
const TABLE = 'macie-warden-prod';

let sandbox: Sandbox;
let client: DynamoDBClient;
let store: StateTable;
let state: State = EMPTY_STATE;

/** A run as the stack makes it: it saves the state with its events, and its run record with its scan record. */
async function run(hour: number, results: readonly Result[], isPartial = false): Promise<void> {
  const at = new Date(START + hour * HOUR).toISOString();
  const full = reportFor(results, { runId: `run-${hour}`, startedAt: at, finishedAt: at });
  const report = isPartial ? { ...full, scope: { ...full.scope, kind: 'partial' as const } } : full;
  const now = new Date(at);
  const calls = [callOf({ region: 'eu-west-1', at: '2026-03-01T03:40:00.000Z' })];
  const after = reconcile({ state, report, now, settings: SETTINGS, calls: hour === 4 ? calls : [] });
  const before = { state, asOf: null, unreadableKeys: [], convertedKeys: [] };
  await store.save(ACCOUNT, { before, after, events: lifeEvents(state, after, { report, now, versions: {} }) });
  await store.putRun(runRecord(report, []), scanRecordOf(report, after));
  state = after;
}

const off = { drifts: [drift({ actual: 'DISABLED', action: 'enable' })] };

beforeAll(async () => {
  sandbox = await startSandbox();
  sandbox.reset(parseWorld(`tables: [${TABLE}]`, 'world'));
  const credentials = { accessKeyId: ACCOUNT, secretAccessKey: 'x' };
  client = new DynamoDBClient({ endpoint: sandbox.url, region: 'us-east-1', credentials });
  store = createStateTable({ client: () => Promise.resolve(client), table: TABLE, wait: () => Promise.resolve() });
  // 24 hours: a drift from 4 to 6 whose call was at 3:40, an unreadable hour at 8, no run from 10 to 15, a partial run at 20.
  for (let hour = 0; hour < 24; hour++) {
    if (hour > 10 && hour < 15) continue;
    const first = resultOf('eu-west-1', hour === 4 || hour === 5 ? off : {});
    const second = hour === 8 ? unreadableResult('us-east-1', 'access-denied') : resultOf('us-east-1');
    await run(hour, hour === 20 ? [first] : [first, second], hour === 20);
  }
});
afterAll(async () => {
  client.destroy();
  await sandbox.close();
});

const ask = (...args: readonly string[]) => warden(args, { cwd, sandbox });
const DAY = ['evidence', '--from', '2026-03-01', '--to', '2026-03-01', '--valid-for', '90m'];

describe('evidence', () => {
  test('answers in one sentence, worst first, with the gaps and their reasons', async () => {
    const { stdout, code } = await ask(...DAY);
    expect(code).toBe(1);
    expect(stdout.replaceAll('\u00a0', ' ')).toBe(
      [
        'Macie was on in 1 of 2 targets for 100 % of the time seen; drifted: 2 h 20 min over 1 target (5.9 % of it); not seen:',
        '8 h 30 min over 2 targets (17.7 %).',
        '',
        '2026-03-01 00:00 to 2026-03-02 00:00 UTC: 19 full runs and 1 partial; a scan is valid for 1 h 30 min at most.',
        '',
        `eu-west-1 of ${ACCOUNT}: compliant 75.69 %, drifted 9.72 %, not seen 14.58 %`,
        '    2026-03-01 03:40 to 2026-03-01 06:00 UTC, 2 h 20 min: drifted',
        '    2026-03-01 11:30 to 2026-03-01 15:00 UTC, 3 h 30 min: not seen (no run read it)',
        '',
        `us-east-1 of ${ACCOUNT}: compliant 79.16 %, not seen 20.83 %`,
        '    2026-03-01 08:00 to 2026-03-01 09:00 UTC, 1 h: not seen (unreadable: access-denied)',
        '    2026-03-01 11:30 to 2026-03-01 15:00 UTC, 3 h 30 min: not seen (no run read it)',
        '    2026-03-01 20:30 to 2026-03-01 21:00 UTC, 30 min: not seen (only runs of other targets)',
        '',
      ].join('\n'),
    );
  });

  test('is for programs as JSON with a version, and as CSV with a row for each time', async () => {
    const { stdout } = await ask(...DAY, '--regions', 'eu-west-1', '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: 1,
      validForSeconds: 5400,
      seconds: { drifted: 8400, notSeen: 12_600, outside: 0 },
      targets: [{ accountId: ACCOUNT, region: 'eu-west-1', spans: { length: 5 } }],
    });
    const { stdout: csv } = await ask(...DAY, '--regions', 'eu-west-1', '--format', 'csv');
    expect(csv.split('\r\n')).toContain(
      `${ACCOUNT},,eu-west-1,status,2026-03-01T03:40:00.000Z,2026-03-01T06:00:00.000Z,8400,drifted,`,
    );
  });

  test('as a page has a strip with words for each target, and no script', async () => {
    const { stdout } = await ask(...DAY, '--format', 'html');
    expect(stdout.match(/<svg class="strip"[^>]*role="img" aria-label="compliant [^"]+"/g)).toHaveLength(2);
    expect(stdout).toContain("default-src 'none'");
    expect(stdout).not.toMatch(/<script|https?:\/\//);
  });

  test('takes twice the usual time between full runs where nobody says how long a scan is valid', async () => {
    const { stdout } = await ask('evidence', '--from', '2026-03-01', '--to', '2026-03-01', '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({ validForSeconds: 7200 });
  });

  test('of a minute without a run says whose scans are valid', async () => {
    const minute = await ask('evidence', '--from', '2026-03-01T16:10:00Z', '--to', '2026-03-01T16:11:00Z');
    expect(minute).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('UTC: no run ended in it, and scans of the runs before are valid; a scan is'),
    });
    const before = await ask('evidence', '--from', '2025-03-01', '--to', '2025-03-02');
    expect(before.stdout).toContain('UTC: no run ended in it; a scan is');
  });

  test('exits with 2 where nothing differed and something was not seen, and 0 where all was seen', async () => {
    const quiet = ['evidence', '--from', '2026-03-01T16:00:00Z', '--to'];
    expect((await ask(...quiet, '2026-03-01T19:00:00Z')).code).toBe(0);
    expect((await ask(...quiet, '2026-03-05')).code).toBe(2);
    const before = await ask('evidence', '--from', '2025-03-01', '--to', '2025-03-02');
    expect(before).toMatchObject({ code: 2, stdout: expect.stringMatching(/^No target was seen in this period/) });
    const others = await ask('evidence', '--from', '2026-03-01', '--regions', 'eu-south-1');
    expect(others).toMatchObject({ code: 2, stdout: expect.stringMatching(/^Nothing is known of this period/) });
  });

  test.each([
    [['--from', '2026-02-31'], /Expected a date such as 2026-01-01.*found "2026-02-31"/],
    [['--from', '2026-03-02', '--to', '2026-03-01'], /the period ends before it begins/],
    [['--from', '2999-01-01'], /the period begins in the future/],
    [['--from', '2026-03-01', '--valid-for', '99d'], /at most 31d, found "99d"/],
    [['--from', '2026-03-01', '--setting', 'statsu'], /found "statsu"\. Did you mean status\?/],
    [['--from', '2026-03-01', '--account', 'nobody'], /--account: nobody/],
    [[], /required option '--from <date>'/],
  ])('refuses %j', async (args, expected) => {
    const { code, stderr } = await ask('evidence', ...args);
    expect(code).toBe(3);
    expect(stderr).toMatch(expected);
  });

  test('says that there is no such table', async () => {
    const { code, stderr } = await ask('evidence', '--from', '2026-03-01', '--table', 'none');
    expect([code, stderr]).toEqual([3, expect.stringContaining('--table none: there is no such table')]);
  });
});

describe('history', () => {
  const MARCH = ['history', '--since', '2026-03-01', '--until', '2026-03-01'];

  test('shows what became of each drift and each unreadable target, with the caller', async () => {
    const { stdout } = await ask(...MARCH);
    expect(stdout).toBe(
      [
        '1 drift and 1 unreadable target from 2026-03-01 00:00 to 2026-03-02 00:00 UTC; none is open.',
        '',
        `eu-west-1 of ${ACCOUNT}, status: DISABLED, should be ENABLED, for 2 h`,
        '    2026-03-01 04:00 UTC  opened: disabled by the root user, 2026-03-01 03:40 UTC',
        '    2026-03-01 06:00 UTC  resolved',
        '',
        `us-east-1 of ${ACCOUNT}, session cannot be read: access-denied, for 1 h`,
        '    2026-03-01 08:00 UTC  cannot be read: access-denied, slow down',
        '    2026-03-01 09:00 UTC  can be read again',
        '',
      ].join('\n'),
    );
  });

  test('is narrowed by setting, Region and time, and says so when nothing is left', async () => {
    expect((await ask(...MARCH, '--setting', 'status')).stdout).not.toContain('cannot be read');
    expect((await ask(...MARCH, '--regions', 'us-east-1')).stdout).not.toContain('DISABLED');
    expect((await ask('history', '--since', '2026-04-01', '--until', '2026-04-02')).stdout).toBe(
      'No drift and no unreadable target is recorded from 2026-04-01 00:00 to 2026-04-03 00:00 UTC.\n',
    );
  });

  test('is JSON with a version, CSV with a row for each event, and a page', async () => {
    const { stdout } = await ask(...MARCH, '--format', 'json');
    const found: { lives: { events: unknown[] }[] } = JSON.parse(stdout);
    expect(found).toMatchObject({ schemaVersion: 1, lives: [{ subject: 'drift', setting: 'status' }, {}] });
    expect((await ask(...MARCH, '--format', 'csv')).stdout.trimEnd().split('\r\n')).toHaveLength(5);
    const { stdout: page } = await ask(...MARCH, '--format', 'html');
    expect(page).toContain('<h1>1 drift and 1 unreadable target; none is open.</h1>');
    expect(page).toContain('disabled by the root user');
  });

  test('refuses what does not go together', async () => {
    expect(await ask('history', '--runs', '--since', '2026-03-01')).toMatchObject({ code: 3 });
    expect(await ask('history', '--runs', '--format', 'csv')).toMatchObject({ code: 3 });
  });
});

test('items of a newer version are left out with a sentence, and what they hide is never compliant', async () => {
  const put = (pk: string, sk: string) =>
    client.send(
      new PutItemCommand({
        TableName: TABLE,
        Item: { pk: { S: pk }, sk: { S: sk }, v: { N: '3' }, data: { S: '{}' } },
      }),
    );
  await put('history#2026-03', `2026-03-01T18:00:00.000Z#${ACCOUNT}#0000`);
  await put('scans#2026-03', '2026-03-01T02:30:00.000Z#newer');
  const { stdout, stderr } = await ask(...DAY, '--format', 'json');
  expect(stderr).toMatch(/2 items of the table were left out: written by a newer version/);
  const { targets }: { targets: { spans: { from: string; kind: string; why: string | null }[] }[] } =
    JSON.parse(stdout);
  for (const { spans } of targets) {
    const later = spans.filter(({ from }) => from >= '2026-03-01T18:00:00.000Z');
    expect(later[0]).toMatchObject({ from: '2026-03-01T18:00:00.000Z', why: 'newer-items' });
    expect(later.every(({ kind }) => kind === 'not-seen')).toBe(true);
    expect(spans[1]).toMatchObject({ from: '2026-03-01T02:30:00.000Z', kind: 'not-seen', why: 'unknown-coverage' });
  }
});

test.each([
  ['at once', '', ['evidence', '--from', '2026-03-01']],
  ['after a page', 'after: 1,', ['evidence', '--from', '2026-03-01']],
  ['at once', '', ['history', '--since', '2026-03-01']],
  ['after a page', 'after: 1,', ['history', '--since', '2026-03-01']],
  ['at once', '', ['history', '--runs']],
])('a table that may not be read, %s (%s), has a sentence and no answer: %j', async (_, after, args) => {
  const fault = `{ kind: deny, ${after} match: { operations: ["dynamodb:Query"] } }`;
  sandbox.reset(parseWorld(`tables: [${TABLE}]\nfaults: [${fault}]`, 'world'));
  const { code, stdout, stderr } = await ask(...args);
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(stderr).toMatch(
    /--table macie-warden-prod: it may not be read: .*dynamodb:Query.*\. Allow it, or use another identity \(--profile, --role-arn\)\n$/,
  );
});
