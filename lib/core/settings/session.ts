import type { Desired } from './desired.ts';
import type { Comparison, GroupValues } from '../observation.ts';

/** DISABLED is our word for "Macie is not enabled"; the API only knows the other two. */
export const STATUSES = ['ENABLED', 'PAUSED', 'DISABLED'] as const;

/** Fastest first: a smaller index publishes sooner. */
export const FREQUENCIES = ['FIFTEEN_MINUTES', 'ONE_HOUR', 'SIX_HOURS'] as const;
export type Frequency = (typeof FREQUENCIES)[number];

/** The id of the settings group that GetMacieSession returns. It is always read: without a session there are no other settings. */
export const SESSION = 'session';

/**
 * What GetMacieSession showed. `status` and `findingPublishingFrequency` are strings, not enums: a value that the API
 * model does not know is kept as it came. Times are ISO 8601 UTC.
 */
export interface Session extends GroupValues {
  readonly status: string;
  readonly findingPublishingFrequency: string | null;
  readonly serviceRole: string | null;
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
}

/** Actions that only the Macie administrator of an account can take. */
export const ADMINISTRATOR_ACTIONS: ReadonlySet<string> = new Set(['resume-member', 'add-member']);

/** A write always sends a frequency with EnableMacie: AWS documents its default inconsistently. */
export function frequencyToSet({ findingPublishingFrequency }: Desired): Frequency {
  return FREQUENCIES.find((one) => one === findingPublishingFrequency) ?? FREQUENCIES[0];
}

/** Compares a value that a session has beside its status. While Macie is off, or is to be off, the status decides. */
export function compareBesideStatus(
  setting: string,
  wanted: string,
  { values, desired }: { readonly values: GroupValues; readonly desired: Desired },
): Comparison {
  const isOff = values['status'] === 'DISABLED';
  if (desired['status'] === 'DISABLED' || (isOff && desired['status'] !== undefined)) return { kind: 'not-applicable' };
  const actual = values[setting] ?? null;
  if (actual === wanted) return { kind: 'equal', actual };
  return actual === null && !isOff ? { kind: 'unseen' } : { kind: 'different', actual };
}
