import { NOT_ARCHIVED, type ArchiveOutcome } from '../../core/archive/place.ts';
import { dayOf, hasChanged, isNewPicture } from '../../core/archive/due.ts';
import { errorText } from '../run/attempt.ts';
import type { ArchiveDeps, RunToArchive } from './run-to-archive.ts';

/**
 * Archives the report of a run that has changed something, and of a full run that shows what the archive does not. What fails
 * is logged and is in the result: no run ends because of its archive. Never rejects.
 */
export async function archiveRun(run: RunToArchive, deps: ArchiveDeps): Promise<ArchiveOutcome> {
  const { archive, warn } = deps;
  if (!archive || !(await isDue(run, deps))) return NOT_ARCHIVED;
  try {
    // The renderers and the client of S3 are loaded by runs that archive alone.
    const { archiveReport } = await import('./archive-report.ts');
    const archiving = await archiveReport(run, { ...deps, archive });
    if (archiving.problem !== null) warn('the report was not archived', archiving.problem);
    return archiving;
  } catch (error) {
    warn('the report was not archived', error);
    return { place: null, problem: errorText(error) };
  }
}

/** Without the records of the day a full run is archived: once too often is better than never. */
async function isDue({ report, alerts, store }: RunToArchive, { warn }: ArchiveDeps): Promise<boolean> {
  if (hasChanged(report, alerts)) return true;
  if (report.scope.kind === 'partial' || store === null) return false;
  try {
    const { runs } = await store.runsSince(dayOf(report));
    return isNewPicture(report, runs);
  } catch (error) {
    warn('the records of the day could not be read; the report is archived', error);
    return true;
  }
}
