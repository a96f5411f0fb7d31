import * as z from 'zod/mini';

/** `Audience`, as the record of a run holds it. A run is no worse without it. */
// oxlint-disable-next-line promise/valid-params -- of Zod, not of a promise
export const audience = z.catch(
  z.optional(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('subscribed') }),
      z.object({ kind: z.literal('unsubscribed'), pending: z.number() }),
      z.object({ kind: z.literal('unknown'), why: z.string() }),
    ]),
  ),
  undefined,
);
