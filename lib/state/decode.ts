import * as z from 'zod/mini';
import type { RunRecord } from '../core/compliance/report.ts';
import { TRIGGERS } from '../core/run.ts';
import { call, driftAlert, policyAlert, reason, setting, text, unreadableAlert, waiver } from './decode-alerts.ts';
import { audience } from './audience-schema.ts';
import { VERSION, type StateItem, type StoredItem } from './stored-items.ts';

// We wrote these items, and still check them: a person may have edited the table, and versions meet in it.
// Without it the next alert begins another thread.
// oxlint-disable-next-line promise/valid-params -- of Zod, not of a promise
const thread = z.catch(z.optional(z.object({ channelId: z.string(), ts: z.string(), since: z.string() })), undefined);

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
  thread,
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
  thread,
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

const sessions = z.looseObject({
  kind: z.literal('sessions'),
  accountId: z.string(),
  regions: z.record(z.string(), z.object({ createdAt: text, updatedAt: text })),
});

const policy = z.looseObject({
  kind: z.literal('policy'),
  accountId: z.string(),
  source: z.string(),
  sha256: z.string(),
  pending: z.array(policyAlert),
});

const item = z.discriminatedUnion('kind', [drift, unreadable, repairs, sessions, policy]);

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
const summary = z.object({
  targets: count,
  compliant: count,
  drifted: count,
  waived: count,
  unknown: count,
  notApplicable: count,
});
// oxlint-disable-next-line promise/valid-params -- of Zod, not of a promise
const units = z.catch(
  z.optional(z.array(z.object({ path: z.array(z.string()), accounts: count, summary }))),
  undefined,
);
// oxlint-disable-next-line promise/valid-params -- of Zod, not of a promise
const accounts = z.catch(z.optional(z.array(z.object({ accounts: z.array(z.string()), summary }))), undefined);
// oxlint-disable-next-line promise/valid-params -- of Zod, not of a promise
const names = z.catch(z.optional(z.record(z.string(), z.string())), undefined);
// oxlint-disable-next-line promise/valid-params -- of Zod, not of a promise
const archive = z.catch(z.optional(z.object({ bucket: z.string(), region: z.string(), key: z.string() })), undefined);
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
  summary,
  // A run is no worse without them.
  units,
  accounts,
  names,
  archive,
});

/** The record of a run; null for one that this version does not understand. */
export function decodeRun({ v, data }: Pick<StoredItem, 'v' | 'data'>): RunRecord | null {
  const parsed = run.safeParse(parseJson(data));
  if (v > VERSION || !parsed.success) return null;
  return { ...parsed.data, scope: parsed.data.scope ?? (parsed.data.trigger === 'change' ? 'partial' : 'full') };
}
