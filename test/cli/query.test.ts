import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sandboxEnv, startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { atTerminal } from './at-terminal.ts';
import { ended, startWarden, warden, wardenProcess } from './warden.ts';

let sandbox: Sandbox;
const cwd = mkdtempSync(join(tmpdir(), 'query-'));
const policy = join(cwd, 'policy.yml');
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

  test.each([['--no-policy'], ['-p', policy]])('runs word for word, and reads one session: %s', async (...options) => {
    const { code, stdout, stderr } = await run(...options, '--format', 'csv', SQL);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(
      `region,aws_account_id,status,finding_publishing_frequency,service_role\r\nus-east-1,${OWN},ENABLED,SIX_HOURS,arn:aws:iam::${OWN}:role/aws-service-role/macie.amazonaws.com/AWSServiceRoleForAmazonMacie\r\n`,
    );
    expect(calls()).toEqual(['GetCallerIdentity', 'GetMacieSession']);
  });
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
    expect(stderr).toMatch(/^warden: 1 target could not be read, or not in full, .*: eu-west-2 of 111122223333\./);
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

  test('need a policy', async () => {
    expect(await run('--no-policy', 'SELECT * FROM drifts')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('the table drifts compares with a policy, and there is none'),
    });
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

describe('formats', () => {
  const SQL = "SELECT 'a|b' AS x, 1 AS x, NULL AS n, '=1' AS f, x'ff' AS b, 9007199254740993 AS big";
  test.each([
    ['table', 'x    x  n  f   b   big\na|b  1     =1  ff  9007199254740993\n'],
    ['record', 'x    a|b\nx_2  1\nn\nf    =1\nb    ff\nbig  9007199254740993\n'],
    ['json', '[\n  {"x":"a|b","x_2":1,"n":null,"f":"=1","b":"ff","big":9007199254740993}\n]\n'],
    ['jsonl', '{"x":"a|b","x_2":1,"n":null,"f":"=1","b":"ff","big":9007199254740993}\n'],
    ['csv', 'x,x,n,f,b,big\r\na|b,1,,"\'=1",ff,9007199254740993\r\n'],
    [
      'markdown',
      '| x | x | n | f | b | big |\n| --- | --- | --- | --- | --- | --- |\n| a\\|b | 1 |  | =1 | ff | 9007199254740993 |\n',
    ],
  ])('%s', async (format, expected) => {
    expect((await run('--format', format, SQL)).stdout).toBe(expected);
  });

  test('no row', async () => {
    expect((await run('--format', 'json', 'SELECT 1 WHERE 0')).stdout).toBe('[]\n');
    expect((await run('SELECT 1 AS one WHERE 0')).stdout).toBe('one\n');
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
    [['-i', 'none.sql'], '--input none.sql: cannot be read (ENOENT)'],
    [['SELECT regoin FROM sessions'], 'warden: SQL, line 1, column 8: there is no column regoin. Did you mean region?'],
    [['--explain', 'DROP TABLE sessions'], 'DROP is refused'],
    [['SELECT "aws.macie.session" FROM sessions'], 'SQL, line 1, column 8: there is no column aws.macie.session'],
    [
      ['--no-policy', '--explain', 'SELECT * FROM drifts'],
      'the table drifts compares with a policy, and there is none',
    ],
    [['--region', 'eu west', 'SELECT 1'], '--region: expected'],
  ])('%j', async (args, message) => {
    expect(await run(...args)).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining(message) });
    expect(calls()).toEqual([]);
  });
});

describe('as a process', () => {
  const MANY = 'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 200000) SELECT x FROM c';

  test('200,000 rows into a pipe that is closed end well', async () => {
    const child = await startWarden(['query', '--format', 'csv', MANY], { cwd, sandbox });
    child.stdout.once('data', () => child.stdout.destroy());
    expect(await ended(child)).toMatchObject({ code: 0, stderr: '' });
  });

  test('Ctrl-C ends a statement that has no end', async () => {
    const endless = 'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c WHERE x <= 500';
    const child = await startWarden(['query', '--format', 'csv', endless], { cwd, sandbox });
    child.stdout.once('data', () => child.kill('SIGINT'));
    await ended(child);
    expect(child.signalCode).toBe('SIGINT');
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

  test('a Node.js without SQLite is a sentence', async () => {
    const env = { NODE_OPTIONS: '--no-experimental-sqlite' };
    expect(await wardenProcess(['query', 'SELECT 1'], { cwd, sandbox, env })).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringMatching(/^warden: SQL needs Node\.js 22\.13 or newer, which has SQLite; this is v24.*\n$/),
    });
  });
});
