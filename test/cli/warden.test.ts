import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { ended, startWarden, warden, wardenProcess } from './warden.ts';

let sandbox: Sandbox;
let cwd: string;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'warden-'));
  policy('regions: [eu-west-1, us-east-1]');
});
afterAll(() => sandbox.close());

function policy(yaml: string): void {
  writeFileSync(join(cwd, 'policy.yml'), `version: 1\ndesired: { status: ENABLED }\n${yaml}\n`);
}

function world(sessions: string, rest = ''): void {
  sandbox.reset(parseWorld(`accounts: { "111122223333": { sessions: { ${sessions} } } }\n${rest}`, 'world'));
}

const ON = '"*": {}';
const writes = () =>
  sandbox.calls.filter(({ operation }) => /^(Enable|Update|Disable)/.test(operation)).map(({ operation }) => operation);

describe('exit codes and the last line', () => {
  test.each([
    ['compliant', ON, '', 0],
    ['drifted', `${ON}, eu-west-1: { status: PAUSED }`, '', 1],
    ['unknown', ON, 'faults: [{ kind: deny, match: { regions: [eu-west-1] } }]', 2],
  ])('%s', async (verdict, sessions, faults, code) => {
    world(sessions, faults);
    const ran = await wardenProcess(['check'], { cwd, sandbox });
    expect(ran).toMatchObject({ code, stderr: '' });
    expect(ran.stdout).toMatch(new RegExp(`\nresult: ${verdict}\n$`));
    // No terminal, no colours.
    expect(ran.stdout).not.toContain('\u001b');
  });

  test.each([
    ['drifted', `${ON}, eu-west-1: { status: PAUSED }`, '', 'drifted', 1],
    ['drifted', ON, 'faults: [{ kind: deny, match: { regions: [eu-west-1] } }]', 'unknown', 0],
    ['never', `${ON}, eu-west-1: { status: PAUSED }`, '', 'drifted', 0],
  ])(
    '--fail-on %s: %s%s is %s and exit %i, and stderr says why it is 0',
    async (failOn, sessions, faults, verdict, code) => {
      world(sessions, faults);
      const ran = await warden(['check', '--fail-on', failOn], { cwd, sandbox });
      expect(ran.code).toBe(code);
      expect(ran.stdout).toMatch(new RegExp(`\nresult: ${verdict}\n$`));
      expect(ran.stderr).toBe(
        code === 0
          ? `result: ${verdict}; the exit code is 0, not ${verdict === 'drifted' ? 1 : 2}, because of --fail-on ${failOn}\n`
          : '',
      );
    },
  );

  test('--fail-on never still fails where there is no report', async () => {
    world(ON);
    policy('notify: never');
    expect(await warden(['check', '--fail-on', 'never'], { cwd, sandbox })).toMatchObject({ code: 3 });
  });

  test('a policy that is none: every problem, exit 3, no call', async () => {
    world(ON);
    policy('regions: [eu-west1]\nnotify: never');
    const ran = await warden(['check'], { cwd, sandbox });
    expect(ran).toMatchObject({ code: 3, stdout: '' });
    expect(ran.stderr.split('\n').filter(Boolean)).toEqual([
      expect.stringMatching(/^policy.yml:3:11: regions\[0\]: .* Did you mean eu-west-1\?$/),
      expect.stringMatching(/^policy.yml:4:9: notify: expected one of drift, always, found "never"/),
    ]);
    expect(sandbox.calls).toEqual([]);
  });

  test('no credentials: one sentence, exit 3', async () => {
    const ran = await warden(['check'], { cwd, env: { AWS_ENDPOINT_URL: sandbox.url } });
    expect(ran).toMatchObject({ code: 3, stdout: '' });
    expect(ran.stderr).toMatch(
      /^macie-warden: there are no AWS credentials in the environment, .*\. Log in, or set AWS_PROFILE.*\. Without an AWS account, `npm start` in a clone .*\n$/,
    );
  });

  test('credentials that AWS does not take: one sentence, exit 3', async () => {
    const ran = await warden(['check'], { cwd, sandbox, env: { AWS_ACCESS_KEY_ID: 'AKIAEXPIRED' } });
    expect(ran).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringMatching(/^macie-warden: AWS does not accept these credentials .*\n$/),
    });
  });

  test.each([
    [['chek'], /unknown command 'chek'\n\(Did you mean check\?\)/],
    [['check', '--polcy', 'x'], /unknown option '--polcy'\n\(Did you mean --policy\?\)/],
    [['check', '--format', 'xml'], /Allowed choices are text, json, csv, markdown, chat, html, ocsf, junit/],
    [['check', '--fail-on', 'compliant'], /Allowed choices are drifted, unknown, never/],
    [['check', '--table', 'x'], /--table x: only --format html reads it, and the format is text/],
    [['apply', '--yes', '--format', 'csv', '--table', 'x'], /only --format html reads it, and the format is csv/],
    [['check', '--accounts', '123'], /Expected 12-digit account ids, found "123"/],
    [
      ['check', '--accounts', ','],
      /-a, --accounts <ids>.* Expected account ids with commas between, such as 111122223333/,
    ],
    [['check', '--regions', 'eu_west_1'], /^macie-warden: --regions: .*found "eu_west_1"\. Did you mean eu-west-1\?/],
    [
      ['check', '--regions', 'us-wst-2'],
      /^macie-warden: warning: --regions: no AWS Region is known by the name us-wst-2\. Did you mean us-west-2\?/,
    ],
    [['check', '--region', 'us-wst1'], /^macie-warden: --region: .*found "us-wst1"\. Did you mean us-west-1\?/],
    [['check', '--endpoint-url', 'localhost:1'], /^macie-warden: --endpoint-url: expected a URL .*found "localhost:1"/],
    [['apply', '--yes', '--max-actions', '0'], /Expected a number from 1 to 100000, found "0"/],
    [['check', '--regions', ','], /Expected names with commas between/],
    [
      ['check', '--regions', 'us-west-2'],
      /^macie-warden: regions: expected some of eu-west-1, us-east-1, found us-west-2/,
    ],
    [['check', '--policy', 'none.yml'], /^none.yml: expected a policy, found no file there/],
    [['check', '--policy', '.'], /^\.: expected a policy, found a directory/],
    [['check', '--output', ''], /^macie-warden: --output: expected a file, found ""$/m],
    [['check', '--policy', ' '], /Expected a file, ssm:\/name, s3:\/\/bucket\/key or built-in/],
    [['history', '--last', '1e2'], /^macie-warden: --last: expected a number from 1 to 1000, found "1e2"/],
    [['alerts', 'rplay'], /too many arguments for 'alerts'.*\n\(Did you mean replay\?\)/],
    [['apply'], /^macie-warden: there is no terminal to ask on: .* pass --yes/],
    [['policy', 'explain', '--region', 'mars-1'], /expected the name of an AWS Region, found "mars-1"/],
  ])('bad usage: %j', async (args, message) => {
    const ran = await warden(args, { cwd, sandbox });
    expect(ran).toMatchObject({ code: 3, stdout: '', stderr: expect.stringMatching(message) });
    expect(ran.stderr).not.toMatch(/\n +at /);
  });
});

test.each([
  [['--regions', 'eu-west-1', '--regions', 'us-east-1']],
  [['-r', 'eu-west-1, us-east-1']],
  [['-r', 'eu-west-1 us-east-1']],
  [['-r', 'eu-west-1,eu-west-1,us-east-1']],
])('Regions add up, each once: %j', async (options) => {
  world(ON);
  const { stdout } = await warden(['check', '--format', 'json', ...options], { cwd, sandbox });
  expect(JSON.parse(stdout)).toMatchObject({ results: [{ region: 'eu-west-1' }, { region: 'us-east-1' }] });
});

describe('output', () => {
  test('a file is written whole, and nothing else is left', async () => {
    world(ON);
    const ran = await warden(['check', '--format', 'json', '--output', 'report.json'], { cwd, sandbox });
    expect(ran).toMatchObject({ code: 0, stdout: '' });
    expect(JSON.parse(readFileSync(join(cwd, 'report.json'), 'utf8'))).toMatchObject({
      schemaVersion: 2,
      verdict: 'compliant',
      trigger: 'command-line',
    });
    expect(readdirSync(cwd).toSorted()).toEqual(['policy.yml', 'report.json']);
  });

  test('a place that cannot be written to is told before any call', async () => {
    world(ON);
    const ran = await warden(['check', '--output', 'no/such/folder.txt'], { cwd, sandbox });
    expect(ran).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/^macie-warden: --output no\/such\/folder.txt: cannot write there \(ENOENT\)/),
    });
    expect(sandbox.calls).toEqual([]);
  });

  test('a run that fails leaves the old file as it was', async () => {
    writeFileSync(join(cwd, 'report.txt'), 'old');
    await warden(['check', '--policy', 'none.yml', '--output', 'report.txt'], { cwd, sandbox });
    expect(readFileSync(join(cwd, 'report.txt'), 'utf8')).toBe('old');
    expect(readdirSync(cwd).toSorted()).toEqual(['policy.yml', 'report.txt']);
  });

  test('a reader that leaves early is no error', async () => {
    world(`${ON}, eu-west-1: { status: PAUSED }`);
    const child = await startWarden(['check', '--format', 'json'], { cwd, sandbox });
    child.stdout.destroy();
    expect(await ended(child)).toMatchObject({ code: 1, stderr: '' });
  });
});

describe('apply', () => {
  const ENFORCE = 'regions: [eu-west-1, us-east-1]\nremediation: enforce';

  test('--yes shows the plan, writes it, and reports what was seen', async () => {
    policy(ENFORCE);
    world('eu-west-1: { status: PAUSED }');
    const ran = await warden(['apply', '--yes'], { cwd, sandbox });
    expect(ran.code).toBe(0);
    expect(ran.stderr.split('\n')).toEqual([
      'account:     111122223333',
      'identity:    arn:aws:iam::111122223333:user/sandbox',
      'profile:     none named',
      'home Region: us-east-1 (AWS_REGION)',
      `endpoint:    ${sandbox.url}`,
      'The plan adds at least $0.00 a month to the bill of Macie, and 2 of its 4 parts are not estimated',
      '  us-east-1: bucket inventory $0.00, automated discovery up to $0.00, if AWS switches it on',
      '  Not estimated: bucket inventory and automated discovery in eu-west-1: no price for eu-west-1; add prices.eu-west-1 to the policy',
      '  Prices: those of us-east-1 in this version, as of 2026-11, not confirmed.',
      '  A whole month after the free trial, of the buckets of now.',
      '  Numbers of objects and bytes are CloudWatch’s, up to 48 hours old.',
      '  Automated discovery: from monitoring alone to about 1 GB analysed for each TB stored; the free GB of a month is not taken off.',
      '  Depending on the settings of the account, AWS switches on automated discovery together with Macie.',
      '  The first 30 days are free in an account and Region where Macie has never been on.',
      '  Requests to S3 and KMS, and classification jobs, are not in it.',
      '2 writes to account 111122223333:',
      '  eu-west-1  UpdateMacieSession: status ENABLED',
      '  us-east-1  EnableMacie: status ENABLED, findingPublishingFrequency FIFTEEN_MINUTES',
      '',
    ]);
    expect(ran.stdout).toContain('REPAIRED (2)');
    expect(writes().toSorted()).toEqual(['EnableMacie', 'UpdateMacieSession']);
  });

  test.each([
    [
      'a policy that reports',
      '',
      'Nothing to write: the remediation of policy.yml is report.',
      'To repair there, set remediation: enforce in policy.yml.',
    ],
    [
      'more than allowed',
      `${ENFORCE}\nlimits: { maxActions: 1 }`,
      'Nothing to write: 2 writes are needed and limits.maxActions is 1, so none is made',
      'so none is made',
    ],
  ])('%s is left alone, and why is said', async (_, yaml, first, last) => {
    if (yaml !== '') policy(yaml);
    world('');
    const ran = await warden(['apply', '--yes'], { cwd, sandbox });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(new RegExp(`^${first}`));
    expect(ran.stderr).toContain(last);
    expect(writes()).toEqual([]);
  });

  test('the first roll-out is refused with the next step; --max-actions lets it through once, and the report says so', async () => {
    policy('regions: all\nremediation: enforce');
    world('');
    const refused = await warden(['apply', '--yes'], { cwd, sandbox });
    expect(refused.stderr).toMatch(
      /17 writes are needed and limits\.maxActions is 10, so none is made.*--max-actions 17/s,
    );
    // Equal drifts are one line with all their Regions.
    expect(refused.stderr.match(/^ {2}ap-northeast-1, .*, us-west-2 {2}status: /gm)).toHaveLength(1);
    expect(writes()).toEqual([]);
    const ran = await warden(['apply', '--yes', '--max-actions', '17'], { cwd, sandbox });
    expect(ran.stdout).toMatch(/policy allows 10 writes in a run \(limits\.maxActions\), and this run\s+may make 17/);
    expect(writes()).toHaveLength(17);
    const after = await warden(['check', '--format', 'json', '--max-actions', '17'], { cwd, sandbox });
    expect(JSON.parse(after.stdout)).toMatchObject({ verdict: 'compliant' });
  });

  test('check never writes, whatever the policy says', async () => {
    policy(ENFORCE);
    world('');
    expect(await warden(['check'], { cwd, sandbox })).toMatchObject({ code: 1 });
    expect(writes()).toEqual([]);
  });
});

describe('Ctrl-C', () => {
  /** Runs a command, and stops it once a Region that hangs was asked. */
  async function stoppedWhileReading(args: readonly string[]) {
    world(
      `${ON}, us-east-1: { status: PAUSED }`,
      'faults: [{ kind: hang, match: { regions: [eu-west-1], operations: [GetMacieSession] } }]',
    );
    const child = await startWarden(args, { cwd, sandbox });
    const exit = ended(child);
    const asked = (wanted: string) => sandbox.calls.filter(({ operation }) => operation === wanted).length;
    // The administrator is asked for once the answer of the other Region, a paused session, is there.
    while (asked('GetMacieSession') < 2 || asked('GetAdministratorAccount') < 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
    child.kill('SIGINT');
    return exit;
  }

  test.each([['check'], ['apply', '--yes']])(
    'while reading: %s reports what was seen, by its verdict',
    async (...args) => {
      policy('remediation: enforce\nregions: [eu-west-1, us-east-1]');
      const { code, stdout } = await stoppedWhileReading(args);
      expect(code).toBe(1);
      expect(stdout).toMatch(/eu-west-1.*not-reached/);
      expect(stdout).toContain('The run was stopped before its end.');
      expect(stdout).toMatch(/\nresult: drifted \(1 of 2 targets\)\n$/);
      expect(writes()).toEqual([]);
    },
  );

  test('while reading: sessions shows what was seen', async () => {
    const ran = await stoppedWhileReading(['sessions', '--policy', 'policy.yml', '--format', 'csv']);
    expect(ran.stdout).toMatch(/eu-west-1,111122223333,unknown: not-reached,.*\r\nus-east-1,111122223333,PAUSED,/);
    expect(ran).toMatchObject({ code: 2, stderr: 'stopped: 1 of 2 targets was read\n' });
  });

  test('before the account is known: nothing was written, and no file is left', async () => {
    world(ON, 'faults: [{ kind: hang, match: { operations: ["sts:GetCallerIdentity"] } }]');
    const child = await startWarden(['check', '--output', 'report.txt'], { cwd, sandbox });
    const exit = ended(child);
    while (!sandbox.calls.some(({ operation }) => operation === 'GetCallerIdentity'))
      await new Promise((resolve) => setTimeout(resolve, 10));
    child.kill('SIGINT');
    expect(await exit).toEqual({ code: 130, stdout: '', stderr: 'macie-warden: stopped; nothing was written\n' });
    expect(readdirSync(cwd)).toEqual(['policy.yml']);
  });

  test('while writing: what was sent is reported', async () => {
    policy('remediation: enforce\nregions: [eu-west-1]');
    world('', 'faults: [{ kind: slow, ms: 400, match: { operations: [EnableMacie] } }]');
    const child = await startWarden(['apply', '--yes'], { cwd, sandbox });
    const exit = ended(child);
    while (writes().length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    child.kill('SIGINT');
    const ran = await exit;
    expect(ran.code).toBe(130);
    expect(ran.stdout).toContain('REPAIRED (1)');
    expect(ran.stdout).toContain('The run was stopped before its end.');
  });
});

describe('sessions', () => {
  test('every session, and why one could not be read', async () => {
    world(
      `${ON}, eu-west-1: null`,
      'faults: [{ kind: deny, match: { regions: [us-east-1], operations: ["macie2:*"] } }]',
    );
    const ran = await warden(['sessions', '--policy', 'policy.yml', '--format', 'csv'], { cwd, sandbox });
    expect(ran.stdout).toBe(
      'region,aws_account_id,status,finding_publishing_frequency,service_role\r\neu-west-1,111122223333,DISABLED,,\r\nus-east-1,111122223333,unknown: access-denied,,\r\n',
    );
    expect(ran.code).toBe(2);
  });

  test('needs no policy', async () => {
    world(ON);
    const ran = await warden(['sessions', '--format', 'json'], { cwd: tmpdir(), sandbox });
    const rows: { region: string; status: string }[] = JSON.parse(ran.stdout);
    expect(rows).toHaveLength(22);
    expect(rows[0]).toEqual({
      region: 'af-south-1',
      aws_account_id: '111122223333',
      status: 'not-applicable',
      finding_publishing_frequency: null,
      service_role: null,
    });
    expect(ran.code).toBe(0);
  });
});

describe('policy', () => {
  test('validate, schema and explain', async () => {
    policy(
      'overrides: [{ match: { regions: ["eu-*"] }, remediation: enforce }]\nwaivers: [{ match: { regions: [eu-west-1] }, settings: [status], reason: r, owner: o, expires: 2001-01-01 }]',
    );
    expect((await warden(['policy', 'validate'], { cwd })).stdout).toMatch(
      /^policy.yml: valid\. all Regions, remediation report, 1 override, 1 waiver; sha256 \w+\npolicy\.yml:\d+:\d+: warning: waivers\[0\]\.expires: the waiver ended on 2001-01-01 /,
    );
    expect(JSON.parse((await warden(['policy', 'schema'], { cwd })).stdout)).toHaveProperty('properties.desired');
    const { stdout, code } = await warden(['policy', 'explain', '--region', 'eu-west-1', '--account', '111122223333'], {
      cwd,
    });
    expect(code).toBe(0);
    expect(stdout.split('\n')).toEqual([
      '111122223333 eu-west-1, by policy.yml',
      'status       ENABLED  desired',
      'remediation  enforce  overrides[0]  Region eu-*',
      'not compared: every other setting',
      'waivers[0]  waived status until 2001-01-01, o: r (Region eu-west-1)',
      '',
    ]);
  });
});

test.each([
  [[]],
  [['check']],
  [['apply']],
  [['sessions']],
  [['alerts']],
  [['alerts', 'replay']],
  [['history']],
  [['policy']],
  [['policy', 'validate']],
  [['policy', 'schema']],
  [['policy', 'explain']],
])('help has an example and the exit codes: %j', async (command) => {
  const { stdout, code, stderr } = await warden([...command, '--help'], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/npm run --silent warden -- \w+/);
  expect(stdout).toContain('Exit codes:');
});
