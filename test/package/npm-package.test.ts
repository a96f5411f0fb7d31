import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { sandboxEnv, startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { ROOT } from './serverless.ts';

const run = promisify(execFile);
const NODE_24 = join(ROOT, 'node_modules/node/bin');
const MEGABYTE = 1e6;

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const folder = join(mkdtempSync(join(tmpdir(), 'npm-package-')), 'a folder with spaces');
let sandbox: Sandbox;
let files: readonly string[];
let size: number;

beforeAll(async () => {
  mkdirSync(folder);
  sandbox = await startSandbox();
  const env = { ...process.env, PATH: `${NODE_24}:${process.env['PATH']}` };
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: ROOT, env });
  // The output of prepack stands before.
  const [packed]: [{ filename: string; size: number; files: { path: string }[] }] = JSON.parse(
    stdout.slice(stdout.indexOf('[\n')),
  );
  size = packed.size;
  files = packed.files.map(({ path }) => path);
  writeFileSync(join(folder, 'package.json'), '{ "name": "elsewhere", "version": "1.0.0" }');
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', join(folder, packed.filename)], {
    cwd: folder,
    env,
  });
});
afterAll(() => sandbox.close());

/** Runs an installed bin, with the Node.js that is first in the PATH. */
async function installed(args: readonly string[], { bin = 'macie-warden', node = NODE_24 } = {}): Promise<Ran> {
  const env = { ...sandboxEnv(sandbox), PATH: `${node}:${process.env['PATH']}`, HOME: folder };
  return new Promise((resolve) => {
    execFile(join(folder, 'node_modules/.bin', bin), args, { cwd: folder, env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

describe('the package', () => {
  test('holds the command line, the schemas and the runbook alone, in less than a megabyte and a half', () => {
    const others = files.filter((path) => !/^dist\/(?:chunks\/)?[\w.-]+\.js$/.test(path));
    expect(others.toSorted()).toEqual([
      'LICENSE',
      'README.md',
      'alert.schema.json',
      'docs/runbook.md',
      'ocsf.schema.json',
      'package.json',
      'policy.schema.json',
      'report.schema.json',
    ]);
    expect(size).toBeLessThan(1.5 * MEGABYTE);
  });

  test('has no dependencies and no install scripts', () => {
    const manifest: Record<string, unknown> = JSON.parse(
      readFileSync(join(folder, 'node_modules/macie-warden/package.json'), 'utf8'),
    );
    expect(Object.keys(manifest)).not.toContain('dependencies');
    expect(Object.keys(manifest['scripts'] ?? {}).filter((name) => /install|^prepare$/.test(name))).toEqual([]);
    expect(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['macie-warden']);
  });

  test.each(['macie-warden', 'warden'])('%s --version', async (bin) => {
    const { version }: { version: string } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(await installed(['--version'], { bin })).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('starts from a handful of files, and not from a hundred parts of them', async () => {
    const hooks = join(folder, 'hooks.mjs');
    writeFileSync(
      hooks,
      `import { registerHooks } from 'node:module';
const files = new Set();
registerHooks({ load: (url, context, next) => (url.startsWith('file:') && files.add(url), next(url, context)) });
process.on('exit', () => console.error(files.size));`,
    );
    const bin = join(folder, 'node_modules/macie-warden/dist/macie-warden.js');
    const { stderr } = await run(join(NODE_24, 'node'), ['--import', hooks, bin, '--version'], { cwd: folder });
    expect(Number(stderr)).toBeGreaterThan(1);
    expect(Number(stderr)).toBeLessThanOrEqual(6);
  });

  test('shows examples with the call that was used', async () => {
    const help = async (bin: string): Promise<string> => (await installed(['check', '--help'], { bin })).stdout;
    expect(await help('warden')).toContain('\n  warden check --format json');
    expect(await help('macie-warden')).toMatch(/^Usage: macie-warden check /);
  });

  test('checks without a policy, and says so', async () => {
    const { code, stdout, stderr } = await installed(['check', '--regions', 'eu-west-1']);
    expect(stderr).toContain(
      'macie-warden: there is no policy.yml here: the built-in policy wants Macie ENABLED in every Region',
    );
    expect(stderr).toContain('`macie-warden init` writes a policy of your own');
    expect(stdout).toMatch(/^result: drifted \(1 of \d+ targets\)$/m);
    expect(code).toBe(1);
  });

  test('takes paths from where the person stands', async () => {
    mkdirSync(join(folder, 'policies'));
    writeFileSync(join(folder, 'policies/one.yml'), 'version: 1\nregions: [eu-west-1]\ndesired: { status: PAUSED }\n');
    const validated = await installed(['policy', 'validate', '--policy', 'policies/one.yml']);
    expect(validated).toMatchObject({ code: 0, stdout: expect.stringContaining('policies/one.yml') });
    const { code } = await installed([
      'check',
      '--policy',
      'policies/one.yml',
      '--format',
      'json',
      '-o',
      'report.json',
    ]);
    expect(code).toBe(1);
    const report: unknown = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
    expect(report).toMatchObject({ verdict: 'drifted', policy: { source: 'policies/one.yml' } });
  });

  test('completes commands and Regions', async () => {
    const regions = await installed(['complete', '--', 'check', '--regions', 'eu-w']);
    expect(regions.stdout).toBe('eu-west-1\t\neu-west-2\t\neu-west-3\t\n:4\n');
  });

  test.each([
    ['bash', 'complete -F __macie_warden_complete warden'],
    ['zsh', '#compdef macie-warden'],
    ['fish', 'complete -c macie-warden'],
    ['powershell', "Register-ArgumentCompleter -CommandName 'macie-warden'"],
  ])('prints a script for %s', async (shell, line) => {
    const script = await installed(['completion', shell]);
    expect(script).toMatchObject({ code: 0, stdout: expect.stringContaining(line), stderr: '' });
  });
});

test('an older Node.js gets a sentence', async () => {
  const older = mkdtempSync(join(tmpdir(), 'older-'));
  const start = join(folder, 'node_modules/macie-warden/dist/macie-warden.js');
  // The check reads one property, so that a test needs no second Node.js.
  const program = `Object.defineProperty(process.versions, 'node', { value: '20.19.0' }); await import(${JSON.stringify(start)});`;
  const ran = await run(join(NODE_24, 'node'), ['--input-type=module', '-e', program], { cwd: older }).catch(
    (error: unknown) => error,
  );
  expect(dirname(start)).toMatch(/dist$/);
  expect(ran).toMatchObject({
    code: 3,
    stdout: '',
    stderr: expect.stringMatching(
      /^macie-warden: this is Node\.js 20\.19\.0, and macie-warden needs 22\.13 or newer\. Install .*\n$/,
    ),
  });
});
