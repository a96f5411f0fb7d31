import * as z from 'zod/mini';
import { WardenError } from '../../core/errors.ts';

/* The inputs of the steps. The state machine writes them: one that is different comes from somebody who invoked a step by hand. */

const runId = z.string().check(z.regex(/^[\w.-]{1,128}$/));
const count = z.int().check(z.minimum(0));

const planInput = z.object({ runId, maxConcurrency: z.string(), request: z.unknown() });
const shardInput = z.object({ runId, shard: count, accounts: z.array(z.string()) });
const runInput = z.looseObject({ runId, shards: count });
const failure = z.object({ Error: z.string(), Cause: z.string() });
const concludeInput = z.extend(runInput, {
  failures: z.optional(z.record(z.string(), failure)),
});

export type PlanInput = z.infer<typeof planInput>;
export type ShardInput = z.infer<typeof shardInput>;
export type RunInput = z.infer<typeof runInput>;
export type ConcludeInput = z.infer<typeof concludeInput>;

export function parsePlanInput(event: unknown): PlanInput & { readonly concurrency: number } {
  const input = parse(planInput, event, 'plan');
  const concurrency = Number(input.maxConcurrency);
  if (Number.isInteger(concurrency) && concurrency >= 1) return { ...input, concurrency };
  throw new WardenError(
    'request',
    `maxConcurrency: expected a whole number from 1, found ${JSON.stringify(input.maxConcurrency)}. Deploy with another --param maxConcurrency`,
  );
}

export function parseShardInput(event: unknown): ShardInput {
  return parse(shardInput, event, 'scan and repair');
}

export function parseRunInput(event: unknown): RunInput {
  return parse(runInput, event, 'gate');
}

export function parseConcludeInput(event: unknown): ConcludeInput {
  return parse(concludeInput, event, 'conclude');
}

function parse<T extends z.ZodMiniType>(schema: T, event: unknown, step: string): z.infer<T> {
  const parsed = schema.safeParse(event);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.join('.') || 'event';
  throw new WardenError(
    'request',
    `${place}: the input is not that of the step ${step} of the state machine. Start an execution of the state machine instead`,
  );
}
