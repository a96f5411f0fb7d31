import { groupOf, settingOf } from '../settings/registry.ts';
import { SESSION } from '../settings/session.ts';
import { targetKey, type Target } from '../target.ts';
import type { Coverage, Look, ReadTargets, UnreadReason, UnreadTargets } from './scan-record.ts';
import { targetsOf } from './target-groups.ts';

/** What a look says of one setting of one target. `absent`: the policy does not have it. */
export interface Mark {
  readonly kind: 'read' | 'off' | 'unread' | 'absent';
  readonly why: UnreadReason | 'unknown-coverage' | null;
  /** The time of the run, in ms. It speaks from its end on. */
  readonly startedAt: number;
  readonly at: number;
}

/** `marks`: of the looks at the target. `others`: the ends of the looks that say nothing of it. Oldest first. */
export interface LooksOfTarget {
  readonly marks: readonly Mark[];
  readonly others: readonly number[];
}

export interface LooksOfTargets {
  /** Every target that a look has had. */
  readonly targets: readonly Target[];
  readonly of: (target: Target) => LooksOfTarget;
}

type Said = Pick<Mark, 'kind' | 'why'>;
type List = Coverage['read'] | Coverage['unread'];

/**
 * The looks at each target. Most runs have the same lists, and most targets are in the same ones: those share one result.
 */
export function looksOfTargets(looks: readonly Look[], setting: string): LooksOfTargets {
  const lists = distinctLists(looks);
  const saidBy = Map.groupBy(
    lists.flatMap((list, index) => saidIn(list, setting).map((one) => ({ ...one, list, index }))),
    ({ target }) => targetKey(target),
  );
  const listsOf = Map.groupBy(
    lists.flatMap((list) => [...accountsIn(list)].map((accountId) => ({ accountId, list }))),
    ({ accountId }) => accountId,
  );
  const shared = new Map<string, LooksOfTarget>();
  return {
    targets: [...saidBy.values()].flatMap((own) => own.slice(0, 1).map(({ target }) => target)),
    of: (target) => {
      const own = saidBy.get(targetKey(target)) ?? [];
      const ofAccount = new Set(listsOf.get(target.accountId)?.map(({ list }) => list));
      const same = [
        target.region,
        [...ofAccount].map((list) => lists.indexOf(list)),
        ...own.map(({ index, said }) => `${index} ${said?.kind} ${said?.why}`),
      ].join(';');
      const said = new Map(own.map((one) => [one.list, one.said]));
      const found = shared.get(same) ?? marksOf(looks, { setting, region: target.region, ofAccount, said });
      shared.set(same, found);
      return found;
    },
  };
}

function accountsIn(list: List): ReadonlySet<string> {
  return new Set(list.flatMap(({ accounts }) => accounts));
}

function distinctLists(looks: readonly Look[]): readonly List[] {
  return [...new Set(looks.flatMap(({ coverage }) => (coverage ? [coverage.read, coverage.unread] : [])))];
}

/** null: a look with this list has the target, and does not compare the setting there. */
function saidIn(list: List, setting: string): readonly { readonly target: Target; readonly said: Said | null }[] {
  const { group } = settingOf(setting);
  const needed = new Set<string | null>([null, SESSION, group, ...(groupOf(group).needs ?? [])]);
  return list.flatMap((entry) => {
    const said = 'settings' in entry ? saidOfRead(entry, setting) : saidOfUnread(entry, needed);
    return targetsOf(entry).map((target) => ({ target, said }));
  });
}

function saidOfRead({ settings, isOff }: ReadTargets, setting: string): Said | null {
  if (!settings.includes(setting)) return null;
  return { kind: isOff === true && setting === 'status' ? 'off' : 'read', why: null };
}

function saidOfUnread({ group, reason }: UnreadTargets, needed: ReadonlySet<string | null>): Said | null {
  return needed.has(group) ? { kind: 'unread', why: reason } : null;
}

interface OfTarget {
  readonly setting: string;
  readonly region: string;
  /** The lists with its account in them. */
  readonly ofAccount: ReadonlySet<List>;
  /** The lists with the target in them. */
  readonly said: ReadonlyMap<List, Said | null>;
}

function marksOf(looks: readonly Look[], target: OfTarget): LooksOfTarget {
  const marks: Mark[] = [];
  const others: number[] = [];
  for (const look of looks) {
    const found = saidByLook(look, target);
    const at = Date.parse(look.finishedAt);
    if (found) marks.push({ kind: found.kind, why: found.why, startedAt: Date.parse(look.startedAt), at });
    else others.push(at);
  }
  return { marks, others };
}

function saidByLook(
  { coverage, isWhole, settings, excluded }: Look,
  { setting, region, ofAccount, said }: OfTarget,
): Said | null {
  if (coverage === null) return { kind: 'unread', why: 'unknown-coverage' };
  const found = said.get(coverage.read) ?? said.get(coverage.unread);
  if (found) return found;
  const isMeant = isWhole && (settings?.includes(setting) ?? true);
  // Under `regions: all` a Region that the lists of AWS leave out is still covered, and was not read.
  const has = (lists: Pick<ReadonlySet<List>, 'has'>): boolean =>
    lists.has(coverage.read) || lists.has(coverage.unread);
  const isMissed = excluded !== undefined && has(ofAccount) && !has(said) && !excluded.includes(region);
  return isMeant && !isMissed ? { kind: 'absent', why: null } : null;
}
