import { closest, distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { accountId, byMacieRegion } from '../by-region.ts';

const RELATIONSHIPS = [
  'Enabled',
  'Paused',
  'Invited',
  'Created',
  'Removed',
  'Resigned',
  'EmailVerificationInProgress',
  'EmailVerificationFailed',
  'RegionDisabled',
  'AccountSuspended',
];

/** Any word is accepted, because AWS may add one. A word that is almost one of AWS's is a typing error. */
const relationshipStatus = z.string().superRefine((word, context) => {
  const nearest = closest(word, RELATIONSHIPS);
  const edits = distance(word, nearest);
  if (edits > 0 && edits <= 2) context.addIssue(`${word} is no relationshipStatus; did you mean ${nearest}?`);
});

const membership = z.preprocess(
  (given) => (typeof given === 'string' ? { status: given } : given),
  z
    .strictObject({
      /** Enabled and Paused decide the status of the session too. */
      status: relationshipStatus.default('Enabled'),
      by: z.enum(['organization', 'invitation']).default('organization'),
      /** By default the one that is designated in the Region. */
      administrator: accountId.optional(),
      /** Of members by invitation; by default the account's. */
      email: z.string().optional(),
      invitedAt: z.iso.datetime().optional(),
    })
    .nullable(),
);

/** By Region with Macie; null is an account that was never added. One value alone is for every Region. */
export const membershipSchema = z.preprocess(
  (given) => (typeof given === 'string' || given === null ? { '*': given } : given),
  byMacieRegion(membership),
);
