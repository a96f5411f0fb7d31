import { z } from 'zod';

/** A bus of EventBridge. Every Region of every account has `default` beside. */
export const eventBus = z.strictObject({
  account: z.string().regex(/^\d{12}$/, 'expected a 12-digit account id'),
  region: z.string(),
  name: z.string().regex(/^[\w./-]{1,256}$/, 'expected the name of a bus'),
  /** The n-th entries of a call are throttled, in the first calls. */
  refuses: z.strictObject({ every: z.int().positive(), calls: z.int().positive().optional() }).optional(),
});

export interface EventBus {
  readonly arn: string;
  readonly refusesEvery: number | null;
  /** So many calls are still refused a part. */
  refusedCallsLeft: number;
}

export function busOf({ account, region, name, refuses }: z.infer<typeof eventBus>): EventBus {
  return {
    arn: `arn:aws:events:${region}:${account}:event-bus/${name}`,
    refusesEvery: refuses?.every ?? null,
    refusedCallsLeft: refuses?.calls ?? Number.POSITIVE_INFINITY,
  };
}
