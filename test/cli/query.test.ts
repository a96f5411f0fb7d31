import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { QUERY_FORMATS } from '../../lib/render/formats/query-lines.ts';
import { sandboxEnv, startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { atTerminal } from './at-terminal.ts';
import { ended, startWarden, warden, wardenProcess } from './warden.ts';

let sandbox: Sandbox;
const cwd = mkdtempSync(join(tmpdir(), 'query-'));
const policy = join(cwd, 'policy.yml');
const EMPTY = mkdtempSync(join(cwd, 'empty-'));
const OWN = '111122223333';
const OTHER = '222233334444';

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

beforeEach(() => {
  world('"*": {}, eu-west-1: { status: PAUSED }', 'faults: [{ kind: deny, match: { regions: [eu-west-2] } }]');
  writeFileSync(
    policy,
    'version: 1\nregions: [eu-west-1, eu-west-2, us-east-1]\ndesired: { status: ENABLED, findingsPublication: { policyFindings: true }, reveal: { status: DISABLED } }\n',
  );
});

function world(sessions: string, rest = ''): void {
  sandbox.reset(parseWorld(`accounts: { "${OWN}": { sessions: { ${sessions} } } }\n${rest}`, 'world'));
}

const run = (...args: string[]) => atTerminal(['query', '-q', ...args], { cwd, env: sandboxEnv(sandbox) });
const inPolicy = (...args: string[]) => run('-p', policy, ...args);
const rowsOf = async (sql: string, ...args: string[]) => {
  const { stdout, ...rest } = await inPolicy(sql, '--format', 'json', ...args);
  return { rows: JSON.parse(stdout) as readonly Readonly<Record<string, unknown>>[], ...rest };
};
const calls = () => sandbox.calls.map(({ operation }) => operation).toSorted();
const readRegions = () =>
  sandbox.calls
    .filter(({ operation }) => operation === 'GetMacieSession')
    .map(({ region }) => region)
    .toSorted();

describe('the query that StackQL documents', () => {
  const SQL = `SELECT region, aws_account_id, status, finding_publishing_frequency, service_role FROM aws.macie.session WHERE region = 'us-east-1' AND data__Identifier = '${OWN}';`;

  test.each([['-p', 'built-in'], ['--no-policy'], ['-p', policy]])(
    'runs word for word, and reads one session: %s',
    async (...options) => {
      const { code, stdout } = await run(...options, '--format', 'csv', SQL);
      expect(code).toBe(0);
      expect(stdout).toBe(
        `region,aws_account_id,status,finding_publishing_frequency,service_role\r\nus-east-1,${OWN},ENABLED,SIX_HOURS,arn:aws:iam::${OWN}:role/aws-service-role/macie.amazonaws.com/AWSServiceRoleForAmazonMacie\r\n`,
      );
      expect(calls()).toEqual(['GetCallerIdentity', 'GetMacieSession']);
    },
  );
});

describe('what is read', () => {
  test('of a query of sessions: the sessions alone', async () => {
    await inPolicy('SELECT verdict, * FROM sessions');
    expect(calls()).toEqual(['GetCallerIdentity', 'GetMacieSession', 'GetMacieSession', 'GetMacieSession']);
  });

  test('of a query of one setting: its group beside the session', async () => {
    const { rows } = await rowsOf(
      "SELECT region, desired, actual, verdict FROM settings WHERE setting = 'reveal.status' AND region = 'us-east-1'",
    );
    expect(rows).toEqual([{ region: 'us-east-1', desired: 'DISABLED', actual: 'DISABLED', verdict: 'compliant' }]);
    expect(calls()).toEqual(['GetCallerIdentity', 'GetMacieSession', 'GetRevealConfiguration']);
  });

  test('of a query without a table: nothing', async () => {
    expect(await run('SELECT 1 AS one', '--format', 'jsonl')).toMatchObject({ code: 0, stdout: '{"one":1}\n' });
    expect(calls()).toEqual([]);
  });

  test('of an organization: the account that the WHERE names', async () => {
    sandbox.reset(
      parseWorld(
        `organization: { managementAccount: "${OWN}", defaults: { sessions: { "*": {} } }, accounts: { "${OWN}": { name: hub }, "${OTHER}": { name: prod } } }`,
        'world',
      ),
    );
    writeFileSync(
      policy,
      'version: 1\naccounts: organization\nregions: [eu-west-1, us-east-1]\ndesired: { status: ENABLED }\n',
    );
    const { rows } = await rowsOf(`SELECT region, account_name FROM macie.session s WHERE s.aws_account_id = ${OTHER}`);
    expect(rows).toEqual([
      { region: 'eu-west-1', account_name: 'prod' },
      { region: 'us-east-1', account_name: 'prod' },
    ]);
    expect(calls().filter((one) => one === 'AssumeRole' || one === 'GetMacieSession')).toEqual([
      'AssumeRole',
      'GetMacieSession',
      'GetMacieSession',
    ]);
    const { rows: accounts } = await rowsOf('SELECT account_id, account_name, state, is_own, is_covered FROM accounts');
    expect(accounts).toEqual([
      { account_id: OWN, account_name: 'hub', state: 'ACTIVE', is_own: 1, is_covered: 1 },
      { account_id: OTHER, account_name: 'prod', state: 'ACTIVE', is_own: 0, is_covered: 1 },
    ]);
  });

  test('is shown by --explain, without a call', async () => {
    const { stdout, code } = await inPolicy('--explain', "SELECT * FROM settings WHERE region = 'us-east-1'");
    expect({ code, calls: calls() }).toEqual({ code: 0, calls: [] });
    expect(stdout).toBe(
      `tables:   settings\npolicy:   ${policy}\naccounts: all of the policy\nRegions:  us-east-1, by the WHERE\ngroups:   session, findingsPublication, reveal\ncalls:    macie2:GetMacieSession for each target; where Macie is on, those of the other groups\n`,
    );
    const state = await run('--no-policy', '--explain', "SELECT * FROM runs, accounts WHERE runs.started_at >= '2026'");
    expect(state.stdout).toBe(
      'tables:   accounts, runs\npolicy:   none\naccounts: organizations:ListAccounts, where the policy needs it\nstate:    dynamodb:Query on macie-warden-prod; runs since 2026\n',
    );
  });
});

describe('targets that could not be read', () => {
  test('have a row with its reason', async () => {
    const { rows, code, stderr } = await rowsOf('SELECT region, status, verdict, reason FROM sessions ORDER BY region');
    expect(rows).toEqual([
      { region: 'eu-west-1', status: 'PAUSED', verdict: 'drifted', reason: null },
      { region: 'eu-west-2', status: null, verdict: 'unknown', reason: 'access-denied' },
      { region: 'us-east-1', status: 'ENABLED', verdict: 'compliant', reason: null },
    ]);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^macie-warden: 1 target could not be read, or not in full, .*: eu-west-2 of 111122223333\./,
    );
  });

  test.each([
    ["SELECT count(*) FROM sessions WHERE status = 'PAUSED'", 2],
    ["SELECT * FROM sessions WHERE verdict = 'drifted'", 2],
    ['SELECT count(*) FROM drifts', 2],
    ["SELECT 1 FROM settings WHERE setting = 'status'", 2],
    ["SELECT * FROM sessions s WHERE s.region LIKE 'eu-%' OR status = 'PAUSED'", 2],
    ["WITH s AS (SELECT * FROM sessions) SELECT * FROM s WHERE region <> 'eu-west-1'", 2],
    ["SELECT 1 FROM sessions WHERE region <> 'eu-west-2' UNION SELECT 1 FROM sessions", 2],
    ["SELECT * FROM sessions WHERE region IN ('us-east-1', 'eu-west-1')", 0],
    ["SELECT * FROM sessions WHERE region NOT LIKE '%-2' AND status = 'PAUSED'", 0],
    ["WITH s AS (SELECT * FROM sessions) SELECT * FROM s WHERE s.region <> 'eu-west-2'", 0],
    ["SELECT * FROM drifts WHERE substr(region, -1) = '1'", 0],
    ["SELECT * FROM sessions WHERE verdict <> 'unknown'", 0],
    ['SELECT * FROM sessions WHERE reason IS NULL', 0],
  ])('%s: exit %i', async (sql, code) => {
    expect((await inPolicy(sql)).code).toBe(code);
  });

  test('a Region or an account that is not covered is no empty answer', async () => {
    const region = await inPolicy(
      "SELECT * FROM sessions WHERE region IN ('us-east-1', 'us-est-1')",
      '--format',
      'csv',
    );
    expect(region.stdout.split('\r\n')).toHaveLength(3);
    expect(region).toMatchObject({ code: 2, stderr: expect.stringContaining('Did you mean us-east-1?') });
    const account = await inPolicy(`SELECT * FROM sessions WHERE account_id = '${OTHER}'`);
    expect(account).toMatchObject({ code: 2, stderr: expect.stringContaining(`no row shows account ${OTHER}: `) });
    expect(readRegions()).toEqual(['us-east-1']);
  });
});

describe('drifts', () => {
  test('are those of the policy', async () => {
    const { rows } = await rowsOf(
      "SELECT region, setting, desired, actual, action, outcome FROM drifts WHERE region = 'eu-west-1'",
    );
    expect(rows).toContainEqual({
      region: 'eu-west-1',
      setting: 'status',
      desired: 'ENABLED',
      actual: 'PAUSED',
      action: 'resume',
      outcome: 'planned',
    });
  });

  test('have no sense with --no-policy', async () => {
    expect(await run('--no-policy', 'SELECT * FROM drifts')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('the table drifts compares with a policy, and --no-policy takes none'),
    });
    expect(calls()).toEqual([]);
  });
});

test('settings without a policy are those that there are', async () => {
  const { stdout } = await run(
    '--no-policy',
    '--format',
    'csv',
    "SELECT setting, desired, actual, verdict FROM settings WHERE region = 'us-east-1' AND setting IN ('status', 'reveal.status')",
  );
  expect(stdout).toContain('status,,ENABLED,\r\n');
  expect(stdout).toContain('reveal.status,,DISABLED,\r\n');
});

describe('in a folder without a policy.yml', () => {
  // This process stands in another folder, as a script of npm does.
  const inEmpty = (...args: string[]) =>
    atTerminal(args, {
      cwd,
      env: { ...sandboxEnv(sandbox), INIT_CWD: EMPTY, npm_package_json: join(cwd, 'package.json') },
    });
  const bare = (...args: string[]) => inEmpty('query', '-q', ...args);
  const NOTE =
    /^macie-warden: there is no policy\.yml here: the built-in policy wants Macie ENABLED in every Region\. `warden init` writes a policy of your own\n$/;

  test('the built-in policy is compared with, as check does, and a note says so', async () => {
    const { code, stdout, stderr } = await bare(
      '--format',
      'csv',
      "SELECT setting, actual FROM drifts WHERE region = 'eu-west-1'",
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'setting,actual\r\nstatus,PAUSED\r\n' });
    expect(stderr).toMatch(NOTE);
    expect(await bare('--format', 'csv', "SELECT verdict FROM sessions WHERE region = 'us-east-1'")).toMatchObject({
      stdout: 'verdict\r\ncompliant\r\n',
    });
  });

  test('settings that it does not desire are shown as well', async () => {
    const sql =
      "SELECT setting, desired, actual, verdict FROM settings WHERE region = 'us-east-1' AND setting IN ('status', 'reveal.status')";
    expect((await bare('--format', 'csv', sql)).stdout).toBe(
      'setting,desired,actual,verdict\r\nstatus,ENABLED,ENABLED,compliant\r\nreveal.status,,DISABLED,\r\n',
    );
    const named = await bare('-p', 'built-in', '--format', 'csv', sql);
    expect(named).toMatchObject({ stdout: expect.stringContaining('reveal.status'), stderr: '' });
  });

  test('--accounts and --regions say what is read', async () => {
    sandbox.reset(
      parseWorld(
        `organization: { managementAccount: "${OWN}", defaults: { sessions: { "*": {} } }, accounts: { "${OWN}": { name: hub }, "${OTHER}": { name: prod } } }`,
        'world',
      ),
    );
    const sql = 'SELECT account_id, region, verdict FROM sessions';
    const { stdout } = await bare('--accounts', OTHER, '--regions', 'us-east-1', '--format', 'csv', sql);
    expect(stdout).toBe(`account_id,region,verdict\r\n${OTHER},us-east-1,compliant\r\n`);
    const one = await inEmpty('session', 'get', '--region', 'us-east-1', '--account', OTHER);
    expect(one).toMatchObject({ code: 0, stdout: expect.stringContaining(OTHER) });
  });

  test('a query that needs no policy has no note, and --explain says which there is', async () => {
    expect(await bare('SELECT 1')).toMatchObject({ stderr: '' });
    const { stdout, stderr } = await bare('--explain', 'SELECT * FROM drifts');
    expect(stdout).toContain('policy:   built-in\naccounts: the own one\nRegions:  every one\ngroups:   session\n');
    expect(stderr).toMatch(NOTE);
  });
});

describe('formats', () => {
  const SQL = "SELECT 'a|b' AS x, 1 AS x, NULL AS n, '=1' AS f, x'ff' AS b, 9007199254740993 AS big, -1.5 AS \"m|n\"";
  test.each([
    ['table', 'x    x  n  f   b   big               m|n\na|b  1     =1  ff  9007199254740993  -1.5\n'],
    ['record', 'x    a|b\nx_2  1\nn\nf    =1\nb    ff\nbig  9007199254740993\nm|n  -1.5\n'],
    ['json', '[\n  {"x":"a|b","x_2":1,"n":null,"f":"=1","b":"ff","big":9007199254740993,"m|n":-1.5}\n]\n'],
    ['jsonl', '{"x":"a|b","x_2":1,"n":null,"f":"=1","b":"ff","big":9007199254740993,"m|n":-1.5}\n'],
    ['csv', 'x,x,n,f,b,big,m|n\r\na|b,1,,"\'=1",ff,9007199254740993,-1.5\r\n'],
    [
      'markdown',
      '| x | x | n | f | b | big | m\\|n |\n| --- | --- | --- | --- | --- | --- | --- |\n| a\\|b | 1 |  | =1 | ff | 9007199254740993 | -1.5 |\n',
    ],
  ])('%s', async (format, expected) => {
    expect((await run('--format', format, SQL)).stdout).toBe(expected);
  });

  test('no row', async () => {
    expect((await run('--format', 'json', 'SELECT 1 WHERE 0')).stdout).toBe('[]\n');
    expect((await run('SELECT 1 AS one WHERE 0')).stdout).toBe('one\n');
  });

  test('a table of many rows comes in parts, and no column becomes narrower', async () => {
    const many =
      'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 20001) SELECT iif(x = 9, 12345, 1) AS a, iif(x = 20001, 12345678, 1) AS b, 1 AS c FROM c';
    const { stdout } = await run(many);
    const lines = stdout.split('\n');
    expect([lines.length, lines[0], lines[9], lines[20_000], lines[20_001]]).toEqual([
      20_003,
      'a      b  c',
      '12345  1  1',
      '1      1         1',
      '1      12345678  1',
    ]);
  });

  test('a table that a terminal has no room for is written as records', async () => {
    const wide = (count: number): string =>
      `SELECT ${Array.from({ length: count }, (_, index) => `printf('%050d', ${index}) AS c${index}`).join(', ')}`;
    expect((await run(wide(2))).stdout).toMatch(/^c0 +c1\n/);
    expect((await run(wide(9))).stdout).toBe((await run('--format', 'record', wide(9))).stdout);
    expect((await run(`${wide(9)} WHERE 0`)).stdout).toMatch(/^c0 +c1/);
  });

  test('a file', async () => {
    const path = join(cwd, 'rows.jsonl');
    await run(
      '--format',
      'jsonl',
      '-o',
      path,
      'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 1200) SELECT x FROM c',
    );
    expect(readFileSync(path, 'utf8').trimEnd().split('\n')).toHaveLength(1200);
  });
});

describe('bad usage', () => {
  test.each([
    [['SELECT 1', '-o', 'json'], '-o is a file here; the format is --format json'],
    [[], 'there is no SQL: give it as an argument, in a file with --input, or as - on stdin'],
    [['SELECT 1', '-i', 'x.sql'], '--input: expected the SQL in a file or as an argument, found both'],
    [['-i', ''], '--input: expected a file, or - for stdin, found ""'],
    [['-i', 'none.sql'], '--input none.sql: cannot be read (ENOENT)'],
    [
      ['SELECT regoin FROM sessions'],
      'macie-warden: SQL, line 1, column 8: there is no column regoin. Did you mean region?',
    ],
    [['--explain', 'DROP TABLE sessions'], 'DROP is refused'],
    [['SELECT "aws.macie.session" FROM sessions'], 'SQL, line 1, column 8: there is no column aws.macie.session'],
    [
      ['--no-policy', '--explain', 'SELECT * FROM drifts'],
      'the table drifts compares with a policy, and --no-policy takes none',
    ],
    [['--region', 'eu west', 'SELECT 1'], '--region: expected'],
  ])('%j', async (args, message) => {
    expect(await run(...args)).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining(message) });
    expect(calls()).toEqual([]);
  });
});

describe('as a process', () => {
  const ENDLESS = 'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT';

  test.each(QUERY_FORMATS)('a pipe that is closed ends a statement that has no end: %s', async (format) => {
    const child = await startWarden(['query', '--format', format, `${ENDLESS} x FROM c`], { cwd, sandbox });
    child.stdout.once('data', () => child.stdout.destroy());
    expect(await ended(child)).toMatchObject({ code: 0, stderr: '' });
  });

  test('Ctrl-C ends a statement that has no end and no more rows', async () => {
    const child = await startWarden(['query', '--format', 'csv', `${ENDLESS} x FROM c WHERE x <= 500`], {
      cwd,
      sandbox,
    });
    child.stdout.once('data', () => child.kill('SIGINT'));
    await ended(child);
    expect(child.signalCode).toBe('SIGINT');
  });

  test('Ctrl-C ends a statement that computes for a file, and leaves nothing of it', async () => {
    const folder = mkdtempSync(join(cwd, 'stopped-'));
    const sql = `${ENDLESS} count(*) FROM c, sessions`;
    const args = ['query', '--no-policy', '--regions', 'us-east-1', '-o', join(folder, 'rows.csv'), sql];
    const child = await startWarden(args, { cwd, sandbox });
    const end = ended(child);
    // The statement begins soon after the last call.
    while (readRegions().length === 0) await sleep(50);
    while (child.exitCode === null && child.signalCode === null) {
      await sleep(500);
      child.kill('SIGINT');
    }
    await end;
    expect(readdirSync(folder)).toEqual([]);
  });

  test('SQL comes from stdin, with a comment that looks like an option', async () => {
    const ran = await warden(['query', '--format', 'jsonl', '-'], {
      cwd,
      sandbox,
      stdin: '-- WHERE 0\nSELECT 2 AS two;',
    });
    expect(ran).toEqual({ code: 0, stdout: '{"two":2}\n', stderr: '' });
    const argument = await run('--format', 'jsonl', '-- WHERE 0\nSELECT 2 AS two');
    expect(argument.stdout).toBe('{"two":2}\n');
  });

  test.each<[string, Buffer]>([
    ['with a mark of UTF-8', Buffer.from('\ufeffSELECT 2 AS two\r\n;\r\n')],
    ['UTF-16, as PowerShell writes it', Buffer.from('\ufeffSELECT 2 AS two', 'utf16le')],
    ['UTF-16 of the other order', Buffer.from('\ufeffSELECT 2 AS two', 'utf16le').swap16()],
  ])('SQL comes from a file %s', async (_, bytes) => {
    writeFileSync(join(cwd, 'two.sql'), bytes);
    expect(await run('--format', 'jsonl', '-i', join(cwd, 'two.sql'))).toMatchObject({
      code: 0,
      stdout: '{"two":2}\n',
    });
  });

  test('a file that is no text is refused', async () => {
    writeFileSync(join(cwd, 'two.sql'), Buffer.from('SELECT 2 AS two', 'utf16le').fill(0xfe, 4, 6));
    expect(await run('-i', join(cwd, 'two.sql'))).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('two.sql: is not text in UTF-8. Save it in that encoding'),
    });
  });

  test('a Node.js without SQLite is a sentence', async () => {
    const env = { NODE_OPTIONS: '--no-experimental-sqlite' };
    expect(await wardenProcess(['query', 'SELECT 1'], { cwd, sandbox, env })).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringMatching(
        /^macie-warden: SQL needs Node\.js 22\.13 or newer, which has SQLite; this is v24.*\n$/,
      ),
    });
  });
});
