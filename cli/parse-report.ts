import type { Report } from '../lib/core/compliance/report.ts';

/** The version of reports that this program reads. */
export const SCHEMA_VERSION = 2;

/** A value as a report, or the version of it; null: it is no report at all. */
export type ParsedReport =
  | { readonly kind: 'report'; readonly report: Report }
  | { readonly kind: 'other'; readonly version: number | null };

/** Only the frame of a report is checked: an odd part of it shows when it is used. */
export function parseReport(value: unknown): ParsedReport {
  if (isReport(value)) return { kind: 'report', report: value };
  const version: unknown = isObject(value) ? Reflect.get(value, 'schemaVersion') : undefined;
  return { kind: 'other', version: typeof version === 'number' ? version : null };
}

/** In words. Reports of version 1 do not say their scope: a partial one ends drifts that it did not read. */
export function versionText(version: number | null): string {
  return version === null || version === SCHEMA_VERSION ? 'something else' : `one of schemaVersion ${version}`;
}

function isReport(value: unknown): value is Report {
  if (!isObject(value)) return false;
  const { schemaVersion, results, notices, finishedAt, summary, scope, policy }: Partial<Record<string, unknown>> = {
    ...value,
  };
  return (
    schemaVersion === SCHEMA_VERSION &&
    isObject(scope) &&
    Array.isArray(results) &&
    Array.isArray(notices) &&
    typeof finishedAt === 'string' &&
    !Number.isNaN(Date.parse(finishedAt)) &&
    isObject(summary) &&
    isObject(policy)
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
