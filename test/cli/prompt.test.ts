import { describe, expect, test } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { askMfaCode, confirm } from '../../cli/prompt.ts';
import type { Io } from '../../cli/io.ts';

function terminal(cancel = new AbortController().signal) {
  const [stdin, stderr] = [new PassThrough(), new PassThrough()];
  const io = { stdin, stderr, stdout: stderr, env: {}, cancel } as unknown as Io;
  return { io, stdin, stderr };
}

test.each([
  ['y\n', true],
  ['YES\n', true],
  [' yes \n', true],
  ['n\n', false],
  ['\n', false],
  ['yesterday\n', false],
])('%j is %s', async (typed, expected) => {
  const { io, stdin, stderr } = terminal();
  const asked = confirm(io, 'Make these 2 writes?');
  stdin.write(typed);
  expect(await asked).toBe(expected);
  expect(String(stderr.read())).toContain('Make these 2 writes? [y/N] ');
});

test('the end of the input is no', async () => {
  const { io, stdin } = terminal();
  const asked = confirm(io, 'Sure?');
  stdin.end();
  expect(await asked).toBe(false);
});

test('being stopped is no answer', async () => {
  const stop = new AbortController();
  const { io } = terminal(stop.signal);
  const asked = confirm(io, 'Sure?');
  stop.abort();
  await expect(asked).rejects.toThrow(/abort/i);
});

describe('the code of an MFA device', () => {
  test('is what was typed', async () => {
    const { io, stdin, stderr } = terminal();
    const asked = askMfaCode(io, 'arn:mfa/alice');
    stdin.write(' 123456 \n');
    expect(await asked).toBe('123456');
    expect(String(stderr.read())).toContain('MFA code for arn:mfa/alice: ');
  });

  test('none is one sentence', async () => {
    const { io, stdin } = terminal();
    const asked = askMfaCode(io, 'arn:mfa/alice');
    stdin.write('\n');
    await expect(asked).rejects.toThrow('there is no MFA code for arn:mfa/alice: type the one that the device shows');
  });

  test('the end of the input is none', async () => {
    const { io, stdin } = terminal();
    const asked = askMfaCode(io, 'arn:mfa/alice');
    stdin.end();
    await expect(asked).rejects.toThrow('there is no MFA code');
  });

  test('being stopped is no answer', async () => {
    const stop = new AbortController();
    const asked = askMfaCode(terminal(stop.signal).io, 'arn:mfa/alice');
    stop.abort();
    await expect(asked).rejects.toThrow(/abort/i);
  });
});
