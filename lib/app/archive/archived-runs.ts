import { dayPrefix, parseReportKey, REPORTS_PREFIX } from '../../core/archive/place.ts';
import { compareText } from '../../core/order.ts';

/** An object of the archive, as a list of it has it. */
interface ListedObject {
  readonly key: string;
  readonly bytes: number;
  /** When it was written, ISO 8601. */
  readonly at: string;
}

/** The archive, to read. Every operation rejects with a WardenError. */
export interface ArchiveReader {
  /** null: there is no such object. */
  readonly read: (key: string) => Promise<string | null>;
  /** By key. `after`: only keys that come after it. */
  readonly list: (prefix: string, after?: string) => Promise<readonly ListedObject[]>;
}

/** A run whose report is archived. */
export interface ArchivedRun {
  /** Without the extensions of its formats. */
  readonly key: string;
  readonly runId: string;
  /** The day on which it began, in UTC. */
  readonly day: string;
  /** When its report was written, ISO 8601. */
  readonly archivedAt: string;
  readonly formats: readonly string[];
  /** Of all formats together. */
  readonly bytes: number;
}

/** The runs of a day, or from a day on, or all of them; oldest first. */
export async function archivedRuns(
  reader: ArchiveReader,
  { day, since }: { readonly day?: string | undefined; readonly since?: string | undefined } = {},
): Promise<readonly ArchivedRun[]> {
  const objects = await reader.list(
    day === undefined ? REPORTS_PREFIX : dayPrefix(day),
    since === undefined ? undefined : dayPrefix(since),
  );
  const parsed = objects.flatMap((object) => {
    const place = parseReportKey(object.key);
    return place === null ? [] : [{ ...object, ...place }];
  });
  const runs = [...Map.groupBy(parsed, ({ key }) => key)].map(([key, found]): ArchivedRun => ({
    key,
    runId: found[0]?.runId ?? '',
    day: found[0]?.day ?? '',
    archivedAt: found.map(({ at }) => at).toSorted()[0] ?? '',
    formats: found.map(({ extension }) => extension).toSorted(),
    bytes: found.reduce((sum, { bytes }) => sum + bytes, 0),
  }));
  return runs.toSorted((a, b) => compareText(a.archivedAt, b.archivedAt) || compareText(a.key, b.key));
}
