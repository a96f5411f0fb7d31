import { describe, expect, test } from '@jest/globals';
import type { Evidence, Span, TargetEvidence } from '../../../../lib/core/evidence/model.ts';
import { evidenceText } from '../../../../lib/render/formats/evidence/text.ts';
import { livesText } from '../../../../lib/render/formats/lives/text.ts';
import { pastYear, YEAR } from '../../../../sandbox/past-year.ts';

const DAY = 86_400_000;
const FROM = Date.parse('2026-03-01T00:00:00Z');
const NONE = { compliant: 0, drifted: 0, accepted: 0, 'not-seen': 0, outside: 0 };
const GAP: readonly Span[] = [
  { from: FROM, to: FROM + DAY, kind: 'not-seen', why: 'no-run' },
  { from: FROM + DAY, to: FROM + 4 * DAY, kind: 'compliant', why: null },
];

function targetOf(account: number, region: string): TargetEvidence {
  const times = { ...NONE, compliant: 3 * DAY, 'not-seen': DAY };
  return { accountId: String(100_000_000_000 + account), region, setting: 'status', spans: GAP, times };
}

function evidenceOver(targets: readonly TargetEvidence[]): Evidence {
  const times = { ...NONE, compliant: 3 * DAY * targets.length, 'not-seen': DAY * targets.length };
  const scans = { full: 4, partial: 0 };
  return { from: FROM, to: FROM + 4 * DAY, validForMs: DAY, settings: ['status'], scans, times, targets };
}

describe('evidence as text', () => {
  test('has one entry for all targets with the same times, whose accounts are counted beyond eight', () => {
    const accounts = Array.from({ length: 1000 }, (_, account) => account);
    const targets = accounts.flatMap((account) =>
      ['eu-west-1', 'us-east-1'].map((region) => targetOf(account, region)),
    );
    const names = new Map([['100000000000', 'prod']]);
    const lines = evidenceText(evidenceOver(targets), { names, width: 400 }).replaceAll('\u00a0', ' ').split('\n');
    expect(lines.slice(4)).toEqual([
      '2000 targets with the same times: compliant 75 %, not seen 25 %',
      `    eu-west-1, us-east-1 of prod (100000000000), ${[1, 2, 3, 4, 5, 6, 7].map((n) => `10000000000${n}`).join(', ')} and 992 more accounts`,
      '    2026-03-01 00:00 to 2026-03-02 00:00 UTC, 1 d: not seen (no run read it)',
      '',
    ]);
  });

  test('counts the targets of accounts with other Regions beyond eight of them', () => {
    const accounts = Array.from({ length: 11 }, (_, account) => account);
    const text = evidenceText(evidenceOver(accounts.map((one) => targetOf(one, `region-${one}`))), {
      names: new Map(),
    });
    expect(text).toContain('    3 more targets: the formats json and csv have all\n');
  });

  test.each([60, 120])('and history keep to %d columns, and begin with a sentence', (width) => {
    const { evidence, lives } = pastYear(24);
    for (const text of [evidenceText(evidence, { ...YEAR, width }), livesText(lives, { ...YEAR, width })]) {
      expect(text.split('\n').filter((line) => line.length > width)).toEqual([]);
      expect(text.replaceAll('\u00a0', ' ')).toMatch(
        /^(Macie was on in \d+ of 44 targets|\d drifts and 1 unreadable target from)/,
      );
    }
  });

  test('says how many lives are open', () => {
    const { lives } = pastYear(24);
    const open = (count: number) =>
      lives.map((life, index) => ({ ...life, endedAt: index < count ? null : life.endedAt }));
    const headOf = (count: number) => livesText(open(count), YEAR).split('\n')[0];
    expect([0, 1, 2].map(headOf)).toEqual([
      expect.stringMatching(/; none is open\.$/),
      expect.stringMatching(/; 1 is open\.$/),
      expect.stringMatching(/; 2 are open\.$/),
    ]);
  });
});
