import * as z from 'zod/mini';
import type { Item } from '../core/alerts/model.ts';
import { TRIGGERS } from '../core/model.ts';
import type { RunRecord } from '../core/compliance/report.ts';
import { VERSION, type Attributes } from './items.ts';

const text = z.nullable(z.string());
const waiver = z.nullable(z.object({ reason: z.string(), owner: z.string(), expires: z.string() }));
const call = z.looseObject({
  eventId: z.string(),
  call: z.string(),
  at: z.string(),
  actor: z.object({
    type: z.string(),
    name: z.string(),
    sessionName: text,
    sourceIp: text,
    userAgent: text,
  }),
});
const change = z.nullable(call);
const earlier = z.array(call);

// Written by us, and still an edge: somebody may have edited the table, and versions meet in it.
const item = z.looseObject({
  accountId: z.string(),
  region: z.string(),
  subject: z.enum(['status', 'findingPublishingFrequency', 'serviceRole', 'session']),
  state: z.enum(['open', 'waived', 'closed']),
  since: z.string(),
  desired: text,
  actual: text,
  reason: text,
  detail: text,
  waiver,
  runs: z.number(),
  countedAt: text,
  toldAt: text,
  reminders: z.number(),
  failure: text,
  warnedOf: text,
  openings: z.array(z.string()),
  isFlapping: z.boolean(),
  pending: z.array(z.looseObject({ id: z.string(), kind: z.string(), change, earlier })),
  repairs: z.array(z.string()),
  attemptedAt: text,
  contestedAt: text,
  change,
  earlier,
});

/** An item, or null for one that this version does not understand. */
export function decodeItem({ v, data }: Attributes): Item | null {
  if (v?.N !== String(VERSION)) return null;
  const value = completed(parseJson(data?.S));
  return isItem(value) ? value : null;
}

/** With what the items of earlier versions did not have. */
function completed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const pending: unknown = Reflect.get(value, 'pending');
  const calls = { change: null, earlier: [] };
  const alerts = Array.isArray(pending) ? pending.map((one: unknown) => ({ ...calls, ...Object(one) })) : pending;
  return { repairs: [], attemptedAt: null, contestedAt: null, ...calls, ...value, pending: alerts };
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return null;
  }
}

const count = z.number();
const run = z.object({
  runId: z.string(),
  startedAt: z.string(),
  finishedAt: z.string(),
  trigger: z.enum(TRIGGERS),
  verdict: z.enum(['compliant', 'drifted', 'unknown']),
  repairMinutes: z.array(z.number()),
  summary: z.object({
    targets: count,
    compliant: count,
    drifted: count,
    waived: count,
    unknown: count,
    notApplicable: count,
  }),
});

/** What is kept of a run, or null for what this version does not understand. */
export function decodeRun({ v, data }: Attributes): RunRecord | null {
  const parsed = run.safeParse(parseJson(data?.S));
  return v?.N === String(VERSION) && parsed.success ? parsed.data : null;
}

function isItem(value: unknown): value is Item {
  return item.safeParse(value).success;
}
