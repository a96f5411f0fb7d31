import fc from 'fast-check';
import {
  FREQUENCIES,
  STATUSES,
  type Desired,
  type Drift,
  type Session,
  type TargetPolicy,
} from '../../lib/core/model.ts';

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
    detail: null,
    waiver: null,
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

export const anyDesired: fc.Arbitrary<Desired> = fc.record(
  {
    status: fc.constantFrom(...STATUSES),
    findingPublishingFrequency: fc.constantFrom(...FREQUENCIES),
    serviceRole: fc.constant(ROLE),
  },
  { requiredKeys: [] },
);
