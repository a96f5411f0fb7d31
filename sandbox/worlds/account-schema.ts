import { z } from 'zod';
import { sessionSchema } from './session-schema.ts';
import { OFF_WORDING_NAMES } from '../services/macie2/off-wordings.ts';
import { duration } from './duration.ts';
import { bucketsSchema } from './bucket-schema.ts';
import { EXPORT_TESTS, exportSchema } from './export-schema.ts';
import { publicationSchema } from './publication-schema.ts';
import { accountId, byMacieRegion, region } from './by-region.ts';
import { membershipSchema } from './organization/membership-schema.ts';

const role = z.strictObject({
  /** AssumeRole has to name it. */
  externalId: z.string().optional(),
  /** The accounts that may assume the role; every account by default. */
  trusts: z.array(accountId).optional(),
  /** How long the credentials are good for, in place of the duration that AssumeRole asks for. */
  expiresIn: duration.optional(),
});

const discoveryStatus = z.enum(['ENABLED', 'DISABLED']);

export const accountSchema = z.strictObject({
  /** Makes the account a member, via AWS Organizations, of this Macie administrator in every Region where Macie is on. */
  administrator: accountId.optional(),
  /** Opt-in Regions that the account has enabled. */
  optedIn: z.array(region).optional(),
  /** The status that account:ListRegions returns while an opt-in changes. Access depends on `optedIn` alone. */
  optStatus: z.record(region, z.enum(['ENABLING', 'DISABLING'])).optional(),
  /** Null means that Macie is not enabled. */
  sessions: byMacieRegion(sessionSchema.nullable()).optional(),
  /** What Macie publishes to Security Hub; where it is not given, policy findings alone. */
  findingsPublication: byMacieRegion(publicationSchema).optional(),
  /** Where Macie stores its discovery results; nowhere if it is not given. */
  classificationExport: byMacieRegion(exportSchema).optional(),
  /** How Macie's test of the bucket and the key ends that a write gives it; `passes` where it is not given. */
  exportTest: byMacieRegion(z.enum(EXPORT_TESTS)).optional(),
  /** May samples of sensitive data be retrieved? `DISABLED` where it is not given. */
  reveal: byMacieRegion(z.enum(['ENABLED', 'DISABLED'])).optional(),
  /** Is Security Hub CSPM on? `DISABLED` where it is not given. */
  securityHub: byMacieRegion(z.enum(['ENABLED', 'DISABLED'])).optional(),
  /** The error that Macie answers while it is not enabled; `plain` by default. */
  offWording: byMacieRegion(z.enum(OFF_WORDING_NAMES)).optional(),
  /**
   * The relationship to a Macie administrator, by Region. By default an account of the organization is a member wherever
   * it has a session and an administrator is designated.
   */
  membership: membershipSchema.optional(),
  /** In every Region, or by Region; by default it follows the administrator. */
  automatedDiscovery: z.union([discoveryStatus, byMacieRegion(discoveryStatus)]).optional(),
  /** Its general purpose buckets, by name. */
  buckets: bucketsSchema.optional(),
  /** By Region, then by type such as DATA_INVENTORY_EVALUATION: the texts of estimatedCost in place of the computed ones. */
  usage: byMacieRegion(z.record(z.string(), z.string())).optional(),
  /** By name; `"*"` is every other role, and null a role that does not exist. Without `roles` every role can be assumed. */
  roles: z.record(z.string(), role.nullable()).optional(),
});

/** An account as a world file describes it. */
export type GivenAccount = z.infer<typeof accountSchema>;
/** An account with the defaults of the keys that its description leaves out. */
export type WorldAccount = GivenAccount & {
  readonly [Key in 'optedIn' | 'optStatus' | 'sessions' | 'offWording' | 'buckets']: NonNullable<GivenAccount[Key]>;
};
export type WorldSession = z.infer<typeof sessionSchema>;
