import { parseDocument } from 'yaml';
import { z } from 'zod';
import { FAULT_KINDS } from './faults.ts';

const session = z.strictObject({
  status: z.enum(['ENABLED', 'PAUSED']).default('ENABLED'),
  findingPublishingFrequency: z.enum(['FIFTEEN_MINUTES', 'ONE_HOUR', 'SIX_HOURS']).default('SIX_HOURS'),
  serviceRole: z.string().optional(),
  createdAt: z.iso.datetime().optional(),
  updatedAt: z.iso.datetime().optional(),
});

const account = z.strictObject({
  /** Opt-in Regions that the account has enabled. */
  optedIn: z.array(z.string()).default([]),
  /** By Region. `"*"` is for every Region that is not named; null is for one where Macie is not enabled. */
  sessions: z.record(z.string(), session.nullable()).default({}),
});

const topic = z.strictObject({
  account: z.string().regex(/^\d{12}$/),
  region: z.string(),
  name: z.string(),
  subscriptions: z
    .array(z.strictObject({ protocol: z.string(), endpoint: z.string(), raw: z.boolean().default(false) }))
    .default([]),
});

const patterns = z.array(z.string()).optional();

const fault = z.strictObject({
  match: z.strictObject({ accounts: patterns, regions: patterns, operations: patterns }).default({}),
  kind: z.enum(FAULT_KINDS),
  /** How often it strikes, per account, Region and operation: throttle, server-error, reset. For ever if left out. */
  times: z.int().positive().optional(),
  /** server-error, html. */
  status: z.int().min(200).max(599).optional(),
  /** slow: how much later the answer comes. */
  ms: z.int().positive().optional(),
  /** write-lag: how many readings still show the old session. */
  reads: z.int().positive().optional(),
});

const world = z.strictObject({
  accounts: z.record(z.string().regex(/^\d{12}$/), account).default({}),
  parameters: z.record(z.string(), z.string()).default({}),
  objects: z.record(z.string(), z.string()).default({}),
  topics: z.array(topic).default([]),
  faults: z.array(fault).default([]),
});

/** What the sandbox starts with. */
export type World = z.infer<typeof world>;
export type WorldSession = z.infer<typeof session>;
export type Fault = World['faults'][number];

export const EMPTY_WORLD: World = world.parse({});

/** Reads a world from YAML. Throws an Error with a line per problem; `source` is how the file is called. */
export function parseWorld(yaml: string, source: string): World {
  const document = parseDocument(yaml, { schema: 'core' });
  const [fault] = document.errors;
  if (fault) throw new Error(`${source}: ${fault.message}`);
  const parsed = world.safeParse(document.toJS() ?? {});
  if (parsed.success) return parsed.data;
  throw new Error(
    parsed.error.issues.map(({ path, message }) => `${source}: ${path.join('.')}: ${message}`).join('\n'),
  );
}
