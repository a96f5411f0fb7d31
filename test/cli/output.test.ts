import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sandboxEnv, startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { ended, startWarden, warden, type Ran } from './warden.ts';

let sandbox: Sandbox;
let cwd: string;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => {
  sandbox.reset(parseWorld('accounts: { "111122223333": { sessions: { "*": {} } } }', 'world'));
  cwd = mkdtempSync(join(tmpdir(), 'output-'));
  writeFileSync(join(cwd, 'policy.yml'), 'version: 1\nregions: [eu-west-1]\ndesired: { status: ENABLED }\n');
});
afterAll(() => sandbox.close());

const check = (output: string, env: Record<string, string> = {}): Promise<Ran> =>
  warden(['check', '--format', 'json', '--output', output], { cwd, sandbox, env });

const isReport = (path: string): boolean => JSON.parse(readFileSync(path, 'utf8')).schemaVersion === 2;

describe('what is there already', () => {
  test('nothing: the file is named on stderr', async () => {
    const ran = await check('report.json');
    expect(ran).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringMatching(/^wrote report\.json \(\d+ KB\)\n$/),
    });
    expect(isReport(join(cwd, 'report.json'))).toBe(true);
  });

  test('a file keeps its mode', async () => {
    writeFileSync(join(cwd, 'secret.json'), 'old');
    chmodSync(join(cwd, 'secret.json'), 0o600);
    await check('secret.json');
    expect(statSync(join(cwd, 'secret.json')).mode & 0o777).toBe(0o600);
    expect(readdirSync(cwd).toSorted()).toEqual(['policy.yml', 'secret.json']);
  });

  test.each(['real.json', 'not-yet.json'])('a link to %s stays a link', async (target) => {
    writeFileSync(join(cwd, 'real.json'), 'old, and longer than '.repeat(1000));
    symlinkSync(target, join(cwd, 'link.json'));
    expect(await check('link.json')).toMatchObject({ code: 0 });
    expect(lstatSync(join(cwd, 'link.json')).isSymbolicLink()).toBe(true);
    expect(isReport(join(cwd, target))).toBe(true);
  });

  test('a file with a second name keeps both', async () => {
    writeFileSync(join(cwd, 'one.json'), 'before');
    linkSync(join(cwd, 'one.json'), join(cwd, 'two.json'));
    await check('one.json');
    expect([isReport(join(cwd, 'one.json')), isReport(join(cwd, 'two.json'))]).toEqual([true, true]);
  });

  test('a link to a device stays a link', async () => {
    symlinkSync('/dev/null', join(cwd, 'null'));
    expect(await check('null')).toMatchObject({ code: 0 });
    expect(lstatSync(join(cwd, 'null')).isSymbolicLink()).toBe(true);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  test('a pipe: the reader gets all of it', async () => {
    execFileSync('mkfifo', [join(cwd, 'pipe')]);
    const child = await startWarden(['sessions', '--format', 'json', '--output', 'pipe'], { cwd, sandbox });
    const reader = ended(spawn('cat', ['pipe'], { cwd }));
    expect(await ended(child)).toMatchObject({ code: 0, stdout: '' });
    expect(JSON.parse((await reader).stdout)).toHaveLength(22);
    expect(statSync(join(cwd, 'pipe')).isFIFO()).toBe(true);
  });

  test('a pipe without a reader can be left', async () => {
    execFileSync('mkfifo', [join(cwd, 'pipe')]);
    const child = await startWarden(['check', '--output', 'pipe'], { cwd, sandbox });
    const exit = ended(child);
    while (!sandbox.calls.some(({ operation }) => operation === 'GetMacieSession'))
      await new Promise((resolve) => setTimeout(resolve, 10));
    child.kill('SIGINT');
    expect(await exit).toMatchObject({ code: 130, stdout: '' });
  });

  test.each(['-', '/dev/stdout', '/dev/fd/1'])('%s is stdout', async (name) => {
    const ran = await check(name);
    expect(JSON.parse(ran.stdout)).toMatchObject({ schemaVersion: 2 });
    expect(ran.stderr).toBe('');
  });
});

test('a full disk behind stdout is one sentence, and no verdict', async () => {
  const full = openSync('/dev/full', 'w');
  const env = { PATH: process.env['PATH'], ...sandboxEnv(sandbox) };
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../cli/main.ts'), 'check'], {
    cwd,
    env,
    stdio: ['ignore', full, 'pipe'],
  });
  let stderr = '';
  child.stderr?.on('data', (chunk) => (stderr += String(chunk)));
  const code = await new Promise((resolve) => child.on('close', resolve));
  closeSync(full);
  expect({ code, stderr }).toEqual({ code: 3, stderr: 'macie-warden: the output cannot be written (ENOSPC)\n' });
});

test.each([
  ['none/report.json', 'ENOENT', 'Name a file in a directory that is there'],
  ['policy.yml/report.json', 'ENOTDIR', 'Name a file in a directory that is there'],
  ['/dev/full', 'ENOSPC', 'There is no space left'],
])('%s: %s, and what to do', async (path, code, hint) => {
  expect(await check(path)).toEqual({
    code: 3,
    stdout: '',
    stderr: `macie-warden: --output ${path}: cannot write there (${code}). ${hint}\n`,
  });
});

describe('npm runs scripts in the folder of package.json', () => {
  const npm = (folder: string) => ({ INIT_CWD: join(cwd, folder), npm_package_json: join(cwd, 'package.json') });

  test('a path is meant from where the person stands', async () => {
    mkdirSync(join(cwd, 'sub'));
    const ran = await check('report.json', npm('sub'));
    expect(ran.stderr).toMatch(/^wrote sub\/report\.json /m);
    expect(isReport(join(cwd, 'sub/report.json'))).toBe(true);
  });

  test('so is a policy, and the default one is that of the package', async () => {
    mkdirSync(join(cwd, 'sub'));
    writeFileSync(join(cwd, 'sub/own.yml'), 'version: 1\nregions: [us-east-1]\ndesired: { status: ENABLED }\n');
    const env = npm('sub');
    expect((await warden(['policy', 'validate', '-p', 'own.yml'], { cwd, env })).stdout).toMatch(
      /^sub\/own\.yml: valid/,
    );
    expect((await warden(['policy', 'validate'], { cwd, env })).stdout).toMatch(/^policy\.yml: valid/);
  });

  test('the variables of an npm that started something else mean nothing', async () => {
    await check('report.json', { INIT_CWD: '/', npm_package_json: '/package.json' });
    expect(isReport(join(cwd, 'report.json'))).toBe(true);
  });
});

describe('colours', () => {
  // oxlint-disable-next-line no-control-regex
  const COLOUR = /\u001b\[/;
  test.each<[Record<string, string>, boolean]>([
    [{}, false],
    [{ FORCE_COLOR: '1' }, true],
    [{ FORCE_COLOR: '' }, true],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, true],
    [{ FORCE_COLOR: '0' }, false],
    [{ FORCE_COLOR: 'false' }, false],
    [{ NO_COLOR: '1' }, false],
  ])('without a terminal and with %j', async (env, isColoured) => {
    const { stdout } = await warden(['check'], { cwd, sandbox, env });
    expect(COLOUR.test(stdout)).toBe(isColoured);
  });

  test('a file has none', async () => {
    await warden(['check', '--output', 'report.txt'], { cwd, sandbox, env: { FORCE_COLOR: '1' } });
    expect(readFileSync(join(cwd, 'report.txt'), 'utf8')).not.toMatch(COLOUR);
  });
});
