import fc from 'fast-check';
import { OUTCOMES } from '../../lib/core/compliance/drift.ts';
import type { Report, Result } from '../../lib/core/compliance/report.ts';
import { MACIE_REGIONS } from '../../lib/core/regions.ts';
import type { Session } from '../../lib/core/settings/session.ts';
import { drift, session } from '../core/values.ts';
import { reportOf, result } from '../fixtures/reports.ts';
import { nasty } from './nasty.ts';

const texts = fc.record({ actual: nasty, detail: nasty, reason: nasty, owner: nasty, role: nasty });

const FULL: Report['scope'] = { kind: 'full', accounts: [], regions: null, targets: 1, ofTargets: 1 };
const PARTIAL: Report['scope'] = { ...FULL, kind: 'partial', regions: ['eu-west-1'], ofTargets: null };

/** Reports whose every text from outside is nasty. */
export const hostile: fc.Arbitrary<Report> = fc
  .record({
    targets: fc.uniqueArray(
      fc.record({
        region: fc.constantFrom(...MACIE_REGIONS),
        verdict: fc.constantFrom<Result['verdict']>('compliant', 'drifted', 'waived', 'unknown', 'not-applicable'),
        outcome: fc.constantFrom(...OUTCOMES),
        texts,
      }),
      { selector: ({ region }) => region, maxLength: 22 },
    ),
    notices: fc.array(nasty, { maxLength: 4 }),
    source: nasty,
    excluded: fc.subarray([...MACIE_REGIONS]),
    scope: fc.constantFrom<Report['scope']>(FULL, PARTIAL),
  })
  .map(({ targets, notices, source, excluded, scope }) =>
    reportOf(targets.map(resultOf), {
      notices: notices.map((message) => ({ kind: 'waiver-expired', message })),
      policy: { source, sha256: 'ab'.repeat(32), remediation: 'enforce' },
      regions: { source: 'live', excluded },
      scope,
    }),
  );

function resultOf({
  region,
  verdict,
  outcome,
  texts: { actual, detail, reason, owner, role },
}: {
  region: string;
  verdict: Result['verdict'];
  outcome: (typeof OUTCOMES)[number];
  texts: { actual: string; detail: string; reason: string; owner: string; role: string };
}): Result {
  const seen: Session = session({ status: actual, serviceRole: role });
  const failure = outcome === 'failed' ? ({ reason: 'service-error', detail } as const) : null;
  const found = drift({ actual, outcome, failure, detail: failure ? null : detail });
  switch (verdict) {
    case 'compliant':
      return result(region, { session: seen, drifts: outcome === 'verified' ? [found] : [] });
    case 'drifted':
      return result(region, { verdict, session: seen, drifts: [found], reason: 'bad-response', detail });
    case 'waived':
      return result(region, { verdict, drifts: [{ ...found, waiver: { reason, owner, expires: '2027-01-31' } }] });
    case 'unknown':
      return result(region, { verdict, session: null, reason: 'bad-response', detail });
    case 'not-applicable':
      return result(region, { verdict, session: null, detail });
  }
}
