import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { warden } from './warden.ts';

let sandbox: Sandbox;
const cwd = mkdtempSync(join(tmpdir(), 'npm-'));
beforeAll(async () => {
  sandbox = await startSandbox();
  writeFileSync(join(cwd, 'policy.yml'), 'version: 1\nregions: [eu-west-1]\ndesired: { status: ENABLED }\n');
});
afterAll(() => sandbox.close());

const NPM = { npm_lifecycle_event: 'warden', npm_execpath: '/usr/lib/node_modules/npm/bin/npm-cli.js' };

// As npm 11 leaves them: `npm run warden check -r x` and so on.
test.each<[string, readonly string[], Record<string, string>, RegExp]>([
  ['-r x', ['check', 'x'], { npm_config_r: 'true' }, /npm has taken -r for itself.*-- check -r …/],
  ['--policy=x', ['check'], { npm_config_policy: 'x' }, /npm has taken --policy for itself.*-- check --policy …/],
  ['--max-actions 22', ['apply', '22'], { npm_config_max_actions: 'true' }, /--max-actions for itself.*-- apply/],
  ['--table x', ['alerts', 'x'], { npm_config_table: 'true' }, /--table for itself.*-- alerts --table …/],
  ['--format json', ['check', 'json'], {}, /npm has taken the options for itself/],
  ['-f json', ['check', 'json'], { npm_config_force: 'true' }, /npm has taken the options for itself/],
])('%s before -- is explained', async (_, args, traces, message) => {
  const ran = await warden(args, { cwd, sandbox, env: { ...NPM, ...traces } });
  expect(ran).toMatchObject({ code: 3, stdout: '', stderr: expect.stringMatching(message) });
  expect(sandbox.calls).toEqual([]);
});

test('settings of npm that are no options of ours explain nothing', async () => {
  const env = {
    ...NPM,
    npm_config_yes: '',
    npm_config_loglevel: 'silent',
    npm_config_noproxy: '',
    npm_config_prefix: '/usr',
  };
  expect(await warden(['policy', 'validate'], { cwd, sandbox, env })).toMatchObject({ code: 0, stderr: '' });
});

test('without npm an argument too many is only that', async () => {
  const ran = await warden(['check', 'x'], { cwd, sandbox });
  expect(ran).toMatchObject({ code: 3, stderr: expect.not.stringContaining('npm has taken') });
});
