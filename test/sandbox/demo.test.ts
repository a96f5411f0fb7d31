import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

test('npm start shows a change from the call to the message, and no reaction to its own repair', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['sandbox/demo.ts'], { encoding: 'utf8' });
  const [first = '', second = '', change = '', next = ''] = stdout
    .split(/^(?=The first check|The second check|Alice disables|The next scheduled)/m)
    .slice(1);
  expect(first).toContain('Subject: [CRITICAL] Macie is OFF in ap-northeast-2 of 111122223333; 3 other alerts');
  expect(second).toMatch(/no session changed\n {2}No message\./);
  expect(change).toMatch(/DisableMacie in eu-west-1 by alice, EnableMacie in eu-west-1 by macie-warden/);
  expect(change).toMatch(/REPAIRED \(1\)[^]*DisableMacie by the role arn:aws:iam::111122223333:role\/Admin as alice/);
  expect(next).toMatch(/no session changed\n {2}No message\./);
  expect(stdout).not.toContain('\u001b');
}, 30_000);
