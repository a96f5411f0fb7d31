import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundled } from '../fixtures/programs.ts';

const ROOT = join(import.meta.dirname, '../..');
const SCRIPT = join(ROOT, '.github/actions/policy/run.sh');
const run = promisify(execFile);

const COMMENTER = 'github-actions[bot]';

/** Keeps the comments of a pull request in a file, as the API does: it answers ids of comments of a person that begin with the marker. */
const GH = `#!/usr/bin/env node
const { readFileSync, writeFileSync, existsSync } = require('node:fs');
const args = process.argv.slice(2);
const file = process.env.COMMENTS;
const comments = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
const valueOf = (name) => args[args.indexOf(name) + 1];
if (args[1] !== 'graphql' && process.env.GH_DENIED) { console.error('HTTP 403'); process.exit(1); }
if (args[1] === 'graphql') console.log('${COMMENTER}');
else if (args.includes('--jq')) {
  const [, login, marker] = /login == "(.*?)".*startswith\\("(.*)"\\)/.exec(valueOf('--jq'));
  comments.forEach(({ body, user }, id) => user.login === login && body.startsWith(marker) && console.log(id));
} else {
  const body = readFileSync(valueOf('--field').slice('body=@'.length), 'utf8');
  if (valueOf('--method') === 'POST') comments.push({ body, user: { login: '${COMMENTER}' } });
  else comments[Number(args.find((one) => one.includes('/issues/comments/')).split('/').at(-1))].body = body;
  writeFileSync(file, JSON.stringify(comments));
}
`;

/** A command line that starts at once: each line of a policy with the word WRONG or WARNING is a problem or a warning. */
const FAKE_WARDEN = `#!/usr/bin/env bash
case "$1 $2" in
  'policy validate')
    if grep -q WRONG "$4"; then sed -n "s|.*WRONG|$4:&|p" "$4" >&2; exit 3; fi
    echo "$4: valid" ;;
  'policy diff')
    if cmp -s "$3" "$4"; then echo 'Nothing changes.'; exit 0; fi
    sed 's/.*/| & |/' "$4"; exit 1 ;;
esac
`;

let main: string;
let repository: string;
let base: string;
const bin = mkdtempSync(join(tmpdir(), 'action-bin-'));

beforeAll(async () => {
  main = await bundled('cli/main.ts');
  writeFileSync(join(bin, 'gh'), GH);
  writeFileSync(join(bin, 'fake-warden'), FAKE_WARDEN);
  for (const name of ['gh', 'fake-warden']) chmodSync(join(bin, name), 0o755);
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
  write(`version: 1\nregions: [eu-west-1]\ndesired: { status: ${status} }\n`, name);
}

function write(text: string, name = 'a folder/policy.yml'): void {
  writeFileSync(join(repository, name), text);
}

const withCommandLine = (): Promise<Ran> => action({ WARDEN: `${process.execPath} ${main}` });

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function action(env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  return run('bash', [SCRIPT], {
    cwd: repository,
    env: {
      PATH: `${bin}:${process.env['PATH']}`,
      POLICY: 'a folder/policy.yml',
      WARDEN: 'fake-warden',
      BASE: base,
      PULL_REQUEST: '7',
      GITHUB_REPOSITORY: 'example/policies',
      COMMENTS: join(repository, 'comments.json'),
      ...env,
    },
  }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: Ran) => ({ code, stdout, stderr }),
  );
}

interface Comment {
  readonly body: string;
  readonly user: { readonly login: string };
}

function comments(): readonly Comment[] {
  return JSON.parse(readFileSync(join(repository, 'comments.json'), 'utf8'));
}

/** The text of the first comment, after the check that GitHub takes it. */
function commented(): string {
  const [{ body } = { body: '' }] = comments();
  expect(body.length).toBeLessThan(65_536);
  return body;
}

describe('the action for pull requests', () => {
  test('comments once on what changes for which targets, and changes its comment', async () => {
    writePolicy('PAUSED');
    expect(await withCommandLine()).toMatchObject({ code: 0 });
    expect(comments()).toMatchObject([
      { body: expect.stringContaining('| status | ENABLED | PAUSED | every account: eu-west-1 |') },
    ]);
    writePolicy('ENABLED');
    expect(await withCommandLine()).toMatchObject({ code: 0 });
    expect(comments()).toMatchObject([{ body: expect.stringContaining('No target is held to anything else.') }]);
  });

  test('fails on a policy that is wrong, and comments with the places', async () => {
    writePolicy('ON');
    expect(await withCommandLine()).toMatchObject({ code: 1 });
    expect(comments()).toMatchObject([
      { body: expect.stringMatching(/a folder\/policy\.yml:3:\d+: desired\.status: expected/) },
    ]);
  });

  test('has a comment of its own for each policy, and knows a new one', async () => {
    writePolicy('PAUSED');
    await action();
    writePolicy('ENABLED', 'second.yml');
    expect(await action({ POLICY: 'second.yml' })).toMatchObject({ code: 0 });
    expect(comments()).toMatchObject([{}, { body: expect.stringContaining('A new policy, and a valid one') }]);
  });

  test('finds its comment again if the name of the policy has quotes, or ends a comment', async () => {
    const POLICY = 'the "old" one -->.yml';
    writePolicy('ENABLED', POLICY);
    await action({ POLICY });
    expect(await action({ POLICY })).toMatchObject({ code: 0, stdout: expect.not.stringContaining('::warning') });
    expect(comments()).toMatchObject([
      { body: expect.stringMatching(/^<!-- macie-warden policy: the _old_ one --_\.yml -->/) },
    ]);
  });

  test('cuts a comment that GitHub refuses, at the end of a row', async () => {
    write(`${'a row '.repeat(20)}\n`.repeat(800));
    const { code, stdout } = await action();
    expect(code).toBe(0);
    expect(stdout.length).toBeGreaterThan(65_536);
    expect(commented()).toMatch(/ \|\n\nThe rest is too long for this place: the summary of the job has more\.\n$/);
  });

  test('closes the block of problems that it cuts, and shows no problem as mark-up', async () => {
    write(`${'`'.repeat(40)}${'x'.repeat(120)} WRONG\n`.repeat(500));
    expect(await action()).toMatchObject({ code: 1 });
    expect(commented().match(/^`{12,}$/gm)).toHaveLength(2);
    expect(commented()).toMatch(/^`{12}\n\nThe rest is too long for this place/m);
    expect(commented()).not.toMatch(/`{13}/);
  });

  test('leaves a comment of somebody else alone, though it begins as its own', async () => {
    await action();
    const [own] = comments();
    const foreign = { body: String(own?.body), user: { login: 'mallory' } };
    writeFileSync(join(repository, 'comments.json'), JSON.stringify([foreign]));
    writePolicy('PAUSED');
    await action();
    expect(comments()).toEqual([foreign, { body: expect.stringContaining('PAUSED'), user: { login: COMMENTER } }]);
  });

  test('does not call a policy new if the commit before cannot be fetched, and fails', async () => {
    const ran = await action({ BASE: '0123456789abcdef0123456789abcdef01234567' });
    expect(ran).toMatchObject({ code: 1 });
    expect(commented()).toContain('The changes are not known: the commit 0123456789abcdef0123456789abcdef01234567');
  });

  test('accepts a policy that repairs a wrong one, and says that they are not compared', async () => {
    writePolicy('WRONG');
    await git('commit', '--quiet', '--all', '--message', 'wrong');
    writePolicy('ENABLED');
    expect(await action({ BASE: 'HEAD' })).toMatchObject({ code: 0 });
    expect(commented()).toContain('The one before was wrong, so they are not compared');
    expect(commented()).toMatch(/^base\.yml:.*WRONG/m);
  });

  test('fails where the policy is removed, and where there never was one', async () => {
    rmSync(join(repository, 'a folder/policy.yml'));
    expect(await action()).toMatchObject({ code: 1 });
    expect(commented()).toContain('The policy is removed');
    expect(await action({ POLICY: 'typo.yml' })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('::error::macie-warden: there is no file typo.yml, neither before nor after'),
    });
  });

  test.each(['ssm:/macie-warden/policy', 's3://bucket/policy.yml', '/etc/policy.yml'])(
    'refuses the policy %s, which is no file of the repository',
    async (POLICY) => {
      expect(await action({ POLICY })).toMatchObject({
        code: 1,
        stderr: expect.stringContaining(`::error::macie-warden: the input policy is ${POLICY}. It takes a file`),
      });
    },
  );

  test('takes the version of the command line that is its own', async () => {
    const { version }: { version: string } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    writeFileSync(join(bin, 'npx'), '#!/usr/bin/env bash\necho "asked for $3" >&2\n', { mode: 0o755 });
    expect((await action({ WARDEN: '' })).stderr).toContain(`asked for macie-warden@${version}\n`);
    expect((await action({ WARDEN: '', VERSION: '1.2.3' })).stderr).toContain('asked for macie-warden@1.2.3\n');
  });

  test('does not call a policy wrong if the command line does not start', async () => {
    expect(await action({ WARDEN: 'false' })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('::error::macie-warden: the command line does not start'),
    });
  });

  test('compares with the commit that the pull request is merged into, though the event names an older one', async () => {
    await git('checkout', '--quiet', '-b', 'pull');
    writePolicy('ENABLED', 'other.yml');
    await git('add', '.');
    await git('commit', '--quiet', '--message', 'pull request');
    const head = (await git('rev-parse', 'HEAD')).stdout.trim();
    await git('checkout', '--quiet', '-');
    writePolicy('PAUSED');
    await git('commit', '--quiet', '--all', '--message', 'somebody else');
    await git('merge', '--quiet', '--no-ff', '--no-edit', 'pull');
    expect(await action({ HEAD_SHA: head })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Nothing changes.'),
    });
  });

  test('shows the warnings of a policy beside what it changes', async () => {
    writeFileSync(
      join(repository, 'a folder/policy.yml'),
      'version: 1\nregions: [eu-west-1, eu-wst-1]\ndesired: { status: ENABLED }\n',
    );
    await withCommandLine();
    expect(commented()).toContain('warning: regions[1]: no AWS Region is known by the name eu-wst-1');
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
      stdout: expect.stringContaining('Nothing changes.'),
    });
    expect(await action({ PULL_REQUEST: '', BASE: '' })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('There is no pull request, so it is compared with nothing'),
    });
  });
});
