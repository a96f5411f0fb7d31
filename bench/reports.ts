import { assess } from '../lib/core/compliance/assess.ts';
import { buildReport } from '../lib/core/compliance/build-report.ts';
import type { Report } from '../lib/core/compliance/report.ts';
import type { TargetPolicy } from '../lib/core/compliance/target-policy.ts';
import { MACIE_REGIONS } from '../lib/core/regions.ts';
import { csv } from '../lib/render/formats/csv.ts';
import { htmlReport } from '../lib/render/formats/html/page.ts';
import { json } from '../lib/render/formats/json.ts';
import { junit } from '../lib/render/formats/junit.ts';
import { ocsf } from '../lib/render/formats/ocsf.ts';
import type { Measurement } from './measure.ts';
import { observationOf } from './observations.ts';
import { reportHead } from './report-head.ts';

const POLICY: TargetPolicy = {
  desired: { status: 'ENABLED', findingPublishingFrequency: 'FIFTEEN_MINUTES' },
  remediation: 'report',
  waivers: [],
};
const SIZES = [1000, 6819] as const;
/** https://github.com/prowler-cloud/prowler/issues/1928 */
const PROWLER = 'Prowler: 142 MB of HTML for 121,117 rows (its issue 1928)';

/** The formats to measure, by name. */
const FORMATS: Readonly<Record<string, (report: Report) => string>> = {
  HTML: (report) => htmlReport(report),
  CSV: csv,
  JSON: json,
  OCSF: (report) => ocsf(report),
  JUnit: junit,
};

/** Each format over 22,000 and 150,018 targets, one in ten of them paused or denied. */
export function benchReports(): readonly Measurement[] {
  return SIZES.flatMap((accounts) => {
    const report = reportOver(accounts);
    return Object.entries(FORMATS).flatMap(([format, render]) => measure({ format, render, report }));
  });
}

function reportOver(accounts: number): Report {
  const assessments = Array.from({ length: accounts }, (_, account) => String(100_000_000_000 + account)).flatMap(
    (accountId) =>
      MACIE_REGIONS.map((region, index) =>
        assess({
          target: { accountId, region },
          policy: POLICY,
          observations: { session: observationOf((Number(accountId) + index * 7) % 20) },
        }),
      ),
  );
  return buildReport(reportHead(assessments.length), assessments);
}

interface Measured {
  readonly format: string;
  readonly render: (report: Report) => string;
  readonly report: Report;
}

function measure({ format, render, report }: Measured): readonly Measurement[] {
  render(report);
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const start = performance.now();
  const output = render(report);
  const ms = performance.now() - start;
  const heapMb = Math.max(0, process.memoryUsage().heapUsed - before) / 2 ** 20;
  const isPage = format === 'HTML';
  const rows = [
    ['time', { value: ms, unit: 'ms' }],
    ['heap', { value: heapMb, unit: 'MB' }],
    ['size', { value: Buffer.byteLength(output) / 1000, unit: 'KB', ...(isPage ? { limit: 300, note: PROWLER } : {}) }],
  ] as const;
  return rows.map(([what, row]) => {
    const name = `${report.results.length} targets as ${format}: ${what}`;
    return { name, ...row };
  });
}
