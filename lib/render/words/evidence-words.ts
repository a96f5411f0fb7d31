import type { Evidence, NotSeenWhy, Span, SpanKind, Times } from '../../core/evidence/model.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../core/time.ts';
import { countOf } from './sentence.ts';

/** Such as `3 h 12 min`, the two largest units. */
export function spanText(ms: number): string {
  const units = [
    [DAY_MS, 'd'],
    [HOUR_MS, 'h'],
    [MINUTE_MS, 'min'],
    [SECOND_MS, 's'],
  ] as const;
  const first = units.findIndex(([size]) => ms >= size);
  if (first === -1) return '0 s';
  let left = ms;
  return units
    .slice(first, first + 2)
    .flatMap(([size, name]) => {
      const count = Math.floor(left / size);
      left -= count * size;
      return count === 0 ? [] : [`${count} ${name}`];
    })
    .join(' ');
}

/** Never all of less than all, and never nothing of something. The sign stays with its number where a line is broken. */
export function shareText(part: number, whole: number): string {
  if (part === 0 || whole === 0) return '0\u00a0%';
  if (part >= whole) return '100\u00a0%';
  const share = Math.floor((part / whole) * 10_000) / 100;
  return share === 0 ? '<\u00a00.01\u00a0%' : `${share}\u00a0%`;
}

export const KIND_WORDS: Readonly<Record<SpanKind, string>> = {
  compliant: 'compliant',
  drifted: 'drifted',
  accepted: 'accepted',
  'not-seen': 'not seen',
  outside: 'not in the policy',
};

const WHY_WORDS: Readonly<Partial<Record<NotSeenWhy, string>>> = {
  'no-run': 'no run read it',
  'partial-runs': 'only runs of other targets',
  'older-runs': 'runs of an earlier version, which did not record what they read',
  'unknown-coverage': 'the record of the run cannot be read',
  'newer-items': 'the history has items that this version cannot read',
  'between-scans': 'it differed between two scans, since when is not known',
  'not-recorded': 'a run read it, and could not store what it found',
};

function whyText(why: NotSeenWhy): string {
  return WHY_WORDS[why] ?? `unreadable: ${why}`;
}

/** Such as `not seen (no run read it)`. */
export function kindText({ kind, why }: Pick<Span, 'kind' | 'why'>): string {
  return why === null ? KIND_WORDS[kind] : `${KIND_WORDS[kind]} (${whyText(why)})`;
}

export function timeInPolicy(times: Times): number {
  return timeSeen(times) + times['not-seen'];
}

function timeSeen({ compliant, drifted, accepted }: Times): number {
  return compliant + drifted + accepted;
}

/** The runs that the answer is of. A scan that was made before the period is valid in it. */
export function scansText({ scans: { full, partial }, times }: Pick<Evidence, 'scans' | 'times'>): string {
  if (full + partial > 0) return `${countOf(full, 'full run')} and ${partial} partial`;
  return timeSeen(times) > 0 ? 'no run ended in it, and scans of the runs before are valid' : 'no run ended in it';
}

/** The answer in one sentence. */
export function evidenceSentence({ targets, settings, times }: Evidence): string {
  const notSeen = times['not-seen'];
  const seen = targets.filter((one) => timeSeen(one.times) > 0);
  if (targets.length === 0) return 'Nothing is known of this period: no run of it has recorded what it read.';
  const isStatus = settings.every((setting) => setting === 'status');
  const things = isStatus ? 'target' : 'setting';
  const over = (kind: SpanKind): string =>
    `${spanText(times[kind]).replaceAll(' ', '\u00a0')} over ${countOf(targets.filter((one) => one.times[kind] > 0).length, things)}`;
  const gap = notSeen === 0 ? 'nothing' : `${over('not-seen')} (${shareText(notSeen, timeInPolicy(times))})`;
  if (seen.length === 0) return `No target was seen in this period; not seen: ${gap}.`;
  const all = targets.filter((one) => timeSeen(one.times) > 0 && one.times.compliant === timeSeen(one.times));
  const what = isStatus ? 'Macie was on in' : 'As the policy wants it:';
  const where = isStatus ? '' : ' of targets';
  const drifted =
    times.drifted === 0 ? '' : `; drifted: ${over('drifted')} (${shareText(times.drifted, timeSeen(times))} of it)`;
  const accepted = times.accepted === 0 ? '' : `; accepted: ${over('accepted')}`;
  return `${what} ${all.length} of ${countOf(targets.length, things)}${where} for 100\u00a0% of the time seen${drifted}${accepted}; not seen: ${gap}.`;
}
