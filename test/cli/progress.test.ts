import { expect, test } from '@jest/globals';
import { PassThrough } from 'node:stream';
import type { Io } from '../../cli/io.ts';
import { progressBar } from '../../cli/progress.ts';

function bar(over: { isTTY?: boolean; env?: Io['env'] } = {}) {
  let time = 1000;
  let shown = '';
  const { isTTY = true, env = {} } = over;
  const stderr = Object.assign(new PassThrough(), { isTTY, columns: 120 });
  stderr.on('data', (chunk) => (shown += String(chunk)));
  const made = progressBar({ stderr: stderr as unknown as Io['stderr'], env, now: () => new Date(time) }, false);
  return { ...made, pass: (ms: number) => (time += ms), lines: () => shown.split('\r\u001b[K').slice(1) };
}

const reading = (done: number) =>
  ({ phase: 'reading', accounts: { done, total: 10 }, targets: { done, total: 10 }, drifted: 0, unknown: 0 }) as const;

test('the line is drawn anew, at most twenty times a second, with the time since the step began', () => {
  const { begin, show, clear, pass, lines } = bar();
  begin('listing accounts');
  pass(10_000);
  show(reading(5));
  show(reading(6));
  pass(50);
  show(reading(8));
  clear();
  expect(lines()).toEqual([
    'listing accounts …',
    'reading ━━━━━━━━━━━━──────────── 5/10 accounts, 5 targets, 0 drifted, 0 unknown, 10 s left',
    'reading ━━━━━━━━━━━━━━━━━━━───── 8/10 accounts, 8 targets, 0 drifted, 0 unknown, 3 s left',
    '',
  ]);
});

test.each([
  ['without a terminal', { isTTY: false }],
  ['in CI', { env: { CI: '1' } }],
])('%s there is none', (_, over) => {
  const { begin, show, lines } = bar(over);
  begin('listing accounts');
  show(reading(5));
  expect(lines()).toEqual([]);
});
