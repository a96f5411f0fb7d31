import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundled } from '../fixtures/programs.ts';

const ROOT = join(import.meta.dirname, '../..');
const SCRIPT = join(ROOT, '.github/actions/policy/run.sh');
const run = promisify(execFile);

/** Keeps the comments of a pull request in a file, as the API does: it answers ids of comments that begin with the marker. */
const GH = `#!/usr/bin/env node
const { readFileSync, writeFileSync, existsSync } = require('node:fs');
const args = process.argv.slice(2);
const file = process.env.COMMENTS;
const comments = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
const valueOf = (name) => args[args.indexOf(name) + 1];
if (process.env.GH_DENIED) { console.error('HTTP 403'); process.exit(1); }
if (args.includes('--jq')) {
  const marker = /startswith\\("(.*)"\\)/.exec(valueOf('--jq'))[1];
  comments.forEach(({ body }, id) => body.startsWith(marker) && console.log(id));
} else {
  const body = readFileSync(valueOf('--field').slice('body=@'.length), 'utf8');
  if (valueOf('--method') === 'POST') comments.push({ body });
  else comments[Number(args.find((one) => one.includes('/issues/comments/')).split('/').at(-1))] = { body };
  writeFileSync(file, JSON.stringify(comments));
}
`;

let main: string;
let repository: string;
let base: string;
const bin = mkdtempSync(join(tmpdir(), 'action-bin-'));

beforeAll(async () => {
  main = await bundled('cli/main.ts');
  writeFileSync(join(bin, 'gh'), GH);
  chmodSync(join(bin, 'gh'), 0o755);
});

const git = (...args: readonly string[]) =>
  run('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: repository });

beforeEach(async () => {
  repository = mkdtempSync(join(tmpdir(), 'action-'));
  await git('init', '--quiet');
  await git('remote', 'add', 'origin', repository);
  mkdirSync(join(repository, 'a folder'));
  writePolicy('ENABLED');
  await git('add', '.');
  await git('commit', '--quiet', '--message', 'base');
  base = (await git('rev-parse', 'HEAD')).stdout.trim();
});

function writePolicy(status: string, name = 'a folder/policy.yml'): void {
  writeFileSync(join(repository, name), `version: 1\nregions: [eu-west-1]\ndesired: { status: ${status} }\n`);
}

async function action(env: Readonly<Record<string, string>> = {}) {
  const ran = await run('bash', [SCRIPT], {
    cwd: repository,
    env: {
      PATH: `${bin}:${process.env['PATH']}`,
      POLICY: 'a folder/policy.yml',
      WARDEN: `${process.execPath} ${main}`,
      BASE: base,
      PULL_REQUEST: '7',
      GITHUB_REPOSITORY: 'example/policies',
      COMMENTS: join(repository, 'comments.json'),
      ...env,
    },
  }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, stdout, stderr }),
  );
  return ran;
}

function comments(): readonly { readonly body: string }[] {
  return JSON.parse(readFileSync(join(repository, 'comments.json'), 'utf8'));
}

describe('the action for pull requests', () => {
  test('comments once on what changes for which targets, and changes its comment', async () => {
    writePolicy('PAUSED');
    expect(await action()).toMatchObject({ code: 0 });
    expect(comments()).toEqual([
      { body: expect.stringContaining('| status | ENABLED | PAUSED | every account: eu-west-1 |') },
    ]);
    writePolicy('ENABLED');
    expect(await action()).toMatchObject({ code: 0 });
    expect(comments()).toEqual([{ body: expect.stringContaining('No target is held to anything else.') }]);
  });

  test('fails on a policy that is wrong, and comments with the places', async () => {
    writePolicy('ON');
    expect(await action()).toMatchObject({ code: 1 });
    expect(comments()).toEqual([
      { body: expect.stringMatching(/a folder\/policy\.yml:3:\d+: desired\.status: expected/) },
    ]);
  });

  test('has a comment of its own for each policy, and knows a new one', async () => {
    writePolicy('PAUSED');
    await action();
    writePolicy('ENABLED', 'second.yml');
    expect(await action({ POLICY: 'second.yml' })).toMatchObject({ code: 0 });
    expect(comments()).toEqual([expect.anything(), { body: expect.stringContaining('A new policy, and a valid one') }]);
  });

  test('finds its comment again if the name of the policy has quotes, or ends a comment', async () => {
    const POLICY = 'the "old" one -->.yml';
    writePolicy('ENABLED', POLICY);
    await action({ POLICY });
    expect(await action({ POLICY })).toMatchObject({ code: 0, stdout: expect.not.stringContaining('::warning') });
    expect(comments()).toEqual([
      { body: expect.stringMatching(/^<!-- macie-warden policy: the _old_ one --_\.yml -->/) },
    ]);
  });

  test('cuts a comment that GitHub refuses, at the end of a row', async () => {
    const frequencies = ['ONE_HOUR', 'SIX_HOURS'];
    const names = Array.from({ length: 1200 }, (_, index) => `${'a-long-name-of-an-account-'.repeat(2)}${index}`);
    const overrides = names.map((name, index) => ({
      match: { accountNames: [name] },
      desired: { findingPublishingFrequency: frequencies[index % 2] },
    }));
    const policy = {
      version: 1,
      accounts: 'organization',
      regions: ['eu-west-1'],
      desired: { status: 'PAUSED' },
      overrides,
    };
    writeFileSync(join(repository, 'a folder/policy.yml'), JSON.stringify(policy));
    const { code, stdout } = await action();
    const [{ body } = { body: '' }] = comments();
    expect(code).toBe(0);
    expect(stdout.length).toBeGreaterThan(65_536);
    expect(body.length).toBeLessThan(65_536);
    expect(body).toMatch(/\n\nThe rest is too long for a comment; the summary of the job has it\.\n$/);
  });

  test('passes with a warning where the comment may not be written', async () => {
    const ran = await action({ GH_DENIED: '1' });
    expect(ran).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('::warning::macie-warden: the comment could not be written'),
    });
  });

  test('works without a pull request', async () => {
    expect(await action({ PULL_REQUEST: '' })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('No target is held'),
    });
  });
});
