import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createServer } from 'node:http';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createStateTable, type StateTable } from '../../lib/state/table.ts';
import { json } from '../../lib/render/formats/json.ts';
import { reconcile } from '../../lib/core/alerts/reconcile.ts';
import { EMPTY_STATE } from '../../lib/core/alerts/records.ts';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { runRecord } from '../../lib/core/alerts/statistics.ts';
import { LARGE, REPORTS } from '../fixtures/reports.ts';
import { CONTROL } from '../render/nasty.ts';
import { warden } from './warden.ts';

let sandbox: Sandbox;
let client: DynamoDBClient;
let store: StateTable;
const SETTINGS = { remindAfterMs: 1e9, unreadableAfter: 2, flapLimit: 3 };
const cwd = mkdtempSync(join(tmpdir(), 'alerts-'));
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const drifted = REPORTS['drifted'] ?? LARGE;
const clean = REPORTS['clean'] ?? LARGE;

function runBefore(ms: number) {
  const at = new Date(Date.now() - ms).toISOString();
  return runRecord({ ...clean, runId: at, startedAt: at, finishedAt: at }, []);
}

beforeAll(async () => {
  sandbox = await startSandbox();
  client = new DynamoDBClient({
    endpoint: sandbox.url,
    region: 'us-east-1',
    credentials: { accessKeyId: '111122223333', secretAccessKey: 'x' },
  });
  store = createStateTable({
    client: () => Promise.resolve(client),
    table: 'macie-warden-prod',
    wait: () => Promise.resolve(),
  });
  writeFileSync(join(cwd, 'policy.yml'), 'version: 1\ndesired: { status: ENABLED }\n');
});
beforeEach(() => sandbox.reset(parseWorld('tables: [macie-warden-prod]', 'world')));
afterAll(async () => {
  client.destroy();
  await sandbox.close();
});

const ODD_TEXT = 'bell \u009b2J \u202eesrever a\u200bb\u00adc\u2028d\u{e0041}';

describe('alerts of an organization', () => {
  const OTHER = '222233334444';

  beforeEach(async () => {
    const report = { ...drifted, results: drifted.results.map((result) => ({ ...result, accountId: OTHER })) };
    const now = new Date();
    const after = reconcile({ state: EMPTY_STATE, report, now, settings: SETTINGS });
    const before = { state: EMPTY_STATE, asOf: null, unreadableKeys: [], convertedKeys: [] };
    await store.save(OTHER, { before, after });
    await store.putRun(runBefore(HOUR_MS));
  });

  test('are shown for every account with something open', async () => {
    const { stdout, code } = await warden(['alerts'], { sandbox, cwd });
    expect(stdout).toContain(OTHER);
    expect(code).toBe(1);
  });

  test('are narrowed to the accounts that a person names', async () => {
    const own = await warden(['alerts', '--accounts', '111122223333'], { sandbox, cwd });
    expect([own.stdout, own.code]).toEqual(['Nothing is open.\n', 0]);
    const other = await warden(['alerts', '--accounts', OTHER], { sandbox, cwd });
    expect(other.code).toBe(1);
  });
});

describe('alerts', () => {
  test('shows what is open, oldest first', async () => {
    const now = new Date('2026-11-20T09:00:00Z');
    const next = reconcile({ state: EMPTY_STATE, report: drifted, now, settings: SETTINGS });
    const detail = 'it is left alone until tomorrow';
    const drifts = next.drifts.map((one) => (one.region === 'af-south-1' ? { ...one, detail } : one));
    const before = { state: EMPTY_STATE, asOf: null, unreadableKeys: [], convertedKeys: [] };
    await store.save('111122223333', { before, after: { ...next, drifts } });
    const ran = await warden(['alerts'], { cwd, sandbox });
    expect(ran).toMatchObject({ code: 1, stderr: 'macie-warden: no run yet\n' });
    expect(
      ran.stdout
        .split('\n')
        .slice(0, 3)
        .map((line) => line.replaceAll(/(?<=\S) {2,}/g, ' | ')),
    ).toEqual([
      'account | Region | subject | state | since | age',
      expect.stringMatching(/^111122223333 \| af-south-1 \| status \| open \| 2026-11-20 09:00 UTC \| \d+ days$/),
      '    DISABLED, should be ENABLED; it is left alone until tomorrow',
    ]);
    const listed: unknown[] = JSON.parse((await warden(['alerts', '--format', 'json'], { cwd, sandbox })).stdout);
    expect(listed).toHaveLength(4);
  });

  test('check --format html --table shows since when it is open, and the trend of the recorded runs', async () => {
    const now = new Date('2026-11-20T09:00:00Z');
    const { drifts } = reconcile({ state: EMPTY_STATE, report: drifted, now, settings: SETTINGS });
    const before = { state: EMPTY_STATE, asOf: null, unreadableKeys: [], convertedKeys: [] };
    const [first] = drifts.map((one) => ({ ...one, region: 'eu-west-1', setting: 'status', actual: 'DISABLED' }));
    await store.save('111122223333', { before, after: { ...EMPTY_STATE, drifts: first ? [first] : [] } });
    for (const days of [4, 2, 1]) await store.putRun(runBefore(days * DAY_MS));
    const file = join(cwd, 'report.html');
    const args = ['check', '--format', 'html', '--output', file, '--table', 'macie-warden-prod'];
    expect((await warden(args, { cwd, sandbox })).code).toBe(1);
    const page = readFileSync(file, 'utf8');
    expect(page).toContain('Open since 2026-11-20 09:00 UTC, for ');
    expect(page).toMatch(/The last full run of each day, from .* 1 day without a full run is a gap\./);
    expect(page).toContain('<th scope="row"><bdi>status</bdi>\n<td><bdi>ENABLED</bdi>\n<td><bdi>every target</bdi>');
    expect(page).toContain('Identity: arn:aws:');
    const missing = await warden([...args.slice(0, -1), 'nowhere'], { cwd, sandbox });
    expect(missing).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('--table nowhere: there is no such table'),
    });
  });

  test('says so when nothing is', async () => {
    await store.putRun(runBefore(0.1 * HOUR_MS));
    expect(await warden(['alerts'], { cwd, sandbox })).toEqual({ code: 0, stdout: 'Nothing is open.\n', stderr: '' });
  });

  test.each([
    [{ kind: 'unsubscribed', pending: 1 }, /nobody is subscribed to the SNS topic.* 1 subscription not confirmed/],
    [{ kind: 'unknown', why: 'denied' }, /whether anybody is subscribed to the SNS topic is not known \(denied\)/],
  ] as const)('says that the alerts of the last message may have reached nobody: %j', async (audience, expected) => {
    await store.putRun({ ...runBefore(0.2 * HOUR_MS), audience });
    await store.putRun(runBefore(0.1 * HOUR_MS));
    const { stdout, stderr } = await warden(['alerts'], { cwd, sandbox });
    expect(stdout).toBe('Nothing is open.\n');
    expect(stderr).toMatch(/^macie-warden: in the run of \d{4}-\d\d-\d\d \d\d:\d\d UTC: /);
    expect(stderr).toMatch(expected);
    await store.putRun({ ...runBefore(0), audience: { kind: 'subscribed' } });
    expect((await warden(['alerts'], { cwd, sandbox })).stderr).toBe('');
  });

  test('knows nothing of a table that no run has written', async () => {
    expect(await warden(['alerts'], { cwd, sandbox })).toEqual({
      code: 2,
      stdout: 'Nothing is known: no run yet.\n',
      stderr: '',
    });
    expect(await warden(['alerts', '--format', 'json'], { cwd, sandbox })).toEqual({
      code: 2,
      stdout: '[]\n',
      stderr: 'macie-warden: no run yet\n',
    });
    expect(await warden(['history', '--runs'], { cwd, sandbox })).toEqual({
      code: 2,
      stdout: 'No run is recorded.\n',
      stderr: 'macie-warden: no run yet\n',
    });
  });

  test('knows nothing when the last run is too old', async () => {
    for (const days of [11, 10, 9]) await store.putRun(runBefore(days * DAY_MS));
    expect(await warden(['alerts'], { cwd, sandbox })).toMatchObject({
      code: 2,
      stdout: 'Nothing is known: the last full run was 9 days ago, more than twice the schedule (every 24 hours).\n',
    });
    expect(await warden(['history', '--runs'], { cwd, sandbox })).toMatchObject({
      code: 2,
      stderr: 'macie-warden: the last full run was 9 days ago, more than twice the schedule (every 24 hours)\n',
    });
  });

  test('no control character of the table reaches the terminal', async () => {
    const report = { ...drifted, results: drifted.results.map((result) => ({ ...result, detail: null })) };
    const next = reconcile({ state: EMPTY_STATE, report, now: new Date(), settings: SETTINGS });
    const drifts = next.drifts.map((one) => ({ ...one, detail: ODD_TEXT }));
    const before = { state: EMPTY_STATE, asOf: null, unreadableKeys: [], convertedKeys: [] };
    await store.save('111122223333', { before, after: { ...next, drifts } });
    for (const format of ['text', 'json']) {
      const { stdout } = await warden(['alerts', '--format', format], { cwd, sandbox });
      expect(stdout).not.toMatch(CONTROL);
    }
    const { stdout } = await warden(['alerts', '--format', 'json'], { cwd, sandbox });
    expect(JSON.parse(stdout)[0]).toMatchObject({ detail: ODD_TEXT });
  });

  test('a table that is not there is a sentence', async () => {
    const ran = await warden(['alerts', '--table', 'none'], { cwd, sandbox });
    expect(ran).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringMatching(/^macie-warden: --table none: there is no such table/),
    });
  });

  test('an endpoint that is no DynamoDB is a sentence', async () => {
    const body = JSON.stringify({ __type: 'UnknownOperationException', message: 'Query' });
    const server = createServer((request, response) => {
      request.resume();
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    const ran = await warden(['alerts'], { cwd, sandbox, env: { AWS_ENDPOINT_URL_DYNAMODB: url } });
    server.closeAllConnections();
    server.close();
    expect(ran).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(
        /^macie-warden: --table .*: DynamoDB in .* answered UnknownOperationException: Query\. /,
      ),
    });
  });
});

test('history shows runs, oldest first, and their compliance as bars', async () => {
  await store.putRun(runRecord({ ...drifted, startedAt: '2026-11-24T08:00:00.000Z' }, []));
  // A partial run is a row, and no bar: it says nothing of the rest.
  const summary = { targets: 1, compliant: 0, drifted: 1, waived: 0, unknown: 0, notApplicable: 0 };
  const change = {
    ...drifted,
    trigger: 'change',
    scope: { ...drifted.scope, kind: 'partial' },
    summary,
    startedAt: '2026-11-24T08:30:00.000Z',
  } as const;
  await store.putRun(runRecord(change, []));
  await store.putRun(runRecord({ ...clean, startedAt: '2026-11-24T09:00:00.000Z' }, []));
  const { stdout, code } = await warden(['history', '--runs'], { cwd, sandbox });
  // The runs of the fixtures are old.
  expect(code).toBe(2);
  expect(stdout.split('\n').map((line) => line.replaceAll(/ {2,}/g, ' | '))).toEqual([
    'started | trigger | scope | verdict | targets | compliant | drifted | waived | unknown',
    '2026-11-24 08:00 UTC | schedule | full | drifted | 22 | 19 | 3 | 0 | 0',
    '2026-11-24 08:30 UTC | change | partial | drifted | 1 | 0 | 1 | 0 | 0',
    '2026-11-24 09:00 UTC | schedule | full | compliant | 22 | 22 | 0 | 0 | 0',
    '',
    'compliant: ▇█',
    '',
  ]);
});

describe('replay', () => {
  test('shows the messages that a history of reports would have sent', async () => {
    const reports = [
      drifted,
      { ...drifted, runId: '2' },
      { ...clean, runId: '3', finishedAt: '2026-11-24T10:00:00.000Z' },
    ];
    writeFileSync(join(cwd, 'runs.jsonl'), reports.map((report) => JSON.stringify(report)).join('\n'));
    const { stdout, code } = await warden(['alerts', 'replay', '--runs', 'runs.jsonl'], { cwd });
    expect(code).toBe(0);
    expect(stdout.split('\n').filter((line) => !line.startsWith(' '))).toEqual([
      '2026-11-24T09:00:01.300Z  [CRITICAL] Macie is OFF in af-south-1 of 111122223333; 3 other alerts',
      '2026-11-24T09:00:01.300Z  -',
      '2026-11-24T10:00:00.000Z  [RESOLVED] Macie is ON again in 2 Regions of 111122223333: was DISABLED; 2 other alerts',
      '2 of 3 runs would have sent a message.',
      '',
    ]);
  });

  test.each([
    ['a report as `check --format json` prints it', json(drifted), '1 of 1 runs'],
    ['reports appended to a file', json(drifted) + json(clean), '2 of 2 runs'],
    ['reports without anything between', json(drifted).trim() + json(clean).trim(), '2 of 2 runs'],
    ['a list', `[${json(drifted)}, ${json(clean)}]`, '2 of 2 runs'],
    ['lists in lines', `[${JSON.stringify(drifted)}]\n[${JSON.stringify(clean)}]\n`, '2 of 2 runs'],
    ['Windows line ends and a byte order mark', `\ufeff${JSON.stringify(drifted)}\r\n`, '1 of 1 runs'],
    ['an empty file', '', '0 of 0 runs'],
  ])('takes %s', async (_, text, expected) => {
    writeFileSync(join(cwd, 'runs.json'), text);
    const ran = await warden(['alerts', 'replay', '--runs', 'runs.json'], { cwd });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toContain(expected);
  });

  test('reads stdin, and takes reports in any order', async () => {
    const later = { ...clean, runId: '3', finishedAt: '2026-11-24T10:00:00.000Z' };
    const stdin = json(later) + json(drifted);
    const { stdout, code } = await warden(['alerts', 'replay', '--runs', '-'], { cwd, stdin });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^2026-11-24T09.*\[CRITICAL\][^]*\n2026-11-24T10.*\[RESOLVED\]/);
    expect(stdout).toMatch(/\n2 of 2 runs would have sent a message\.\n$/);
  });

  test('nothing is zero runs, in one line', async () => {
    const ran = await warden(['alerts', 'replay', '--runs', '-'], { cwd, stdin: '' });
    expect(ran.stdout).toBe('0 of 0 runs would have sent a message.\n');
  });

  test.each([
    [{ scope: null }, 'entry 1: expected a JSON report of schemaVersion 2'],
    [{ finishedAt: 'yesterday' }, 'entry 1: expected a JSON report of schemaVersion 2'],
    [{ results: [{ region: 5 }] }, 'entry 1: expected a report as `check --format json` writes it, found an odd one ('],
  ])('a report with %j is one sentence', async (odd, message) => {
    const ran = await warden(['alerts', 'replay', '--runs', '-'], {
      cwd,
      stdin: JSON.stringify({ ...drifted, ...odd }),
    });
    expect(ran).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining(`macie-warden: -: ${message}`) });
  });

  test.each([
    ['none.jsonl', /--runs none.jsonl: cannot be read \(ENOENT\)/],
    ['bad.jsonl', /bad.jsonl:1: expected JSON: reports one after the other, or a list of reports/],
    ['odd.json', /odd.json: entry 1: expected a JSON report of schemaVersion 2, found one of schemaVersion 1/],
    ['cut.json', /cut.json: entry 1: expected a JSON report of schemaVersion 2/],
  ])('%s', async (file, message) => {
    writeFileSync(join(cwd, 'bad.jsonl'), '{');
    writeFileSync(join(cwd, 'odd.json'), '[{"schemaVersion":1}]');
    const cut = { schemaVersion: 2, scope: {}, results: [], notices: [], finishedAt: '', summary: {} };
    writeFileSync(join(cwd, 'cut.json'), JSON.stringify(cut));
    const ran = await warden(['alerts', 'replay', '--runs', file], { cwd });
    expect(ran).toMatchObject({ code: 3, stdout: '', stderr: expect.stringMatching(message) });
  });
});
