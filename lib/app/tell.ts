import type { Loaded, Store } from '../alerts/store.ts';
import { keyOf, type AlertSettings, type Item } from '../core/alerts/model.ts';
import type { Changes } from '../render/alert-story.ts';
import { delivered, reduce } from '../core/alerts/reduce.ts';
import type { Report } from '../core/report.ts';

/*
 * One message per run, nothing lost, nothing repeated. All of a run's changes to an account happen under one lease:
 *
 *   claim ──── load ── reduce ── save: items, each with ──── publish ──── save: alerts ──── release
 *   (lease)                      the alert it has to give                 given
 *     │                              │                           │              │
 *   crash here: nothing has        here: the next run finds    here: said     here: the lease
 *   changed; the next run, once    the alerts pending, and     once more,     ends by itself
 *   the lease has ended, sees      says them                   same ids
 *   the same drift
 *
 * A second run that meets the lease waits for it, and then reduces against what the first one left: it has nothing to add.
 */

export interface TellDeps {
  readonly store: Store;
  /** Delivers what there is to say; what reached nobody stays pending. `failure`: what the run is to fail with, after that is noted down. */
  readonly publish: (telling: Telling) => Promise<Delivered>;
  readonly now: () => Date;
  readonly wait: (ms: number) => Promise<void>;
  readonly owner: string;
  /** What is remembered at this moment, alerts that are still to be delivered included. */
  readonly onItems?: (items: readonly Item[]) => void;
}

export interface Delivered {
  readonly undelivered: ReadonlySet<string>;
  readonly failure: Error | null;
}

export interface Telling extends Changes {
  readonly report: Report;
}

export interface TellOptions {
  readonly report: Report;
  readonly settings: AlertSettings;
  readonly isWhole: boolean;
  /** Publish even if nothing has changed. */
  readonly isAlways: boolean;
  readonly deadline: AbortSignal;
  /** What was remembered while the sweep was under way. If that leaves nothing to say and nothing to note down, there is no need for a lease. */
  readonly early?: Promise<Loaded> | undefined;
}

export interface Told extends Omit<Telling, 'report'> {
  readonly published: boolean;
  /** Could the run remember? `busy`: another run had the account all the time; it tells. */
  readonly kind: 'remembered' | 'forgetful' | 'busy';
}

const LEASE_MS = 15 * 60 * 1000;
const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5000;
/** A report this much older than what is remembered is of a run that was overtaken; older still, of a clock that was wrong. */
const OVERTAKEN_MS = LEASE_MS;

/** Tells what has changed. Throws what `publish` throws; the alerts then stay pending. */
export async function tell(deps: TellDeps, options: TellOptions): Promise<Told> {
  const { report } = options;
  const accountId = report.results[0]?.accountId;
  // A run that looked at nothing has nothing to compare; it is told as it is.
  if (accountId === undefined) return tellOfNothing(deps, report);
  const quiet = await quietly(deps, options);
  if (quiet) return quiet;
  let isOurs: boolean;
  try {
    isOurs = await claim(deps, { accountId, deadline: options.deadline });
  } catch (error) {
    return forgetful(deps, { ...options, why: error });
  }
  if (!isOurs) return { kind: 'busy', published: false, alerts: [], items: [], memory: 'another run is telling' };
  try {
    return await tellUnderLease(deps, { ...options, accountId });
  } finally {
    await deps.store.release(accountId, { owner: deps.owner, asOf: report.startedAt }).catch(() => undefined);
  }
}

/** Most runs change nothing: one Query, made beside the sweep, is all that their memory costs. */
async function quietly(
  { onItems, now }: TellDeps,
  { early, report, settings, isWhole, isAlways }: TellOptions,
): Promise<Told | null> {
  const loaded = await early?.catch(() => null);
  if (!loaded || isAlways || loaded.left.length > 0) return null;
  const { items } = loaded;
  const { next, alerts } = reduce({ items, report, now: now(), settings, isWhole });
  const isChanged = alerts.length > 0 || next.length !== items.length || JSON.stringify(next) !== JSON.stringify(items);
  if (isChanged) return null;
  onItems?.(items);
  return { kind: 'remembered', published: false, alerts, items, memory: null };
}

async function tellOfNothing(deps: TellDeps, report: Report): Promise<Told> {
  const told = await say(deps, { report, items: [], alerts: [], memory: null, isWorth: true });
  if (told.failure) throw told.failure;
  return told;
}

async function claim(
  { store, now, wait, owner }: TellDeps,
  { accountId, deadline }: { accountId: string; deadline: AbortSignal },
): Promise<boolean> {
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2)) {
    const at = now();
    if (await store.claim(accountId, { owner, now: at, until: new Date(at.getTime() + LEASE_MS) })) return true;
    if (deadline.aborted) return false;
    await wait(waitMs);
  }
}

async function tellUnderLease(deps: TellDeps, options: TellOptions & { accountId: string }): Promise<Told> {
  const { report, settings, isWhole, isAlways, accountId } = options;
  const loading = await deps.store.load(accountId).catch((error: unknown) => ({ failed: error }));
  if ('failed' in loading) return forgetful(deps, { ...options, why: loading.failed });
  const { items: before, asOf } = loading;
  const left = new Set(loading.left);
  const now = deps.now();
  const reduced = isOvertaken(report, asOf)
    ? { next: before, alerts: before.flatMap(({ pending }) => pending) }
    : reduce({ items: before, report, now, settings, isWhole });
  // What a newer version remembers is its to tell.
  const next = reduced.next.filter((item) => !left.has(keyOf(item)));
  const alerts = reduced.alerts.filter((alert) => !left.has(keyOf(alert)));
  const saving = await deps.store.save({ before, after: next }).catch((error: unknown) => ({ failed: error }));
  if (saving) return forgetful(deps, { ...options, why: saving.failed });
  deps.onItems?.(next);
  const memory =
    left.size > 0 ? `${left.size} remembered items are of a newer version of macie-warden and were left alone` : null;
  const told = await say(deps, { report, items: next, alerts, memory, isWorth: isAlways || alerts.length > 0 });
  if (!told.published) return told;
  const after = delivered(next, { now, undelivered: told.undelivered });
  deps.onItems?.(after);
  // Said and not noted down: at worst it is said again, with the same ids.
  await deps.store.save({ before: next, after }).catch(() => undefined);
  if (told.failure) throw told.failure;
  return { ...told, items: after };
}

function isOvertaken({ startedAt }: Report, asOf: string | null): boolean {
  if (asOf === null) return false;
  const behindMs = Date.parse(asOf) - Date.parse(startedAt);
  return behindMs > 0 && behindMs < OVERTAKEN_MS;
}

/** Without a memory everything that is not as it should be is told, in every run: too much rather than too little. */
async function forgetful(
  deps: TellDeps,
  { report, settings, why, isAlways }: TellOptions & { why: unknown },
): Promise<Told> {
  const { next, alerts } = reduce({
    items: [],
    report,
    now: deps.now(),
    settings: { ...settings, blindAfter: 1 },
    isWhole: false,
  });
  const reason = why instanceof Error ? `${why.name}: ${why.message}` : String(why);
  const memory = `what earlier runs said could not be looked up (${reason}), so everything that is not as it should be is told again`;
  const told = await say(deps, { report, items: next, alerts, memory, isWorth: isAlways || alerts.length > 0 });
  if (told.failure) throw told.failure;
  return { ...told, kind: 'forgetful' };
}

async function say(deps: TellDeps, { isWorth, ...telling }: Telling & { isWorth: boolean }): Promise<Told & Delivered> {
  const { alerts, items, memory } = telling;
  const quiet: Delivered = { undelivered: new Set(), failure: null };
  const { undelivered, failure } = isWorth
    ? await deps.publish({ report: telling.report, alerts, items, memory })
    : quiet;
  return { kind: 'remembered', published: isWorth, alerts, items, memory, undelivered, failure };
}
