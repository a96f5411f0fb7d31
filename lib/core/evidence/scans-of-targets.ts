import { groupOf, settingOf } from '../settings/registry.ts';
import { SESSION } from '../settings/session.ts';
import { targetKey, type Target } from '../target.ts';
import type { Coverage, ScanRecord, ReadTargets, UnreadReason, UnreadTargets } from './scan-record.ts';
import { targetsOf } from './target-groups.ts';

/** The result of a scan for one setting of one target. `absent`: the policy does not have it. */
export interface SettingScan {
  readonly kind: 'read' | 'off' | 'unread' | 'absent';
  readonly why: UnreadReason | 'unknown-coverage' | null;
  /** The time of the run, in ms. It counts from its end. */
  readonly startedAt: number;
  readonly at: number;
}

/** `marks`: of the scans that have the target. `others`: the ends of the scans without it. Oldest first. */
export interface ScansOfTarget {
  readonly marks: readonly SettingScan[];
  readonly others: readonly number[];
}

export interface ScansOfTargets {
  /** Every target of any scan. */
  readonly targets: readonly Target[];
  readonly of: (target: Target) => ScansOfTarget;
}

type ScanResult = Pick<SettingScan, 'kind' | 'why'>;
type List = Coverage['read'] | Coverage['unread'];

/** The scans of each target. Most runs have the same lists, and most targets are in the same ones: those share one result. */
export function scansOfTargets(scans: readonly ScanRecord[], setting: string): ScansOfTargets {
  const lists = distinctLists(scans);
  const byTarget = Map.groupBy(
    lists.flatMap((list, index) => resultsIn(list, setting).map((one) => ({ ...one, list, index }))),
    ({ target }) => targetKey(target),
  );
  const listsOf = Map.groupBy(
    lists.flatMap((list) => [...accountsIn(list)].map((accountId) => ({ accountId, list }))),
    ({ accountId }) => accountId,
  );
  const shared = new Map<string, ScansOfTarget>();
  return {
    targets: [...byTarget.values()].flatMap((own) => own.slice(0, 1).map(({ target }) => target)),
    of: (target) => {
      const own = byTarget.get(targetKey(target)) ?? [];
      const ofAccount = new Set(listsOf.get(target.accountId)?.map(({ list }) => list));
      const same = [
        target.region,
        [...ofAccount].map((list) => lists.indexOf(list)),
        ...own.map(({ index, result }) => `${index} ${result?.kind} ${result?.why}`),
      ].join(';');
      const results = new Map(own.map((one) => [one.list, one.result]));
      const found = shared.get(same) ?? marksOf(scans, { setting, region: target.region, ofAccount, results });
      shared.set(same, found);
      return found;
    },
  };
}

function accountsIn(list: List): ReadonlySet<string> {
  return new Set(list.flatMap(({ accounts }) => accounts));
}

function distinctLists(scans: readonly ScanRecord[]): readonly List[] {
  return [...new Set(scans.flatMap(({ coverage }) => (coverage ? [coverage.read, coverage.unread] : [])))];
}

/** null: a scan with this list has the target, and does not compare the setting there. */
function resultsIn(
  list: List,
  setting: string,
): readonly { readonly target: Target; readonly result: ScanResult | null }[] {
  const { group } = settingOf(setting);
  const needed = new Set<string | null>([null, SESSION, group, ...(groupOf(group).needs ?? [])]);
  return list.flatMap((entry) => {
    const result = 'settings' in entry ? resultOfRead(entry, setting) : resultOfUnread(entry, needed);
    return targetsOf(entry).map((target) => ({ target, result }));
  });
}

function resultOfRead({ settings, isOff }: ReadTargets, setting: string): ScanResult | null {
  if (!settings.includes(setting)) return null;
  return { kind: isOff === true && setting === 'status' ? 'off' : 'read', why: null };
}

function resultOfUnread({ group, reason }: UnreadTargets, needed: ReadonlySet<string | null>): ScanResult | null {
  return needed.has(group) ? { kind: 'unread', why: reason } : null;
}

interface OfTarget {
  readonly setting: string;
  readonly region: string;
  /** The lists with its account in them. */
  readonly ofAccount: ReadonlySet<List>;
  /** The lists with the target in them. */
  readonly results: ReadonlyMap<List, ScanResult | null>;
}

function marksOf(scans: readonly ScanRecord[], target: OfTarget): ScansOfTarget {
  const marks: SettingScan[] = [];
  const others: number[] = [];
  for (const scanRecord of scans) {
    const found = resultOfScan(scanRecord, target);
    const at = Date.parse(scanRecord.finishedAt);
    if (found) marks.push({ kind: found.kind, why: found.why, startedAt: Date.parse(scanRecord.startedAt), at });
    else others.push(at);
  }
  return { marks, others };
}

function resultOfScan(
  { coverage, isWhole, settings, excluded }: ScanRecord,
  { setting, region, ofAccount, results }: OfTarget,
): ScanResult | null {
  if (coverage === null) return { kind: 'unread', why: 'unknown-coverage' };
  const found = results.get(coverage.read) ?? results.get(coverage.unread);
  if (found) return found;
  const isMeant = isWhole && (settings?.includes(setting) ?? true);
  // Under `regions: all` a Region that the lists of AWS leave out is still covered, and was not read.
  const has = (lists: Pick<ReadonlySet<List>, 'has'>): boolean =>
    lists.has(coverage.read) || lists.has(coverage.unread);
  const isMissed = excluded !== undefined && has(ofAccount) && !has(results) && !excluded.includes(region);
  return isMeant && !isMissed ? { kind: 'absent', why: null } : null;
}
