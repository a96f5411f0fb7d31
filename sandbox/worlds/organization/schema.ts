import { z } from 'zod';
import { accountSchema } from '../account-schema.ts';
import { accountId, byMacieRegion } from '../by-region.ts';
import { duration } from '../duration.ts';
import { checkUnits } from './problems.ts';
import { unitId, unitSchema } from './unit-schema.ts';

const accountState = z.enum(['PENDING_ACTIVATION', 'ACTIVE', 'SUSPENDED', 'PENDING_CLOSURE', 'CLOSED']);

/** An account of the organization. */
export const memberAccountSchema = accountSchema.omit({ administrator: true }).extend({
  name: z.string().optional(),
  email: z.string().optional(),
  /** The root by default. */
  organizationalUnit: unitId.optional(),
  state: accountState.optional(),
  joined: z.enum(['CREATED', 'INVITED']).optional(),
});

const designation = z.preprocess(
  (given) => (typeof given === 'string' ? { account: given } : given),
  z.strictObject({ account: accountId, status: z.enum(['ENABLED', 'DISABLING_IN_PROGRESS']).default('ENABLED') }),
);

/** One account, `{ account, status }`, a list of these, or null for none. */
const designations = z.preprocess((given) => (given === null ? [] : [given].flat()), z.array(designation));

/** The same administrator in every Region, or by Region. */
const administrators = z.preprocess(
  (given) => (isByRegion(given) ? given : { '*': given }),
  byMacieRegion(designations),
);

function isByRegion(given: unknown): boolean {
  return typeof given === 'object' && given !== null && !Array.isArray(given) && !('account' in given);
}

/** AWS Organizations and the delegated administrator of Macie. */
export const organizationSchema = z
  .strictObject({
    id: z
      .string()
      .regex(/^o-[a-z0-9]{10,32}$/, 'expected an id such as o-exampleorg1')
      .default('o-exampleorg1'),
    managementAccount: accountId,
    /** The delegated administrator of Macie. */
    administrator: administrators.default({}),
    /** The account whose keys the sandbox prints; by default the administrator. */
    hub: accountId.optional(),
    /** Delegated administrators of other services, by service principal. They may read the organization too. */
    delegatedAdministrators: z.record(z.string(), z.array(accountId)).default({}),
    organizationalUnits: z.array(unitSchema).default([]),
    /** The values of the keys that an account leaves out. */
    defaults: memberAccountSchema.omit({ name: true, email: true }).default({}),
    accounts: z.record(accountId, memberAccountSchema).default({}),
    /** Adds accounts that are computed from the seed. */
    generated: z.strictObject({ accounts: z.int().min(1).max(100_000), seed: z.int().default(1) }).optional(),
    /** Whether accounts that join the organization become members; the same in every Region. */
    autoEnable: z.boolean().default(false),
    /** The status of the administrator, and its mode for members; the same in every Region. */
    automatedDiscovery: z
      .strictObject({
        status: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
        /** `null` is an answer without it. */
        autoEnableOrganizationMembers: z.enum(['ALL', 'NEW', 'NONE']).nullable().default('NONE'),
      })
      .optional(),
    memberLimit: z.int().nonnegative().default(10_000),
    /** How long a new member is `Created`, and a removed administrator DISABLING_IN_PROGRESS. */
    lag: duration.default(0),
    /** Whether CreateMember takes a removed member, or only after DeleteMember. */
    removedMembers: z.enum(['add-again', 'delete-first']).default('add-again'),
    /** AWS has retired `Status`. */
    accountStateField: z.enum(['State', 'Status', 'both']).default('State'),
    /** Whether accounts have `Paths`. Without it, callers have to walk the parents. */
    paths: z.boolean().default(true),
  })
  .superRefine(checkUnits);

export type WorldOrganization = z.infer<typeof organizationSchema>;
export type OrganizationAccount = z.infer<typeof memberAccountSchema>;
