import * as z from 'zod/mini';
import { ALERT_KINDS } from '../core/alerts/model.ts';
import { OUTCOMES } from '../core/compliance/drift.ts';
import type { RunRecord } from '../core/compliance/report.ts';
import { REASONS } from '../core/observation.ts';
import { TRIGGERS } from '../core/run.ts';
import { SETTING_IDS } from '../core/settings/registry.ts';
import { audience } from './audience-schema.ts';
import { VERSION, type StateItem, type StoredItem } from './stored-items.ts';

// We wrote these items, and still check them: a person may have edited the table, and versions meet in it.
const text = z.nullable(z.string());
const waiver = z.object({ reason: z.string(), owner: z.string(), expires: z.string() });
const reason = z.enum(REASONS);
const setting = z.string().check(z.refine((id) => SETTING_IDS.includes(id)));

const call = z.looseObject({
  accountId: z.string(),
  region: z.string(),
  eventId: z.string(),
  name: z.string(),
  at: z.string(),
  sets: z.record(z.string(), z.string()),
  actor: z.object({ type: z.string(), name: z.string(), sessionName: text, sourceIp: text, userAgent: text }),
});

const alert = z.looseObject({
  id: z.string(),
  kind: z.enum(ALERT_KINDS),
  accountId: z.string(),
  region: z.string(),
  since: z.string(),
  at: z.string(),
});
const driftAlert = z.extend(alert, {
  subject: z.literal('drift'),
  setting,
  desired: z.string(),
  actual: text,
  action: z.string(),
  outcome: z.nullable(z.enum(OUTCOMES)),
  failure: z.nullable(z.object({ reason, detail: z.string() })),
  call: z.nullable(call),
});
const unreadableAlert = z.extend(alert, { subject: z.literal('unreadable'), group: z.string() });

const drift = z.looseObject({
  kind: z.literal('drift'),
  accountId: z.string(),
  region: z.string(),
  setting,
  state: z.enum(['open', 'waived', 'closed']),
  since: z.string(),
  desired: z.string(),
  actual: text,
  action: z.string(),
  detail: text,
  waiver: z.nullable(waiver),
  announcedAt: text,
  reminders: z.number(),
  announcedFailures: z.array(reason),
  warnedOf: text,
  openings: z.array(z.string()),
  isFlapping: z.boolean(),
  contestedAt: text,
  call: z.nullable(call),
  earlierCalls: z.array(call),
  pending: z.array(driftAlert),
});

const unreadable = z.looseObject({
  kind: z.literal('unreadable'),
  accountId: z.string(),
  region: z.string(),
  group: z.string(),
  state: z.enum(['open', 'closed']),
  since: z.string(),
  reason,
  detail: z.string(),
  runs: z.number(),
  countedAt: text,
  announcedAt: text,
  reminders: z.number(),
  pending: z.array(unreadableAlert),
});

const repairs = z.looseObject({
  kind: z.literal('repairs'),
  accountId: z.string(),
  region: z.string(),
  attempts: z.array(
    z.looseObject({
      setting,
      at: z.string(),
      outcome: z.enum(['recorded', 'sent', 'verified', 'lost']),
      desired: z.string(),
      actual: text,
      action: z.string(),
      call: z.nullable(call),
    }),
  ),
});

const item = z.discriminatedUnion('kind', [drift, unreadable, repairs]);

/** An item of this version; null for one that this version does not understand. */
export function decodeItem({ v, data }: Pick<StoredItem, 'v' | 'data'>): StateItem | null {
  const value = parseJson(data);
  return v === VERSION && isItem(value) ? value : null;
}

export function isItem(value: unknown): value is StateItem {
  return item.safeParse(value).success;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
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
  // Runs of version 1 did not say it: those of events were partial.
  scope: z.optional(z.enum(['full', 'partial'])),
  verdict: z.enum(['compliant', 'drifted', 'unknown']),
  repairMinutes: z.array(z.number()),
  audience,
  summary: z.object({
    targets: count,
    compliant: count,
    drifted: count,
    waived: count,
    unknown: count,
    notApplicable: count,
  }),
});

/** The record of a run; null for one that this version does not understand. */
export function decodeRun({ v, data }: Pick<StoredItem, 'v' | 'data'>): RunRecord | null {
  const parsed = run.safeParse(parseJson(data));
  if (v > VERSION || !parsed.success) return null;
  return { ...parsed.data, scope: parsed.data.scope ?? (parsed.data.trigger === 'change' ? 'partial' : 'full') };
}
