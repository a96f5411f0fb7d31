import { z } from 'zod';

/** Macie that is off has no session, so that no status says it. */
function statusProblem({ input }: { readonly input?: unknown }): string {
  const isOff = typeof input === 'string' && /^(disabled?|off)$/i.test(input);
  const hint = isOff
    ? '. Where Macie is off there is no session: write null in place of all of it, as eu-west-1: null'
    : '';
  return `expected ENABLED or PAUSED, found ${JSON.stringify(input)}${hint}`;
}

/** Undefined leaves an issue to the sentence of Zod. */
function sessionProblem({ code, input }: { readonly code?: string; readonly input?: unknown }): string | undefined {
  return code === 'invalid_type'
    ? `expected a session such as { status: PAUSED }, or null where Macie is off, found ${JSON.stringify(input)}`
    : undefined;
}

/** A Macie session as a world file describes it. */
export const sessionSchema = z.strictObject(
  {
    status: z.enum(['ENABLED', 'PAUSED'], { error: statusProblem }).default('ENABLED'),
    findingPublishingFrequency: z.enum(['FIFTEEN_MINUTES', 'ONE_HOUR', 'SIX_HOURS']).default('SIX_HOURS'),
    serviceRole: z.string().optional(),
    createdAt: z.iso.datetime().optional(),
    updatedAt: z.iso.datetime().optional(),
  },
  { error: sessionProblem },
);
