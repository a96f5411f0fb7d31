import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { evidenceOf } from '../../../lib/core/evidence/evidence.ts';
import { SPAN_KINDS } from '../../../lib/core/evidence/model.ts';
import { replayKinds, type Kind } from './replay.ts';
import { MINUTE, SETTINGS, simulate, START, type Year } from './year.ts';

function evidence({ scans, events, state }: Year, { from, to, validFor }: Record<'from' | 'to' | 'validFor', number>) {
  return evidenceOf(
    { scans, events, drifts: state.drifts, doubts: [], olderRuns: null },
    {
      from: START + from * MINUTE,
      to: START + to * MINUTE,
      settings: SETTINGS,
      validForMs: validFor * MINUTE,
      accounts: null,
      regions: null,
    },
  );
}

/** Such as `compliant 0-120, drifted 120-180`, in minutes. */
function lengths(spans: readonly { readonly from: number; readonly to: number; readonly kind: Kind }[]): string {
  const joined: { from: number; to: number; kind: Kind }[] = [];
  for (const { from, to, kind } of spans) {
    const last = joined.at(-1);
    if (last?.kind === kind) last.to = to;
    else joined.push({ from, to, kind });
  }
  return joined.map(({ from, to, kind }) => `${kind} ${from}-${to}`).join('\n');
}

/** A target that no run has read is of no policy. */
function isKnown({ runs }: Year, key: string): boolean {
  const region = key.split(' ')[0] ?? '';
  return runs.some(({ readings }) =>
    [...readings].some(([name, { seen }]) => name.startsWith(region) && seen !== 'absent'),
  );
}

function expectAsReplayed(year: Year, asked: Record<'from' | 'to' | 'validFor', number>): void {
  const minuteOf = (ms: number): number => (ms - START) / MINUTE;
  const found = evidence(year, asked).targets.map(({ region, setting, spans }) => [
    `${region} ${setting}`,
    lengths(spans.map(({ from, to, kind }) => ({ from: minuteOf(from), to: minuteOf(to), kind }))),
  ]);
  const replayed = Object.entries(replayKinds(year.runs, asked))
    .filter(([key, kinds]) => isKnown(year, key) && kinds.some((kind) => kind !== 'outside'))
    .map(([key, kinds]) => {
      const minutes = kinds.map((kind, index) => ({ from: asked.from + index, to: asked.from + index + 1, kind }));
      return [key, lengths(minutes)];
    });
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(replayed));
}

test('a year of hourly runs gives the evidence that going through it minute by minute gives', () => {
  const year = simulate(7, { hours: 8760, odds: { change: 0.02 } });
  const asked = { from: 0, to: 8760 * 60, validFor: 120 };
  expectAsReplayed(year, asked);
  // It had everything in it.
  const { times } = evidence(year, asked);
  for (const kind of SPAN_KINDS) expect(times[kind]).toBeGreaterThan(0);
  const kinds = new Set(year.events.map(({ kind }) => kind));
  expect([...kinds].toSorted()).toEqual(
    [
      'changed',
      'gone',
      'interrupted',
      'opened',
      'readable',
      'repaired',
      'resolved',
      'unreadable',
      'waived',
      'waiver-ended',
    ].toSorted(),
  );
});

test('any part of any busy time does', () => {
  expect.hasAssertions();
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e9 }),
      fc.record({
        from: fc.nat(2000),
        length: fc.integer({ min: 1, max: 4000 }),
        validFor: fc.constantFrom(45, 90, 600),
      }),
      (seed, { from, length, validFor }) => {
        const year = simulate(seed, { hours: 80, odds: { change: 0.4 } });
        expectAsReplayed(year, { from, to: from + length, validFor });
      },
    ),
    { numRuns: 30 },
  );
});
