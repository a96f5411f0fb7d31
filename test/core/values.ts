import fc from 'fast-check';
import type { Drift } from '../../lib/core/compliance/drift.ts';
import type { Report, Result } from '../../lib/core/compliance/report.ts';
import type { TargetPolicy } from '../../lib/core/compliance/target-policy.ts';
import { runVerdict, summarize } from '../../lib/core/compliance/verdict.ts';
import type { Observations, Reason } from '../../lib/core/observation.ts';
import { FREQUENCIES, STATUSES, type Session } from '../../lib/core/settings/session.ts';
import type { Desired } from '../../lib/core/settings/desired.ts';
import { compareTargets } from '../../lib/core/order.ts';

export const ROLE = 'arn:aws:iam::111122223333:role/aws-service-role/macie.amazonaws.com/AWSServiceRoleForAmazonMacie';
export const TARGET = { accountId: '111122223333', region: 'eu-west-1' };

export function session(over: Partial<Session> = {}): Session {
  return {
    status: 'ENABLED',
    findingPublishingFrequency: 'FIFTEEN_MINUTES',
    serviceRole: ROLE,
    createdAt: '2025-01-01T00:00:00.000Z',
    updatedAt: '2025-01-01T00:00:00.000Z',
    ...over,
  };
}

export const OFF = session({
  status: 'DISABLED',
  findingPublishingFrequency: null,
  serviceRole: null,
  createdAt: null,
  updatedAt: null,
});

/** A target of which only the session was read. */
export function observed(values: Session): Observations {
  return { session: { kind: 'values', values } };
}

export function policyFor(desired: Desired, over: Partial<TargetPolicy> = {}): TargetPolicy {
  return { desired, remediation: 'enforce', waivers: [], ...over };
}

export function drift(over: Partial<Drift> = {}): Drift {
  return {
    setting: 'status',
    desired: 'ENABLED',
    actual: 'PAUSED',
    action: 'resume',
    outcome: 'planned',
    failure: null,
    detail: null,
    waiver: null,
    ...over,
  };
}

const AS_DESIRED = { status: 'ENABLED', findingPublishingFrequency: 'FIFTEEN_MINUTES', serviceRole: ROLE };

/** A result as `buildReport` makes it of a session that was read: `settings` follow from the drifts. */
export function resultOf(region: string, { drifts = [], ...over }: Partial<Result> = {}): Result {
  const actual = drifts.map((one) => [one.setting, one.outcome === 'verified' ? one.desired : one.actual] as const);
  return {
    accountId: TARGET.accountId,
    region,
    verdict: drifts.some(({ outcome }) => outcome !== 'verified') ? 'drifted' : 'compliant',
    session: session(),
    settings: { ...AS_DESIRED, ...Object.fromEntries(actual) },
    drifts,
    unknowns: [],
    reason: null,
    detail: null,
    ...over,
  };
}

/** A result of a target whose session could not be read. */
export function unreadableResult(region: string, reason: Reason = 'throttled', detail = 'slow down'): Result {
  const unknowns = [{ group: 'session', reason, detail }];
  return resultOf(region, { verdict: 'unknown', session: null, settings: {}, unknowns, reason, detail });
}

/** A result of a target without Macie. */
export function notApplicableResult(region: string, detail: string | null = 'not enabled for the account'): Result {
  return resultOf(region, { verdict: 'not-applicable', session: null, settings: {}, detail });
}

/** A full run over these targets, unless `over` has something else. */
export function reportFor(results: readonly Result[], over: Partial<Report> = {}): Report {
  const summary = summarize(results);
  return {
    schemaVersion: 2,
    runId: 'run-1',
    startedAt: '2026-11-24T09:00:00.000Z',
    finishedAt: '2026-11-24T09:00:01.000Z',
    trigger: 'schedule',
    scope: {
      kind: 'full',
      accounts: [TARGET.accountId],
      regions: null,
      targets: results.length,
      ofTargets: results.length,
    },
    policy: { source: 'policy.yml', sha256: 'x', remediation: 'report' },
    regions: { source: 'live', excluded: [] },
    verdict: runVerdict(summary),
    summary,
    notices: [],
    results: results.toSorted(compareTargets),
    ...over,
  };
}

/** Sessions as AWS could show them, values that no model knows included. */
export const anySession: fc.Arbitrary<Session> = fc
  .record({
    status: fc.constantFrom(...STATUSES, 'SUSPENDED_BY_AWS'),
    findingPublishingFrequency: fc.constantFrom(...FREQUENCIES, 'DAILY', null),
    serviceRole: fc.constantFrom(ROLE, 'arn:aws:iam::111122223333:role/custom', null),
  })
  .map((some) => (some.status === 'DISABLED' ? OFF : session(some)));

export const anyDesired: fc.Arbitrary<Desired> = fc
  .record(
    {
      status: fc.constantFrom(...STATUSES),
      findingPublishingFrequency: fc.constantFrom(...FREQUENCIES),
      serviceRole: fc.constant(ROLE),
    },
    { requiredKeys: [] },
  )
  .map((desired) => ({ ...desired }));
