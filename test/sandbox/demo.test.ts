import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

test('npm start shows a change from the call to the message, and no reaction to its own repair', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['sandbox/demo.ts'], { encoding: 'utf8' });
  const [first = '', second = '', change = '', next = ''] = stdout
    .split(/^(?=The first check|The second check|Alice disables|The next scheduled)/m)
    .slice(1);
  expect(first).toContain('Subject: [CRITICAL] Macie is OFF in ap-northeast-2 of 111122223333; 5 other alerts');
  expect(first).toMatch(/automatedDiscovery is DISABLED, should be ENABLED/);
  expect(first).toMatch(/findingsPublication\.policyFindings is false, should be true/);
  expect(second).toMatch(/no session changed\n {2}No message\./);
  expect(change).toMatch(/DisableMacie in eu-west-1 by alice, EnableMacie in eu-west-1 by macie-warden/);
  expect(change).toMatch(/REPAIRED \(1\)[^]*DisableMacie by the role arn:aws:iam::111122223333:role\/Admin as alice/);
  expect(next).toMatch(/no session changed\n {2}No message\./);
  expect(stdout).not.toContain('\u001b');
});

test('npm start ends with an organization: one message, and a member that its administrator resumes', async () => {
  const program = ['sandbox/demo-organization.ts'];
  const { stdout } = await promisify(execFile)(process.execPath, program, { encoding: 'utf8' });
  const [check = '', pause = ''] = stdout.split(/^(?=The check of|Bob pauses)/m).slice(1);
  expect(check.match(/^Subject:/gm)).toHaveLength(1);
  expect(check).toContain('120 targets');
  expect(check).toContain('role/macie-warden-read could not be assumed');
  expect(pause).toMatch(/UpdateMemberSession in eu-west-1 by bob, UpdateMemberSession in eu-west-1 by macie-warden/);
  expect(pause).toContain('Paused by bob (role Admin)');
  // The last line is the path of a page, which knows what the state of the stack knows.
  const [, path = ''] = /for a browser: (\S+)\n$/.exec(stdout) ?? [];
  const page = await readFile(path, 'utf8');
  expect(page).toContain('Open since ');
  expect(page).toContain('<bdi>prod-');
  expect(page).toContain('What the policy wants');
});
