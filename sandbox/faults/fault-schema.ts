import { z } from 'zod';

const FAULT_KINDS = [
  'deny',
  'scp-deny',
  'throttle',
  'server-error',
  'hang',
  'reset',
  'html',
  'empty',
  'unknown-enum',
  'slow',
  'write-lost',
  'write-lag',
] as const;

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
      })
      .default({}),
    kind: z.enum(FAULT_KINDS),
    /** How often it strikes, per account, Region and operation. Unlimited by default. */
    times: z.int().positive().optional(),
    /** server-error (500), html (200). */
    status: z.int().min(200).max(599).optional(),
    /** slow: the added delay (1000). */
    ms: z.int().positive().optional(),
    /** write-lag: the number of reads that still return the old session (2). */
    reads: z.int().positive().optional(),
  })
  .superRefine(({ kind, ...given }, context) => {
    const kindsByOption = { status: ['server-error', 'html'], ms: ['slow'], reads: ['write-lag'] } as const;
    for (const option of ['status', 'ms', 'reads'] as const) {
      const kinds: readonly string[] = kindsByOption[option];
      if (given[option] === undefined || kinds.includes(kind)) continue;
      context.addIssue({
        code: 'custom',
        message: `${option} is for ${kinds.join(' and ')}, not for ${kind}`,
        path: [option],
      });
    }
  });

export type Fault = z.infer<typeof faultSchema>;
