import { keyOf } from '../../core/alerts/model.ts';
import { delivered, reduce, type Reduction } from '../../core/alerts/reconcile.ts';
import { markRepairs } from '../../core/guard-rails/repair-ledger.ts';
import type { Report } from '../../core/compliance/report.ts';
import type { Loaded } from '../../state/table.ts';
import type { Planned } from './attempt.ts';
import { claim, isOvertaken } from './lock.ts';
import { coolingOf } from './cooling.ts';
import { say } from './say.ts';
import type { TellDeps, TellOptions, Told } from './tell-contract.ts';
import { busy, forgetful, tellOfNothing } from './tell-without-memory.ts';

/*
 * One message per run, nothing lost, nothing repeated, and no write that is not counted. All that a run does to an account
 * happens under one lease:
 *
 *   claim ──── load ── hold ── save: marks of ──── write, ──── reduce ── save: items, each with ──── publish ──── save: alerts ──── release
 *   (lease)                    what is written     read back             the alert it has to give                 given
 *     │                               │                 │                    │                           │              │
 *   crash here: nothing has        here: the next run sees what the      here: the next run finds     here: said     here: the lease
 *   changed; the next run, once    marked repair came to, and says       the alerts pending, and      once more,     ends by itself
 *   the lease has ended, sees      that                                  says them                    same ids
 *   the same drift
 *
 * A second run that meets the lease waits for it, looks again, and has nothing to add.
 */

/** Carries out a run and tells what it has changed. Throws what `publish` throws; the alerts then stay pending. */
export async function tell(deps: TellDeps, options: TellOptions): Promise<Told> {
  const { attempt } = options;
  if (attempt.isEmpty) return tellOfNothing(deps, options);
  // What a call has just set, a run that saw less may be about to tell: it must notice that it was overtaken.
  const isNews = options.changes?.some(({ sets }) => Object.keys(sets).length > 0) ?? false;
  const quiet = isNews ? null : await quietly(deps, options);
  if (quiet) return quiet;
  const { accountId, runId: owner } = attempt;
  let isOurs: boolean;
  try {
    isOurs = await claim(deps, { accountId, owner, deadline: options.deadline, leaseMs: options.leaseMs });
  } catch (error) {
    return forgetful(deps, { ...options, why: error });
  }
  if (!isOurs) return busy(deps, options);
  // Nothing that was seen before this is newer than what this run leaves.
  let asOf = attempt.startedAt;
  const onReport = (report: Report): void => {
    asOf = report.finishedAt;
    deps.onReport?.(report);
  };
  const load = async (account: string): Promise<Loaded> => {
    const loaded = await deps.store.load(account);
    // If it fails from here on, what others have left is no older for it.
    if (isOvertaken(attempt, loaded.asOf)) asOf = loaded.asOf ?? asOf;
    return loaded;
  };
  try {
    return await tellUnderLease({ ...deps, store: { ...deps.store, load }, onReport }, options);
  } finally {
    await deps.store.release(accountId, { owner, asOf }).catch(() => undefined);
  }
}

/** Most runs change nothing: one Query, made beside the sweep, is all that their memory costs. */
async function quietly(deps: TellDeps, options: TellOptions): Promise<Told | null> {
  const { early, attempt, isAlways } = options;
  const loaded = await early?.catch(() => null);
  if (!loaded || isAlways || loaded.left.length > 0) return null;
  const planned = attempt.plan(loaded);
  if (planned.writes.length > 0) return null;
  const { items } = loaded;
  const report = await planned.carryOut();
  const { next, alerts } = reduceAll(deps, { ...options, loaded, planned, report });
  const isChanged = alerts.length > 0 || next.length !== items.length || JSON.stringify(next) !== JSON.stringify(items);
  if (isChanged) return null;
  deps.onReport?.(report);
  deps.onItems?.(items);
  return { kind: 'remembered', published: false, report, alerts, items, memory: null, ...coolingOf(planned) };
}

interface Reducing extends TellOptions {
  readonly loaded: Pick<Loaded, 'items' | 'left'>;
  readonly planned: Planned;
  readonly report: Report;
}

function reduceAll({ now }: Pick<TellDeps, 'now'>, options: Reducing): Reduction {
  const { loaded, planned, report, settings, attempt } = options;
  const { isWhole } = attempt;
  const changes = attempt.withLater(options.changes ?? []);
  const { contested } = planned;
  return reduce({ items: loaded.items, report, now: now(), settings, isWhole, changes, contested });
}

async function tellUnderLease(deps: TellDeps, options: TellOptions): Promise<Told> {
  const loading = await deps.store.load(options.attempt.accountId).catch((error: unknown) => ({ failed: error }));
  if ('failed' in loading) return forgetful(deps, { ...options, why: loading.failed });
  const attempt = isOvertaken(options.attempt, loading.asOf) ? await options.again() : options.attempt;
  const planned = attempt.plan(loading);
  const marking = await markAll(deps, { ...options, attempt, loading, planned }).catch((error: unknown) => ({
    failed: error,
  }));
  if ('failed' in marking) return forgetful(deps, { ...options, attempt, why: marking.failed });

  const report = await planned.carryOut();
  deps.onReport?.(report);
  const loaded = { items: marking.items, left: loading.left };
  return tellReport(deps, { ...options, attempt, planned, report, loaded });
}

interface Marking extends TellOptions {
  readonly loading: Loaded;
  readonly planned: Planned;
}

/** Writes down what is about to be repaired. */
async function markAll(deps: TellDeps, { attempt, loading, planned, changes = [] }: Marking) {
  const { items } = loading;
  const { writes, contested } = planned;
  if (writes.length === 0) return { items };
  const { startedAt } = attempt;
  const marked = markRepairs(items, {
    writes,
    moment: { now: deps.now(), startedAt, finishedAt: startedAt, changes: attempt.withLater(changes), contested },
  });
  await deps.store.save({ before: items, after: marked });
  return { items: marked };
}

async function tellReport(deps: TellDeps, options: Reducing): Promise<Told> {
  const { report, isAlways, loaded, planned } = options;
  const left = new Set(loaded.left);
  const now = deps.now();
  const reduced = await withCauses(deps, { ...options, at: now });
  // What a newer version remembers is its to tell.
  const next = reduced.next.filter((item) => !left.has(keyOf(item)));
  const alerts = reduced.alerts.filter((alert) => !left.has(keyOf(alert)));
  const saving = await deps.store
    .save({ before: loaded.items, after: next })
    .catch((error: unknown) => ({ failed: error }));
  if (saving) return forgetful(deps, { ...options, report, why: saving.failed });
  deps.onItems?.(next);
  const memory =
    left.size > 0 ? `${left.size} remembered items are of a newer version of macie-warden and were left alone` : null;
  const said = await say(deps, { report, items: next, alerts, memory, isWorth: isAlways || alerts.length > 0 });
  const told = { ...said, ...coolingOf(planned) };
  if (!told.published) return told;
  const after = delivered(next, { now, undelivered: told.undelivered });
  deps.onItems?.(after);
  // Said and not noted down: at worst it is said again, with the same ids.
  await deps.store.save({ before: next, after }).catch(() => undefined);
  if (told.failure) throw told.failure;
  return { ...told, items: after };
}

/** Who made what is new is looked up where no event has said so; then the same is reduced again, with names. */
async function withCauses(deps: TellDeps, options: Reducing & { at: Date }): Promise<Reduction> {
  const { at, changes = [] } = options;
  const clock = { now: () => at };
  const first = reduceAll(clock, options);
  const unexplained = first.alerts.filter((alert) => alert.at === at.toISOString() && alert.change === null);
  if (!deps.findCauses || unexplained.length === 0) return first;
  const found = await deps.findCauses(unexplained);
  return found.length === 0 ? first : reduceAll(clock, { ...options, changes: [...changes, ...found] });
}
