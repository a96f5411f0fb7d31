import type { UnreadableItem } from '../../core/evidence/model.ts';
import type { ScanRecord } from '../../core/evidence/scan-record.ts';
import type { LifeEvent } from '../../core/history/life-event.ts';
import type { OrganizationStore } from '../machine/organization-store.ts';

/** ISO 8601 UTC. */
interface TimeRange {
  readonly from: string;
  readonly to: string;
}

/** null: all. */
export interface TargetFilter {
  readonly accounts: ReadonlySet<string> | null;
  readonly regions: ReadonlySet<string> | null;
}

/** The state, for questions on the past. */
export interface HistoryStore extends OrganizationStore {
  /** Events, oldest first. `doubts`: of items that this version cannot read. */
  readonly readHistory: (
    query: TimeRange & TargetFilter,
  ) => Promise<{ readonly events: readonly LifeEvent[]; readonly doubts: readonly UnreadableItem[] }>;
  /** The scan records of the runs that started then. One that this version cannot read has no coverage. */
  readonly readScanRecords: (
    period: TimeRange,
  ) => Promise<{ readonly scans: readonly ScanRecord[]; readonly unreadable: number }>;
  /** null: there is no run. */
  readonly firstRunAt: (period: TimeRange) => Promise<string | null>;
}
