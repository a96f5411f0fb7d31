import type { MacieCall } from '../../../lib/core/activity/macie-call.ts';
import { withoutDelivered } from '../../../lib/core/alerts/delivery.ts';
import { reconcile } from '../../../lib/core/alerts/reconcile.ts';
import { EMPTY_STATE, type State } from '../../../lib/core/alerts/records.ts';
import type { Drift } from '../../../lib/core/compliance/drift.ts';
import type { Report, Result } from '../../../lib/core/compliance/report.ts';
import { scanRecordOf, type ScanRecord } from '../../../lib/core/evidence/scan-record.ts';
import type { LifeEvent } from '../../../lib/core/history/life-event.ts';
import { lifeEvents } from '../../../lib/core/history/life-events.ts';
import { callOf } from '../activity/calls.ts';
import { drift, reportFor, resultOf, session, TARGET } from '../values.ts';

/*
 * A world of a few targets, whose settings people change and macie-warden repairs, run after run, with everything that can come in
 * between. `readings` is what each run saw, for the replay; scans and events are what the table stores.
 */

export const MINUTE = 60_000;
export const START = Date.parse('2026-01-01T00:00:00Z');
export const SETTINGS = ['status', 'findingPublishingFrequency'] as const;
type Setting = (typeof SETTINGS)[number];
export const REGIONS = ['eu-west-1', 'us-east-1', 'us-west-2'] as const;

export type Seen = 'compliant' | 'drifted' | 'accepted' | 'unread' | 'absent';

/** What one run found of one setting of one target. `callAt`: the minute of the call behind a new drift, if it is known. */
export interface Reading {
  readonly seen: Seen;
  readonly callAt: number | null;
  /** It differed and was repaired within the run. */
  readonly isRepaired?: boolean;
  /** It was off between this run and the one before, in minutes; null: an end that nobody knows. */
  readonly interrupted?: { readonly from: number | null; readonly until: number } | undefined;
}

export interface RunSeen {
  readonly startedAt: number;
  readonly finishedAt: number;
  /** By `region setting`; left out: the run said nothing of it. */
  readonly readings: ReadonlyMap<string, Reading>;
}

export interface Year {
  readonly scans: readonly ScanRecord[];
  readonly events: readonly LifeEvent[];
  readonly state: State;
  readonly runs: readonly RunSeen[];
}

/** Numbers from 0 to 1, the same for the same seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const iso = (minute: number): string => new Date(START + minute * MINUTE).toISOString();
const GOOD: Readonly<Record<Setting, string>> = { status: 'ENABLED', findingPublishingFrequency: 'FIFTEEN_MINUTES' };
const BAD: Readonly<Record<Setting, readonly string[]>> = {
  status: ['PAUSED', 'DISABLED'],
  findingPublishingFrequency: ['ONE_HOUR', 'SIX_HOURS'],
};

interface Simulated {
  readonly values: Record<Setting, string>;
  readonly calls: MacieCall[];
  createdAt: number;
  /** A session that was disabled and enabled again since the last run. */
  interrupted: { from: number | null; until: number } | null;
}

interface Odds {
  /** Of a change of a setting, between two runs. */
  readonly change: number;
}

/** So many runs, an hour apart. */
export function simulate(seed: number, { hours, odds }: { readonly hours: number; readonly odds: Odds }): Year {
  const next = random(seed);
  const chance = (share: number): boolean => next() < share;
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T;
  const world = new Map<string, Simulated>(
    REGIONS.map((region) => [region, { values: { ...GOOD }, calls: [], createdAt: -1e6, interrupted: null }]),
  );
  let state = EMPTY_STATE;
  let inPolicy: readonly string[] = REGIONS;
  let desired = { ...GOOD };
  let waived: ReadonlySet<string> = new Set();
  const runs: RunSeen[] = [];
  const scans: ScanRecord[] = [];
  const events: LifeEvent[] = [];
  let skipUntil = 0;

  for (let hour = 0; hour < hours; hour++) {
    const startedAt = hour * 60 + 30;
    for (const [region, one] of world)
      changeWorld(one, { region, from: startedAt - 60, chance, next, pick, odds, desired });
    if (chance(0.004)) inPolicy = REGIONS.filter(() => chance(0.8));
    if (chance(0.002)) desired = { ...GOOD, findingPublishingFrequency: pick(['FIFTEEN_MINUTES', 'ONE_HOUR']) };
    if (chance(0.01)) waived = new Set(REGIONS.filter(() => chance(0.3)));
    if (hour < skipUntil) continue;
    if (chance(0.01)) skipUntil = hour + Math.floor(next() * 30);
    const isPartial = chance(0.1);
    const regions = isPartial ? inPolicy.filter(() => chance(0.4)) : inPolicy;
    if (regions.length === 0) continue;
    const enforces = chance(0.5);
    const found = regions.map((region) => {
      const one = world.get(region) as Simulated;
      const isUnread = chance(0.05);
      return { region, one, isUnread, ...read(region, one, { isUnread, desired, waived, enforces, state }) };
    });
    const finishedAt = startedAt + 2;
    const now = new Date(START + finishedAt * MINUTE);
    const over: Partial<Report> = {
      runId: `run-${hour}`,
      startedAt: iso(startedAt),
      finishedAt: iso(finishedAt),
      regions: { source: 'policy', excluded: [] },
    };
    const full = reportFor(
      found.map(({ result }) => result),
      over,
    );
    const report = isPartial ? { ...full, scope: { ...full.scope, kind: 'partial' as const } } : full;
    const calls = found.filter(({ isUnread }) => !isUnread).flatMap(({ one }) => one.calls);
    const settings = { remindAfterMs: 1e12, unreadableAfter: 2, flapLimit: 1e6 };
    const before = state;
    const after = reconcile({ state: before, report, now, settings, calls, callsBetween: calls });
    events.push(...lifeEvents(before, after, { report, now, versions: {} }));
    state = withoutDelivered(after, { now });
    const { coverage, ...scan } = scanRecordOf(report, state);
    scans.push({ ...scan, coverage: interned(coverage, scans.at(-1)) });
    const readings = new Map(found.flatMap((one) => one.readings));
    if (!isPartial)
      for (const region of REGIONS.filter((name) => !inPolicy.includes(name)))
        for (const setting of SETTINGS) readings.set(`${region} ${setting}`, { seen: 'absent', callAt: null });
    runs.push({ startedAt, finishedAt, readings });
    for (const { one, isUnread } of found) if (!isUnread) afterReading(one);
  }
  return { scans, events, state, runs };
}

/** The table gives equal lists as one object. */
function interned(coverage: NonNullable<ScanRecord['coverage']>, last: ScanRecord | undefined): ScanRecord['coverage'] {
  return JSON.stringify(coverage) === JSON.stringify(last?.coverage) ? (last?.coverage ?? null) : coverage;
}

function afterReading(one: Simulated): void {
  one.calls.length = 0;
  one.interrupted = null;
}

interface Changing {
  readonly region: string;
  readonly from: number;
  readonly chance: (share: number) => boolean;
  readonly next: () => number;
  readonly pick: <T>(from: readonly T[]) => T;
  readonly odds: Odds;
  readonly desired: Readonly<Record<Setting, string>>;
}

const CALLS: Readonly<Record<string, string>> = { PAUSED: 'UpdateMacieSession', DISABLED: 'DisableMacie' };

/** An hour in which people change a target, with or without a trace in CloudTrail. */
function changeWorld(one: Simulated, { region, from, chance, next, pick, odds, desired }: Changing): void {
  const at = from + 5 + Math.floor(next() * 40);
  // Two changes of one session between two runs are for the tests of attribution.
  if (one.interrupted !== null || one.calls.length > 0) return;
  if (one.values.status === 'ENABLED' && chance(odds.change / 3)) {
    const until = at + 1 + Math.floor(next() * 9);
    const isKnown = chance(0.5);
    one.createdAt = until;
    one.interrupted = { from: isKnown ? at : null, until };
    if (isKnown) one.calls.push(callOf({ ...TARGET, region, at: iso(at), eventId: `${region} ${at}` }));
    return;
  }
  const setting = pick(SETTINGS);
  if (!chance(odds.change)) return;
  const isEnding = one.values[setting] !== desired[setting] && chance(0.7);
  const value = isEnding ? desired[setting] : pick(BAD[setting]);
  if (value === one.values[setting]) return;
  one.values[setting] = value;
  if (chance(0.5)) return;
  const name = CALLS[value] ?? 'UpdateMacieSession';
  one.calls.push(
    callOf({ ...TARGET, region, at: iso(at), eventId: `${region} ${at}`, name, sets: { [setting]: value } }),
  );
}

interface ReadingOptions {
  readonly isUnread: boolean;
  readonly desired: Readonly<Record<Setting, string>>;
  readonly waived: ReadonlySet<string>;
  readonly enforces: boolean;
  readonly state: State;
}

/** What a run sees of a target, and what it repairs. */
function read(region: string, one: Simulated, { isUnread, desired, waived, enforces, state }: ReadingOptions) {
  if (isUnread) {
    const unknowns = [{ group: 'session', reason: 'throttled' as const, detail: 'slow down' }];
    const result = resultOf(region, { verdict: 'unknown', session: null, settings: {}, unknowns });
    return {
      result,
      readings: SETTINGS.map((setting) => [`${region} ${setting}`, { seen: 'unread', callAt: null }] as const),
    };
  }
  const callOfSetting = (setting: Setting): number | null => {
    const call = one.calls.find(({ sets }) => sets[setting] === one.values[setting]);
    return call ? (Date.parse(call.at) - START) / MINUTE : null;
  };
  const drifts: Drift[] = [];
  const readings: (readonly [string, Reading])[] = [];
  for (const setting of SETTINGS) {
    const key = `${region} ${setting}`;
    const [actual, wanted, callAt] = [one.values[setting], desired[setting], callOfSetting(setting)];
    const facts = { setting, desired: wanted, actual, action: 'resume' };
    if (actual === wanted) {
      const { interrupted } = one;
      readings.push([
        key,
        { seen: 'compliant', callAt, ...(interrupted && setting === 'status' ? { interrupted } : {}) },
      ]);
    } else if (waived.has(region)) {
      const waiver = { reason: 'r', owner: 'o', expires: '2099-01-01' };
      drifts.push(drift({ ...facts, outcome: 'skipped', waiver }));
      readings.push([key, { seen: 'accepted', callAt }]);
    } else if (enforces) {
      drifts.push(drift({ ...facts, outcome: 'verified' }));
      one.values[setting] = wanted;
      readings.push([key, { seen: 'compliant', callAt, isRepaired: true }]);
    } else {
      drifts.push(drift({ ...facts, outcome: 'planned' }));
      readings.push([key, { seen: 'drifted', callAt }]);
    }
  }
  const isKnown = one.interrupted?.from !== null || state.sessions.some(({ regions }) => regions[region] !== undefined);
  const shown = session({ createdAt: iso(one.createdAt), updatedAt: iso(one.createdAt) });
  const result: Result = resultOf(region, {
    drifts,
    settings: { ...one.values },
    session: { ...shown, status: one.values.status },
  });
  // The first reading of a session cannot show that it was made anew. A run that repairs the session has made it so itself.
  const seen =
    isKnown && !drifts.some(({ outcome }) => outcome === 'verified')
      ? readings
      : readings.map(([key, reading]) => [key, { ...reading, interrupted: undefined }] as const);
  return { result, readings: seen };
}
