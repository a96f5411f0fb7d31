import {
  driftKey,
  unreadableKey,
  type DriftRecord,
  type State,
  type UnreadableRecord,
} from '../../core/alerts/records.ts';

/** The open and ended records of a state, by their keys. */
export interface KnownRecords {
  readonly drifts: ReadonlyMap<string, DriftRecord>;
  readonly unreadable: ReadonlyMap<string, UnreadableRecord>;
}

/** The records that are about a run that began then: an older one that is closed is of an earlier drift. */
export function knownRecords(state: State | null, startedAt: string): KnownRecords {
  const { drifts = [], unreadable = [] } = state ?? {};
  const isCurrent = ({ state, announcedAt }: DriftRecord): boolean =>
    state !== 'closed' || (announcedAt !== null && announcedAt >= startedAt);
  return {
    drifts: new Map(drifts.filter(isCurrent).map((record) => [driftKey(record), record])),
    unreadable: new Map(
      unreadable.filter(({ state }) => state === 'open').map((record) => [unreadableKey(record), record]),
    ),
  };
}
