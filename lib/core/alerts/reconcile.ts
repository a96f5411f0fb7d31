import { compareText } from '../order.ts';
import type { Report, Result } from '../compliance/report.ts';
import { targetKey, type Target } from '../model.ts';
import { onBlind, onSighted } from './reachability.ts';
import { onClean, onDrift } from './drift.ts';
import type { Change } from '../activity/macie-call.ts';
import { newItem, recent, type Moment } from './item.ts';
import { ALERT_KINDS, keyOf, type Alert, type AlertSettings, type Item, type Subject } from './model.ts';
import { sightOf, subjectsOf, type Seen, type Sight } from './seen.ts';

export interface Reduction {
  /** What is to be remembered from now on, sorted. */
  readonly next: readonly Item[];
  /** Everything that has not been delivered for certain, worst first; what earlier runs left over included. */
  readonly alerts: readonly Alert[];
}

export interface Reducing {
  readonly items: readonly Item[];
  readonly report: Report;
  readonly now: Date;
  readonly settings: AlertSettings;
  /** Was the run to see every target of the policy? If not, what it does not show is left as it is. */
  readonly isWhole: boolean;
  /** Calls that were seen to be made: they name who made a drift. */
  readonly changes?: readonly Change[];
  /** The keys of the drifts that the run left alone because their repairs are undone again and again. */
  readonly contested?: ReadonlySet<string>;
}

/** What changes, given what is remembered and what was seen. Nothing is ever resolved by blindness. */
export function reduce({
  items,
  report,
  now,
  settings,
  isWhole,
  changes = [],
  contested = new Set(),
}: Reducing): Reduction {
  const { startedAt, finishedAt } = report;
  const moment: Moment = { now, startedAt, finishedAt, changes, contested };
  const remembered = new Map(items.map((item) => [keyOf(item), item]));
  const byTarget = Map.groupBy(items, targetKey);
  const next = new Map(remembered);
  const move = (item: Item, seen: Seen): void => {
    next.set(keyOf(item), step(item, { seen, settings, moment }));
  };

  const looked = new Set<string>();
  for (const result of report.results) {
    const key = targetKey(result);
    looked.add(key);
    // A look after an event is none of the runs that count: a burst would make a blind target of one throttled minute.
    if (report.trigger === 'change' && result.verdict === 'unknown') continue;
    const known = byTarget.get(key) ?? [];
    const news = subjectsOf(result);
    // Most targets are compliant and nothing is remembered of them: they cost nothing.
    if (known.length === 0 && news.length === 0) continue;
    const sight = sightOf(result);
    for (const subject of subjects(known, news)) {
      const item = remembered.get(keyOf({ ...pick(result), subject })) ?? newItem({ ...pick(result), subject }, moment);
      move(item, seenOf(subject, { sight, result }));
    }
  }
  if (isWhole) {
    const gone: Seen = { kind: 'gone', detail: 'the policy no longer covers it, and it was not looked at' };
    for (const item of items.filter((one) => !looked.has(targetKey(one)))) move(item, gone);
  }

  const kept = [...next.values()].filter((item) => isWorthKeeping(item, moment)).toSorted(byKey);
  return { next: kept, alerts: alertsOf(kept) };
}

function pick({ accountId, region }: Result): Target {
  return { accountId, region };
}

function subjects(known: readonly Item[], news: readonly Subject[]): ReadonlySet<Subject> {
  return new Set([...known.map(({ subject }) => subject), ...news]);
}

/** A session with a drift and a value that was not shown is drifted, and seen. */
function seenOf(subject: Subject, { sight, result }: { sight: Sight; result: Result }): Seen {
  if (subject !== 'session') return sight(subject);
  return result.verdict === 'unknown' || result.verdict === 'not-applicable' ? sight(subject) : { kind: 'clean' };
}

function step(item: Item, { seen, settings, moment }: { seen: Seen; settings: AlertSettings; moment: Moment }): Item {
  if (item.subject === 'session') {
    return seen.kind === 'blind' ? onBlind(item, { seen, settings, moment }) : onSighted(item, { seen, moment });
  }
  switch (seen.kind) {
    case 'drift':
      return onDrift(item, { drift: seen.drift, settings, moment });
    case 'clean':
      return onClean(item, { detail: null, moment });
    case 'gone':
      return onClean(item, { detail: seen.detail, moment });
    case 'blind':
      // An unknown keeps an open drift open, and says nothing new of it.
      return item;
  }
}

function isWorthKeeping(item: Item, moment: Pick<Moment, 'now'>): boolean {
  if (item.state !== 'closed' || item.pending.length > 0 || item.isFlapping || item.attemptedAt !== null) return true;
  return recent(item.openings, moment).length > 0 || recent(item.repairs, moment).length > 0;
}

function byKey(a: Item, b: Item): number {
  return compareText(keyOf(a), keyOf(b));
}

/** Everything pending, worst first, then by account, Region and subject. */
function alertsOf(items: readonly Item[]): readonly Alert[] {
  const rank = ({ kind }: Alert): number => ALERT_KINDS.indexOf(kind);
  return items
    .flatMap(({ pending }) => pending)
    .toSorted((a, b) => rank(a) - rank(b) || compareText(keyOf(a), keyOf(b)) || compareText(a.id, b.id));
}

/** The same items once their alerts have been delivered, but for some: what was only kept for that goes. */
export function delivered(
  items: readonly Item[],
  { now, undelivered = new Set() }: { now: Date; undelivered?: ReadonlySet<string> },
): readonly Item[] {
  return items
    .map((item) =>
      item.pending.length > 0 ? { ...item, pending: item.pending.filter(({ id }) => undelivered.has(id)) } : item,
    )
    .filter((item) => isWorthKeeping(item, { now }));
}
