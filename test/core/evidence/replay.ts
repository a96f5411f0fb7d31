import { REGIONS, SETTINGS, type Reading, type RunSeen } from './year.ts';

export type Kind = 'compliant' | 'drifted' | 'accepted' | 'not-seen' | 'outside';

interface Replaying {
  readonly from: number;
  readonly to: number;
  readonly validFor: number;
}

/** The kind of each minute of a period, by `region setting`, found by going through it minute by minute with what each run read. */
export function replayKinds(
  runs: readonly RunSeen[],
  { from, to, validFor }: Replaying,
): Record<string, readonly Kind[]> {
  const keys = REGIONS.flatMap((region) => SETTINGS.map((setting) => `${region} ${setting}`));
  return Object.fromEntries(
    keys.map((key) => {
      const own = runs.flatMap((run) => {
        const reading = run.readings.get(key);
        return reading ? [{ ...run, reading }] : [];
      });
      const known = knownBefore(own);
      const kinds: Kind[] = [];
      let last = -1;
      for (let minute = from; minute < to; minute++) {
        while (last + 1 < own.length && (own[last + 1]?.finishedAt ?? 0) <= minute) last++;
        const kind = kindAt(own[last], minute, validFor);
        // What the policy does not have needs no protection.
        kinds.push(kind === 'outside' ? kind : (known.get(minute) ?? kind));
      }
      return [key, kinds];
    }),
  );
}

type Own = RunSeen & { readonly reading: Reading };

function kindAt(run: Own | undefined, minute: number, validFor: number): Kind {
  if (run === undefined || minute >= run.finishedAt + validFor) return 'not-seen';
  const { seen } = run.reading;
  if (seen === 'unread') return 'not-seen';
  return seen === 'absent' ? 'outside' : seen;
}

/** Minutes before the run that found something, of which its calls tell. */
function knownBefore(own: readonly Own[]): ReadonlyMap<number, Kind> {
  const known = new Map<number, Kind>();
  let lastRead: Own | null = null;
  // The state as the last run that could tell has left it.
  let isOpen = false;
  for (const run of own) {
    const { seen, callAt, isRepaired = false, interrupted } = run.reading;
    if (seen === 'unread') continue;
    const wasOpen = isOpen;
    isOpen = seen === 'drifted' || seen === 'accepted';
    const isNew = !wasOpen && (isOpen || isRepaired);
    if (isNew && callAt !== null && callAt >= (lastRead?.startedAt ?? Number.NEGATIVE_INFINITY))
      for (let minute = callAt; minute < run.finishedAt; minute++)
        known.set(minute, seen === 'accepted' ? 'accepted' : 'drifted');
    if (interrupted && !wasOpen && interrupted.from !== null)
      for (let minute = interrupted.from; minute < interrupted.until; minute++) known.set(minute, 'drifted');
    if (interrupted && !wasOpen && interrupted.from === null && lastRead)
      for (let minute = lastRead.finishedAt; minute < interrupted.until; minute++) known.set(minute, 'not-seen');
    if (seen !== 'absent') lastRead = run;
  }
  return known;
}
