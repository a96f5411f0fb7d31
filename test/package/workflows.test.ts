import { describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { ROOT } from './serverless.ts';

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const workflow = (path: string): Workflow => parse(read(path));
const WORKFLOWS = globSync('.github/workflows/*.yml', { cwd: ROOT });
const RELEASE = workflow('.github/workflows/release.yml');

test('every action is pinned to a commit, with its version beside it', () => {
  const files = globSync('.github/**/*.yml', { cwd: ROOT });
  const uses = files.flatMap((path) => [...read(path).matchAll(/uses: (.*)/g)].map(([, action]) => action));
  expect(uses.length).toBeGreaterThan(0);
  for (const action of uses) expect(action).toMatch(/^[\w-]+\/[\w-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/);
});

test.each(WORKFLOWS)('%s: a job that may write or publish runs no code of dependencies', (path) => {
  const { permissions, jobs } = workflow(path);
  expect(permissions).toEqual({ contents: 'read' });
  const mayWrite = Object.values(jobs).filter((job) => Object.values(job.permissions ?? {}).includes('write'));
  const programs = mayWrite.flatMap(({ steps }) => steps.map(({ run = '' }) => run)).join('\n');
  expect(programs).not.toMatch(/npm (?:ci|i|install|run|test|x|exec)\b|npx|node |bash /);
});

describe('a release', () => {
  const { run: program = '' } = RELEASE.jobs['build']?.steps.find(({ name }) => name?.startsWith('The tag')) ?? {};
  const check = async (GITHUB_REF_NAME: string) => {
    const cwd = mkdtempSync(join(tmpdir(), 'tag-'));
    writeFileSync(join(cwd, 'package.json'), '{ "version": "0.2.0" }');
    const env = { PATH: process.env['PATH'], GITHUB_REF_NAME };
    return promisify(execFile)('bash', ['-e', '-c', program], { cwd, env }).catch((error: unknown) => error);
  };

  test('has the tag of its version', async () => {
    expect(await check('v0.2.0')).toMatchObject({ stdout: '' });
    expect(await check('v0.3.0')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('::error::The tag is v0.3.0, and package.json has v0.2.0. Change'),
    });
  });

  test('publishes the package whose checksum it has, as its last step', () => {
    const programs = RELEASE.jobs['publish']?.steps.flatMap(({ run }) => run ?? []) ?? [];
    expect(programs[0]).toBe('sha256sum --check SHA256SUMS');
    expect(programs.at(-1)).toBe('npm publish "./out/macie-warden-${GITHUB_REF_NAME#v}.tgz"');
  });

  test('names its repository in the package before it is packed', () => {
    const programs = RELEASE.jobs['build']?.steps.flatMap(({ run }) => run ?? []) ?? [];
    const place = programs.findIndex((one) => one.startsWith('npm pkg set') && one.includes('repository.url=git+$'));
    expect(programs[place + 1]).toBe('npm run release');
  });
});
