import { describe, expect, test } from '@jest/globals';
import { progressText } from '../../../lib/render/words/progress-words.ts';

const SCAN = {
  phase: 'reading',
  accounts: { done: 12, total: 40 },
  targets: { done: 264, total: 290 },
  drifted: 3,
  unknown: 22,
} as const;
const of = (progress: Parameters<typeof progressText>[0], width?: number, elapsedMs = 12_000) =>
  progressText(progress, { elapsedMs, width });

describe('the progress line', () => {
  test('of one account counts its targets', () => {
    const one = { ...SCAN, accounts: { done: 0, total: 1 }, targets: { done: 11, total: 22 } };
    expect(of(one)).toBe('reading ━━━━━━━━━━━━──────────── 11/22');
  });

  test('of several has accounts, targets, drifted, unknown and the time left', () => {
    expect(of(SCAN, 120)).toBe(
      'reading ━━━━━━━───────────────── 12/40 accounts, 264 targets, 3 drifted, 22 unknown, 28 s left',
    );
    expect(of(SCAN, 120, 120_000)).toMatch(/, 5 min left$/);
    expect(of({ ...SCAN, accounts: { done: 40, total: 40 } }, 120)).toMatch(/ 22 unknown$/);
  });

  test('of a scan of lists counts Regions', () => {
    expect(of({ ...SCAN, regions: { done: 11, total: 22 } }, 120)).toBe(
      'reading ━━━━━━━━━━━━──────────── 11/22 Regions, 264 targets, 3 drifted, 22 unknown, 12 s left',
    );
  });

  test.each([60, 80, 120])('fits a terminal of %i columns, whole parts only', (width) => {
    const text = of(SCAN, width);
    expect(text.length).toBeLessThan(width);
    expect(of(SCAN, 120).startsWith(text)).toBe(true);
    expect(text).toMatch(/(accounts|targets|drifted|unknown|left)$/);
  });

  test('of repairs counts writes, and of a check of roles accounts', () => {
    expect(of({ phase: 'writing', writes: { done: 0, total: 2 } })).toBe('writing ──────────────────────── 0/2');
    expect(of({ phase: 'checking', accounts: { done: 2, total: 2 } })).toBe(
      'assuming roles ━━━━━━━━━━━━━━━━━━━━━━━━ 2/2',
    );
    expect(of({ phase: 'writing', writes: { done: 0, total: 0 } })).toBe('writing ━━━━━━━━━━━━━━━━━━━━━━━━ 0/0');
  });
});
