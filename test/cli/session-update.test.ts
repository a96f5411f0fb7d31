import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sandboxEnv, startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { atTerminal } from './at-terminal.ts';

let sandbox: Sandbox;
const cwd = mkdtempSync(join(tmpdir(), 'update-'));
const OWN = '111122223333';

beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => {
  sandbox.reset(
    parseWorld(
      `accounts: { "${OWN}": { sessions: { us-east-1: { status: PAUSED, findingPublishingFrequency: ONE_HOUR }, eu-west-1: { status: PAUSED } } } }`,
      'world',
    ),
  );
});
afterAll(() => sandbox.close());

const run = (...args: string[]) => atTerminal(args, { cwd, env: sandboxEnv(sandbox) });
const writes = () =>
  sandbox.calls
    .filter(({ operation }) => /^(Enable|Update|Disable|Put)/.test(operation))
    .map(({ operation }) => operation);
const session = () => sandbox.session({ accountId: OWN, region: 'us-east-1' });
const patch = (path: string, value: string): string => JSON.stringify([{ op: 'replace', path, value }]);
const ENABLE = patch('/Status', 'ENABLED');
const sql = (document: string): string =>
  `UPDATE aws.macie.session SET data__PatchDocument = string('${document}') WHERE region = 'us-east-1' AND data__Identifier = '${OWN}'`;

describe('an UPDATE in SQL', () => {
  test('shows its plan in the words of apply, and writes nothing', async () => {
    const { code, stdout, stderr } = await run('query', '-q', '--no-policy', sql(ENABLE));
    expect(code).toBe(1);
    expect(stderr).toContain(
      `1 write to account ${OWN}:\n  us-east-1  UpdateMacieSession: status ENABLED\nNothing was written: --yes writes it.\n`,
    );
    expect(stdout).toMatch(/DRIFTED \(1\)[^]*result: drifted\n$/);
    expect(writes()).toEqual([]);
  });

  test('--yes writes it, reads it back, and leaves the other setting as it was', async () => {
    const { code, stdout } = await run('query', '-q', '--no-policy', '--yes', '--format', 'json', sql(ENABLE));
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      verdict: 'compliant',
      policy: { source: 'the patch', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      results: [{ region: 'us-east-1', drifts: [{ setting: 'status', outcome: 'verified' }] }],
    });
    expect(writes()).toEqual(['UpdateMacieSession']);
    expect(session()).toMatchObject({ status: 'ENABLED', findingPublishingFrequency: 'ONE_HOUR' });
  });

  test.each([
    [sql(patch('/Status', 'PAUSED')), 'macie-warden never pauses Macie'],
    [sql('[{"op":"remove","path":"/Status"}]'), 'macie-warden never disables Macie'],
    [sql(patch('/ServiceRole', 'x')), '/ServiceRole cannot be updated'],
    [`${sql(ENABLE)}; ${sql(ENABLE)}`, 'a second statement begins here'],
    [sql(ENABLE).replace(/ AND .*/, ''), 'the WHERE names no account'],
    [sql(ENABLE).replace('us-east-1', 'us-est1'), 'expected the name of an AWS Region, found "us-est1"'],
    ['INSERT INTO aws.macie.sessions (region) SELECT 1', 'INSERT is refused'],
    ['DELETE FROM aws.macie.sessions', 'DELETE is refused'],
  ])('is refused before any call: %s', async (text, message) => {
    expect(await run('query', '--no-policy', '--yes', text)).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringContaining(message),
    });
    expect(sandbox.calls).toEqual([]);
  });

  test('a Region that no list has is noted once', async () => {
    const { stderr } = await run('query', '-q', '--no-policy', sql(ENABLE).replace('us-east-1', 'us-est-1'));
    expect(stderr.match(/us-est-1[^]*?Did you mean us-east-1\?/g)).toHaveLength(1);
  });

  test('a slower frequency is left to a person', async () => {
    const text = sql(patch('/FindingPublishingFrequency', 'SIX_HOURS'));
    const { code, stderr } = await run('query', '-q', '--no-policy', '--yes', text);
    expect(code).toBe(1);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain('macie-warden only ever turns protection up');
    expect(writes()).toEqual([]);
  });

  test('the policy says which targets, and how many writes', async () => {
    const policy = join(cwd, 'policy.yml');
    const text = (limits: string, regions: string): void =>
      writeFileSync(
        policy,
        `version: 1\nregions: [${regions}]\ndesired: { findingPublishingFrequency: SIX_HOURS }\n${limits}\n`,
      );
    text('', 'eu-west-1');
    const outside = await run('query', '-q', '-p', policy, '--yes', sql(ENABLE));
    expect(outside).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('A run can be narrower than the policy, never wider'),
    });
    // There is no price of eu-west-1, so its cost is not known.
    text('limits: { maxMonthlyCost: 1 }', 'us-east-1, eu-west-1');
    const costly = await run('query', '-q', '-p', policy, '--yes', sql(ENABLE).replace('us-east-1', 'eu-west-1'));
    expect(costly).toMatchObject({ code: 1, stderr: expect.stringContaining('Nothing to write: ') });
    expect(writes()).toEqual([]);
    text('', 'us-east-1, eu-west-1');
    expect((await run('query', '-q', '-p', policy, '--yes', sql(ENABLE))).code).toBe(0);
    expect(writes()).toEqual(['UpdateMacieSession']);
  });
});

describe('session get', () => {
  test('shows the session of the own account', async () => {
    const { code, stdout } = await run('session', 'get', '-q', '--no-policy', '--region', 'us-east-1');
    expect(code).toBe(0);
    expect(stdout).toContain('status                        PAUSED\n');
    const json = await run(
      'session',
      'get',
      '-q',
      '--no-policy',
      '--region',
      'us-east-1',
      '--account',
      OWN,
      '-f',
      'json',
    );
    expect(JSON.parse(json.stdout)).toMatchObject([{ region: 'us-east-1', aws_account_id: OWN, status: 'PAUSED' }]);
  });
});

describe('session update', () => {
  const update = (...args: string[]) =>
    run('session', 'update', '-q', '--no-policy', '--region', 'us-east-1', '--account', OWN, ...args);

  test('takes the patch as a text or from a file', async () => {
    expect((await update('--patch', ENABLE)).code).toBe(1);
    expect(writes()).toEqual([]);
    const path = join(cwd, 'patch.json');
    writeFileSync(path, patch('/FindingPublishingFrequency', 'FIFTEEN_MINUTES'));
    const { code, stdout } = await update('--patch', path, '--yes');
    expect({ code, result: stdout.trimEnd().split('\n').at(-1) }).toEqual({ code: 0, result: 'result: compliant' });
    expect(session()).toMatchObject({ status: 'PAUSED', findingPublishingFrequency: 'FIFTEEN_MINUTES' });
  });

  test.each([
    [['--patch', 'none.json'], '--patch none.json: cannot be read (ENOENT)'],
    [['--patch', '{}'], 'the patch: expected a list of operations'],
    [['--patch', '[{"op":"replace"'], 'the patch is not JSON'],
  ])('%j', async (args, message) => {
    expect(await update(...args)).toMatchObject({ code: 3, stderr: expect.stringContaining(message) });
    expect(sandbox.calls).toEqual([]);
  });
});

test('every format with severities has those of the policy: of check, and of an update', async () => {
  const policy = join(cwd, 'rated.yml');
  writeFileSync(
    policy,
    'version: 1\nregions: [us-east-1]\ndesired: { status: ENABLED }\nalerts: { severity: [{ settings: [status], severity: critical }] }\n',
  );
  const check = async (format: string): Promise<string> =>
    (await run('check', '-q', '-p', policy, '--format', format)).stdout;
  expect(await check('junit')).toContain('<failure type="CRITICAL" message="status is PAUSED');
  expect(JSON.parse(await check('ocsf'))).toMatchObject({ severity: 'Critical' });
  expect(await check('html')).toContain('<b class="severity critical">CRITICAL</b>');
  const update = ['session', 'update', '-q', '-p', policy, '--region', 'us-east-1', '--account', OWN];
  expect((await run(...update, '--patch', ENABLE, '--format', 'junit')).stdout).toContain('<failure type="CRITICAL"');
});
