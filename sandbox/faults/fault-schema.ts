import { z } from 'zod';

const FAULT_KINDS = [
  'deny',
  'scp-deny',
  'throttle',
  'rate-limit',
  'server-error',
  'hang',
  'reset',
  'html',
  'empty',
  'unknown-enum',
  'slow',
  'write-lost',
  'write-lag',
  'empty-page',
  'expire-credentials',
  'suspend-account',
  'half-accepted',
] as const;

/** The kinds of faults that an option belongs to. */
const KINDS_BY_OPTION: Readonly<Record<string, readonly string[]>> = {
  status: ['server-error', 'html'],
  ms: ['slow'],
  perSecond: ['rate-limit'],
  reads: ['write-lag'],
};

const patterns = z.array(z.string()).optional();

/** A fault as a world file describes it. */
export const faultSchema = z
  .strictObject({
    match: z
      .strictObject({
        /** Of the caller; of AssumeRole, also the role's. */
        accounts: patterns,
        regions: patterns,
        /** `EnableMacie`, `macie2:EnableMacie`, `macie2:*`. */
        operations: patterns,
        /** The accounts that a call of an administrator is about, such as UpdateMemberSession. */
        members: patterns,
      })
      .default({}),
    kind: z.enum(FAULT_KINDS),
    /**
     * How often it strikes, per account, Region and operation. Unlimited by default; empty-page: once. Of
     * expire-credentials: how many credentials of an account.
     */
    times: z.int().positive().optional(),
    /**
     * The calls that it lets pass first, per account, Region and operation. Of expire-credentials: the calls with one
     * access key; of suspend-account: all calls of the account.
     */
    after: z.int().positive().optional(),
    /** server-error (500), html (200). */
    status: z.int().min(200).max(599).optional(),
    /** slow: the added delay (1000). */
    ms: z.int().positive().optional(),
    /** rate-limit: the calls a second that an account may make in a Region (2, as LookupEvents of CloudTrail). */
    perSecond: z.int().positive().optional(),
    /** write-lag: the number of reads that still return the old session (2). */
    reads: z.int().positive().optional(),
  })
  .superRefine(({ kind, ...given }, context) => {
    for (const [option, kinds] of Object.entries(KINDS_BY_OPTION)) {
      if (Reflect.get(given, option) === undefined || kinds.includes(kind)) continue;
      context.addIssue({
        code: 'custom',
        message: `${option} is for ${kinds.join(' and ')}, not for ${kind}`,
        path: [option],
      });
    }
  });

export type Fault = z.infer<typeof faultSchema>;
