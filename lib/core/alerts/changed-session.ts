import type { Report } from '../compliance/report.ts';
import type { Target } from '../target.ts';
import type { State } from './records.ts';

/** A session that was changed between two runs. CloudTrail may have the calls. */
export interface ChangedSession extends Target {
  /** Its last change that a run has seen, and its last one now, ISO 8601 UTC. */
  readonly from: string;
  readonly until: string;
  /** It was disabled and enabled again. */
  readonly isNew: boolean;
}

/** The sessions that report another time than the one that an earlier run read. What this run has written itself is known. */
export function changedSessions(
  { sessions }: Pick<State, 'sessions'>,
  { results }: Pick<Report, 'results'>,
): readonly ChangedSession[] {
  const times = new Map(sessions.map(({ accountId, regions }) => [accountId, regions]));
  return results.flatMap(({ accountId, region, session, drifts }) => {
    const known = times.get(accountId)?.[region];
    const from = known?.updatedAt ?? known?.createdAt ?? null;
    const createdAt = session?.['createdAt'] ?? null;
    const until = session?.['updatedAt'] ?? createdAt;
    if (from === null || until === null || until <= from) return [];
    if (drifts.some(({ outcome }) => outcome === 'verified')) return [];
    return [{ accountId, region, from, until, isNew: createdAt !== known?.createdAt }];
  });
}
