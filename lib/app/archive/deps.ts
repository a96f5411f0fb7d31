import type { Alert } from '../../core/alerts/model.ts';
import type { State } from '../../core/alerts/records.ts';
import type { Report } from '../../core/compliance/report.ts';
import type { Policy } from '../../policy/schema.ts';
import type { StateStore } from '../run/deps.ts';

/** An object of the archive of reports. */
export interface ReportObject {
  readonly key: string;
  readonly text: string;
  readonly contentType: string;
  /** By it runs are ordered: see `runOrder`. */
  readonly order: string;
}

/** The objects of the archive, to write. Every operation rejects with a WardenError. */
export interface ReportObjects {
  /** false: the object exists, and is left as it is. */
  readonly writeOnce: (object: ReportObject, signal: AbortSignal) => Promise<boolean>;
  /** Replaces the object unless it is of the same run or of a newer one. false: it is. */
  readonly replaceOlder: (object: ReportObject, signal: AbortSignal) => Promise<boolean>;
}

/** The archive of a deployment. */
export interface ReportArchive {
  readonly bucket: string;
  /** Of the bucket. */
  readonly region: string;
  /** Loaded when there is something to archive. */
  readonly open: () => Promise<ReportObjects>;
}

/** A run that has ended, with what its archived report shows beside it. */
export interface RunToArchive {
  readonly report: Report;
  readonly alerts: readonly Alert[];
  /** After the run; null: not known. */
  readonly state: State | null;
  readonly policy: Policy;
  /** With the records of earlier runs; null: there is no table. */
  readonly store: Pick<StateStore, 'runsSince'> | null;
}
