import type { GroupValues } from '../observation.ts';
import type { CallEffect, Comparison } from './setting.ts';

/** Compares a value that is read as it is desired. A value that the answer did not have is not compared. */
export function compareValue(
  setting: string,
  desired: string,
  { values }: { readonly values: GroupValues },
): Comparison {
  const actual = values[setting] ?? null;
  if (actual === null) return { kind: 'unseen' };
  return actual === desired ? { kind: 'equal', actual } : { kind: 'different', actual };
}

/** Settings that are gone with the session, and have the default of AWS after it is enabled anew. */
export const GONE_WITH_SESSION: Readonly<Record<string, CallEffect>> = {
  DisableMacie: { otherwise: 'removed' },
  EnableMacie: { otherwise: 'aws-default' },
};

/** Off for longer, and Macie deletes the results. https://docs.aws.amazon.com/macie/latest/user/discovery-asdd-account-manage.html */
export const DISCOVERY_LOSS =
  'Once automated discovery has been off for 30 days, Macie deletes its statistics and results for good.';
