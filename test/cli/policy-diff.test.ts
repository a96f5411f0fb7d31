import { expect, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atTerminal } from './at-terminal.ts';

const cwd = mkdtempSync(join(tmpdir(), 'policy-diff-'));
const [old, next, wrong] = ['old.yml', 'new.yml', 'wrong.yml'].map((name) => join(cwd, name));
writeFileSync(String(old), 'version: 1\ndesired: { status: ENABLED }\n');
writeFileSync(String(next), 'version: 1\nremediation: enforce\ndesired: { status: ENABLED }\n');
writeFileSync(String(wrong), 'version: 1\ndesired: { status: ON }\n');

const diff = (...args: readonly (string | undefined)[]) =>
  atTerminal(['policy', 'diff', ...args.map(String)], { cwd, env: {} });

test('policy diff shows what changes, and exits 1', async () => {
  const { code, stdout } = await diff(old, next);
  expect(stdout).toMatch(/^remediation: report -> enforce\n {4}every account: all \d+ Regions$/m);
  expect(code).toBe(1);
});

test('it exits 0 without a change, and takes the built-in policy', async () => {
  expect(await diff(old, old, '--format', 'json')).toMatchObject({ code: 0 });
  expect(await diff('built-in', old)).toMatchObject({ code: 0 });
});

test('--account names the account that accounts: self means', async () => {
  const listed = join(cwd, 'listed.yml');
  writeFileSync(listed, 'version: 1\naccounts: ["111122223333"]\ndesired: { status: ENABLED }\n');
  const { stdout } = await diff(old, listed);
  expect(stdout).toMatch(/^coverage: covered if it is the own account -> covered\n {4}111122223333: /m);
  const named = await diff(old, listed, '--account', '111122223333');
  expect(named.stdout).not.toContain('coverage');
  expect(await diff(old, listed, '--account', '1')).toMatchObject({ code: 3 });
});

test('it refuses a policy that is wrong with its places, and exits 3', async () => {
  const { code, stdout, stderr } = await diff(old, wrong);
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(stderr).toMatch(/wrong\.yml:2:20: desired\.status: expected .*found "ON"/);
});
