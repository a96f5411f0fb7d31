import * as z from 'zod/mini';
import { OUTCOMES } from '../../../core/compliance/drift.ts';
import { REASONS } from '../../../core/observation.ts';
import { REMEDIATIONS, TRIGGERS } from '../../../core/run.ts';
import { policySchema } from '../../../policy/schema.ts';
import type { GateResult, RepairResult, RunPlan, ShardResult } from './run-files.ts';

// We wrote these objects, and still check them: a person may have edited one, and versions meet in a bucket.
const text = z.nullable(z.string());
const strings = z.array(z.string());
const file = { v: z.literal(1), runId: z.string() };
const target = { accountId: z.string(), region: z.string() };
const failure = { reason: z.enum(REASONS), detail: z.string() };
const notices = z.array(z.object({ kind: z.string(), message: z.string() }));

const account = z.object({
  accountId: z.string(),
  name: text,
  email: text,
  organizationalUnits: strings,
  isManagement: z.boolean(),
});

const request = z.object({
  policy: z.object({ policy: policySchema, source: z.string(), sha256: z.string() }),
  trigger: z.enum(TRIGGERS),
  ceiling: z.enum(REMEDIATIONS),
  maxActions: z.optional(z.number()),
  maxMonthlyCost: z.optional(z.union([z.number(), z.literal('none')])),
  depth: z.optional(z.literal('status')),
  only: z.optional(z.object({ accounts: z.optional(strings), regions: z.optional(strings) })),
  notices: z.optional(notices),
  publish: z.enum(['changes', 'always']),
});

const plan = z.object({
  ...file,
  startedAt: z.string(),
  request,
  digest: z.boolean(),
  accounts: z.array(z.object({ account, notApplicable: text, shard: z.int() })),
  leftOutAccounts: z.int(),
  unitNames: z.optional(z.record(z.string(), z.string())),
});

const observation = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('values'),
    values: z.record(z.string(), text),
    missing: z.optional(z.object(failure)),
  }),
  z.object({ kind: z.literal('unknown'), ...failure }),
  z.object({ kind: z.literal('not-applicable'), detail: z.string() }),
]);

const membership = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({
    kind: z.literal('member'),
    administrator: z.string(),
    relationship: z.string(),
    by: z.enum(['organization', 'invitation']),
  }),
  z.object({ kind: z.literal('unknown'), ...failure }),
]);

const known = <T extends z.ZodMiniType>(value: T) =>
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('known'), value }),
    z.object({ kind: z.literal('unknown'), why: z.string() }),
  ]);

const costFacts = z.object({
  source: z.enum(['bucket-statistics', 'storage-metrics']),
  buckets: known(z.number()),
  storage: known(z.object({ objects: z.number(), bytes: z.number() })),
});

const scanned = {
  target: z.object(target),
  observations: z.record(z.string(), observation),
  membership: z.optional(membership),
  administration: z.optional(z.object({ administrator: z.string(), email: text, isManagement: z.boolean() })),
  costFacts: z.optional(costFacts),
};

const scan = z.object({
  account,
  regions: z.object({ source: z.enum(['policy', 'live', 'committed', 'event']), excluded: strings }),
  ofTargets: z.nullable(z.number()),
  isWhole: z.boolean(),
  targets: z.array(z.object(scanned)),
  notices,
  unreachable: z.nullable(z.object(failure)),
});

const shard = z.object({
  ...file,
  shard: z.int(),
  startedAt: z.string(),
  isLate: z.boolean(),
  scans: z.array(scan),
});

const skipped = { ...target, setting: z.string(), detail: z.string() };
const gate = z.object({
  ...file,
  approved: z.array(z.object({ ...target, setting: z.string(), writer: z.string() })),
  needed: z.int(),
  neededCost: z.optional(z.nullable(z.object({ low: z.number(), high: z.number(), notEstimated: z.int() }))),
  skipped: z.array(z.object(skipped)),
  limited: z.array(z.object({ ...skipped, isUndone: z.boolean(), until: z.string() })),
  cooling: z.object({ targets: strings, until: text }),
});

const drift = z.object({
  setting: z.string(),
  desired: z.string(),
  actual: text,
  action: z.string(),
  outcome: z.enum(OUTCOMES),
  failure: z.nullable(z.object(failure)),
  detail: text,
  waiver: z.nullable(z.object({ reason: z.string(), owner: z.string(), expires: z.string() })),
});

const assessment = z.object({
  ...scanned,
  drifts: z.array(drift),
  unknowns: z.array(z.object({ group: z.string(), ...failure })),
  actual: z.record(z.string(), text),
});

const repairs = z.object({ ...file, shard: z.int(), scans: z.array(scan), assessments: z.array(assessment) });

/** Tells whether a value is what this version writes. */
export type Guard<T> = (value: unknown) => value is T;

export const isPlan: Guard<RunPlan> = (value): value is RunPlan => plan.safeParse(value).success;
export const isShard: Guard<ShardResult> = (value): value is ShardResult => shard.safeParse(value).success;
export const isGate: Guard<GateResult> = (value): value is GateResult => gate.safeParse(value).success;
export const isRepair: Guard<RepairResult> = (value): value is RepairResult => repairs.safeParse(value).success;
