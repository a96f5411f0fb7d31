import type { ReportObjects } from '../../core/archive/report-object.ts';

/** The archive of a deployment. */
export interface ReportArchive {
  readonly bucket: string;
  /** Of the bucket. */
  readonly region: string;
  /** Loaded when there is something to archive. */
  readonly open: () => Promise<ReportObjects>;
}
