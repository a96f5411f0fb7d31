import type { Clients } from '../../aws/clients.ts';
import type { ReportArchive } from '../archive/deps.ts';

interface ArchiveAccess {
  readonly clients: Pick<Clients, 's3'>;
  /** The Region of the stack, and so of its bucket. */
  readonly homeRegion: string;
  /** The account of the bucket. */
  readonly owner: () => Promise<string>;
}

/** The archive of a deployment. */
export function reportArchive(bucket: string, { clients, homeRegion, owner }: ArchiveAccess): ReportArchive {
  return {
    bucket,
    region: homeRegion,
    open: async () => {
      const { createReportObjects } = await import('../../state/report-objects.ts');
      return createReportObjects({ client: clients.s3, bucket, owner });
    },
  };
}
