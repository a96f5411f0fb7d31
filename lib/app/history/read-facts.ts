import { EMPTY_STATE, type State } from '../../core/alerts/records.ts';
import { LONGEST_VALIDITY_MS } from '../../core/evidence/evidence.ts';
import type { UnreadableItem, Period } from '../../core/evidence/model.ts';
import type { EvidenceFacts } from '../../core/evidence/targets.ts';
import { livesOf, type Life } from '../../core/history/lives.ts';
import { HOUR_MS } from '../../core/time.ts';
import { loadStates } from '../run/stored-states.ts';
import type { TargetFilter, HistoryStore } from './deps.ts';

export interface HistoryQuestion extends Period, TargetFilter {
  readonly now: Date;
  /** Accounts that may have something open: their present state says what no event of the period does. */
  readonly openAccounts: readonly string[];
}

export interface ReadFacts extends EvidenceFacts {
  readonly unreadableScans: number;
}

/** The facts of the table for a question of evidence. A drift that ends after the period has its begin in its last event: events are read until now. */
export async function readFacts(asked: HistoryQuestion, store: HistoryStore): Promise<ReadFacts> {
  const { from, to } = isoOf(asked);
  const before = new Date(asked.from - LONGEST_VALIDITY_MS).toISOString();
  const [{ scans, unreadable }, history, present] = await Promise.all([
    store.readScanRecords({ from: before, to }),
    readEvents(asked, store),
    readPresent(asked, store),
  ]);
  const firstScanAt = scans[0]?.startedAt ?? to;
  const older = firstScanAt > from ? await store.firstRunAt({ from, to: firstScanAt }) : null;
  const olderRuns =
    older === null || older >= firstScanAt ? null : { from: Date.parse(older), to: Date.parse(firstScanAt) };
  const doubts = [...history.doubts, ...present.doubts];
  return {
    scans,
    events: history.events,
    drifts: present.state.drifts,
    doubts,
    olderRuns,
    unreadableScans: unreadable,
  };
}

/** The lives of a period, by their beginning. `left`: so many items of the table could not be read. */
export async function readLives(
  asked: HistoryQuestion,
  store: HistoryStore,
): Promise<{ readonly lives: readonly Life[]; readonly left: number }> {
  const { from, to } = isoOf(asked);
  const [{ events, doubts }, present] = await Promise.all([readEvents(asked, store), readPresent(asked, store)]);
  const lives = livesOf(events, ofChosen(present.state, asked)).filter(
    ({ since, endedAt }) => since < to && (endedAt === null || endedAt >= from),
  );
  return { lives, left: doubts.length + present.doubts.length };
}

function isoOf({ from, to }: Period): { readonly from: string; readonly to: string } {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

function readEvents(asked: HistoryQuestion, store: HistoryStore) {
  const { from } = isoOf(asked);
  // A run may have a clock that is ahead.
  const to = new Date(asked.now.getTime() + HOUR_MS).toISOString();
  return store.readHistory({ from, to, accounts: asked.accounts, regions: asked.regions });
}

async function readPresent(
  asked: HistoryQuestion,
  store: HistoryStore,
): Promise<{ readonly state: State; readonly doubts: readonly UnreadableItem[] }> {
  const ids = asked.openAccounts.filter((id) => asked.accounts?.has(id) ?? true);
  if (ids.length === 0) return { state: EMPTY_STATE, doubts: [] };
  const { state, unreadableKeys } = await loadStates(ids, store);
  const { from } = isoOf(asked);
  const doubts = unreadableKeys.map((key) => ({ accountId: key.split(' ')[0] ?? null, from }));
  return { state, doubts };
}

function ofChosen(
  { drifts, unreadable }: State,
  { accounts, regions }: TargetFilter,
): Pick<State, 'drifts' | 'unreadable'> {
  const isChosen = ({ accountId, region }: { readonly accountId: string; readonly region: string }): boolean =>
    (accounts?.has(accountId) ?? true) && (regions?.has(region) ?? true);
  return { drifts: drifts.filter(isChosen), unreadable: unreadable.filter(isChosen) };
}
