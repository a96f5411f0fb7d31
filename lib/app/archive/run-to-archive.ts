import type { Alert } from '../../core/alerts/model.ts';
import type { State } from '../../core/alerts/records.ts';
import type { Report, RunsOfPeriod } from '../../core/compliance/report.ts';
import type { Policy } from '../../policy/schema.ts';
import type { ScanDeps } from '../scan/deps.ts';
import type { ReportArchive } from './deps.ts';

/** A run that has ended, with what its archived report shows beside it. */
export interface RunToArchive {
  readonly report: Report;
  readonly alerts: readonly Alert[];
  /** After the run; null: not known. */
  readonly state: State | null;
  readonly policy: Policy;
  /** By id: names of organizational units; left out: not known. */
  readonly unitNames?: ReadonlyMap<string, string> | undefined;
  /** With the records of earlier runs; null: there is no table. */
  readonly store: { readonly runsSince: (from: string) => Promise<RunsOfPeriod> } | null;
}

export interface ArchiveDeps extends Pick<ScanDeps, 'forAccount' | 'now'> {
  /** Left out: there is none. */
  readonly archive?: ReportArchive | undefined;
  /** What is not archived by then is not. */
  readonly archiveBy?: AbortSignal | undefined;
  readonly warn: (message: string, error: unknown) => void;
}
