import { z } from 'zod';
import { OFF_WORDING_NAMES } from '../services/macie2/off-wordings.ts';
import { duration } from './duration.ts';
import { AWS_REGIONS, MACIE_REGIONS, regionProblem } from './regions.ts';

export const accountId = z
  .string({ error: 'expected an account of 12 digits, in quotes' })
  .regex(/^\d{12}$/, 'expected an account of 12 digits, in quotes');

export const region = z.string().superRefine((name, context) => {
  const problem = regionProblem(name, AWS_REGIONS);
  if (problem) context.addIssue(problem);
});

const session = z.strictObject({
  status: z.enum(['ENABLED', 'PAUSED']).default('ENABLED'),
  findingPublishingFrequency: z.enum(['FIFTEEN_MINUTES', 'ONE_HOUR', 'SIX_HOURS']).default('SIX_HOURS'),
  serviceRole: z.string().optional(),
  createdAt: z.iso.datetime().optional(),
  updatedAt: z.iso.datetime().optional(),
});

/** Values by Region with Macie. `"*"` stands for every Region that has no entry. */
export function byMacieRegion<T extends z.ZodType>(value: T) {
  return z.record(z.string(), value).superRefine((values, context) => {
    for (const name of Object.keys(values)) {
      const problem = name === '*' ? null : regionProblem(name, MACIE_REGIONS);
      if (problem) context.addIssue({ code: 'custom', message: problem, path: [name] });
    }
  });
}

/** The value for a Region of a record that may have `"*"`. */
export function valueIn<V>(values: Readonly<Record<string, V>>, key: string): V | undefined {
  return Object.hasOwn(values, key) ? values[key] : values['*'];
}

const role = z.strictObject({
  /** AssumeRole has to name it. */
  externalId: z.string().optional(),
  /** The accounts that may assume the role; every account by default. */
  trusts: z.array(accountId).optional(),
  /** How long the credentials are good for, in place of the duration that AssumeRole asks for. */
  expiresIn: duration.optional(),
});

export const accountSchema = z.strictObject({
  /** Makes the account a member, via AWS Organizations, of this Macie administrator in every Region where Macie is on. */
  administrator: accountId.optional(),
  /** Opt-in Regions that the account has enabled. */
  optedIn: z.array(region).optional(),
  /** The status that account:ListRegions returns while an opt-in changes. Access depends on `optedIn` alone. */
  optStatus: z.record(region, z.enum(['ENABLING', 'DISABLING'])).optional(),
  /** Null means that Macie is not enabled. */
  sessions: byMacieRegion(session.nullable()).optional(),
  /** The error that Macie answers while it is not enabled; `plain` by default. */
  offWording: byMacieRegion(z.enum(OFF_WORDING_NAMES)).optional(),
  /** By name; `"*"` is every other role, and null a role that does not exist. Without `roles` every role can be assumed. */
  roles: z.record(z.string(), role.nullable()).optional(),
});

/** An account as a world file describes it. */
export type GivenAccount = z.infer<typeof accountSchema>;
/** An account with the defaults of the keys that its description leaves out. */
export type WorldAccount = GivenAccount & {
  readonly [Key in 'optedIn' | 'optStatus' | 'sessions' | 'offWording']: NonNullable<GivenAccount[Key]>;
};
export type WorldSession = z.infer<typeof session>;
