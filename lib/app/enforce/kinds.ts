import type { Assessment } from '../../core/compliance/assess.ts';
import type { Outcome } from '../../core/compliance/drift.ts';
import { FOLLOW } from '../../core/compliance/follow-administrator.ts';
import type { PlannedWrite } from '../../core/compliance/plan.ts';
import type { Reason } from '../../core/observation.ts';

/** How the writes of each kind have ended so far in a run, by Region and writer. */
export type WriteRecords = Map<string, KindRecord>;

interface KindRecord {
  /** Without one that had an effect in between. */
  readonly failuresInRow: number;
  /** Why no more of them are sent; null: they are. */
  readonly stopped: string | null;
}

const NEW: KindRecord = { failuresInRow: 0, stopped: null };

/** One account may be odd; three in a row are not. */
const MOST_IN_ROW = 3;

/** With these a write says nothing of the account that it is for: the administrator may not write at all. */
const OF_WRITER: ReadonlySet<Reason | null> = new Set(['access-denied', 'assume-role-denied', 'credentials']);

/** Writes that have the same fate: of one kind, in one Region, by one administrator or by accounts themselves. */
export function kindOf({ target: { region }, write: { group, kind, at } }: PlannedWrite): string {
  // CreateMember is one kind, for the status and for the membership.
  return at === undefined ? `${group} ${kind} in ${region}` : `${kind} by ${at} in ${region}`;
}

/** Why a write is not sent; null: it is. */
export function whyStopped(kinds: WriteRecords, planned: PlannedWrite): string | null {
  return kinds.get(kindOf(planned))?.stopped ?? null;
}

/** Notes that the administrator of a lane did not get the value that its members were to get with it. */
export function noteLead(kinds: WriteRecords, { target, write }: PlannedWrite, { drifts }: Assessment): void {
  const at = target.accountId;
  const isSet = drifts.every(({ setting, outcome }) => write.values[setting] === undefined || HAS_EFFECT.has(outcome));
  const kind = kindOf({ target, settings: [], write: { ...write, kind: FOLLOW, at } });
  if (!isSet)
    kinds.set(kind, {
      failuresInRow: 1,
      stopped: `the administrator ${at} did not get it either, and sets it for its members`,
    });
}

const HAS_EFFECT: ReadonlySet<Outcome> = new Set(['verified', 'applied']);

/** Notes how a write has ended. A refusal of the administrator, or three failures in a row, end the writes of this kind. */
export function noteOutcome(kinds: WriteRecords, planned: PlannedWrite, { drifts }: Assessment): void {
  const own = drifts.filter(({ setting }) => planned.settings.includes(setting));
  const failed = own.find(({ outcome }) => outcome === 'failed' || outcome === 'manual');
  if (failed === undefined) {
    if (own.some(({ outcome }) => HAS_EFFECT.has(outcome))) kinds.set(kindOf(planned), NEW);
    return;
  }
  const { at } = planned.write;
  const { region } = planned.target;
  const reason = failed.failure?.reason ?? null;
  // A role that is missing in one account says nothing of the others.
  if (at === undefined && reason === 'assume-role-denied') return;
  const failuresInRow = (kinds.get(kindOf(planned))?.failuresInRow ?? 0) + 1;
  const isOfWriter = at !== undefined && OF_WRITER.has(reason);
  const why = failed.failure?.detail ?? failed.detail ?? '';
  const stopped =
    isOfWriter || failuresInRow >= MOST_IN_ROW
      ? `not sent, because ${failuresInRow === 1 ? 'the write of this kind before it' : `${failuresInRow} writes of this kind in a row`} failed in ${region}: ${why}`
      : null;
  kinds.set(kindOf(planned), { failuresInRow, stopped });
}
