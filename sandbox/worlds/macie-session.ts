import type { WorldSession } from './account-schema.ts';

/** A Macie session as the service stores it. Times are ISO 8601. */
export interface MacieSession {
  readonly status: string;
  readonly findingPublishingFrequency: string;
  readonly serviceRole: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export function newSession({
  accountId,
  now,
  status,
  findingPublishingFrequency,
  serviceRole,
  createdAt,
  updatedAt,
}: WorldSession & { accountId: string; now: Date }): MacieSession {
  const since = createdAt ?? now.toISOString();
  return {
    status,
    findingPublishingFrequency,
    serviceRole:
      serviceRole ?? `arn:aws:iam::${accountId}:role/aws-service-role/macie.amazonaws.com/AWSServiceRoleForAmazonMacie`,
    createdAt: since,
    updatedAt: updatedAt ?? since,
  };
}
