import * as z from 'zod/mini';
import { REASONS } from '../core/observation.ts';
import { DRIFT_EVENT_KINDS, UNREADABLE_EVENT_KINDS, type LifeEvent } from '../core/history/life-event.ts';
import { call, reason, setting, text, waiver } from './decode-alerts.ts';
import { parseJson } from './decode.ts';
import { VERSION, type StoredItem } from './stored-items.ts';

const base = z.looseObject({
  id: z.string(),
  runId: z.string(),
  accountId: z.string(),
  region: z.string(),
  at: z.iso.datetime(),
  since: z.iso.datetime(),
});

const drift = z.extend(base, {
  subject: z.literal('drift'),
  kind: z.enum(DRIFT_EVENT_KINDS),
  setting,
  before: z.enum(['open', 'waived', 'closed']),
  desired: z.string(),
  actual: text,
  previous: z.nullable(z.object({ desired: z.string(), actual: text })),
  call: z.nullable(call),
  endedBy: z.nullable(call),
  failure: z.nullable(z.object({ reason, detail: z.string() })),
  detail: text,
  waiver: z.nullable(waiver),
  from: text,
  until: text,
});

const unreadable = z.extend(base, {
  subject: z.literal('unreadable'),
  kind: z.enum(UNREADABLE_EVENT_KINDS),
  group: z.string(),
  reason: z.enum(REASONS),
  detail: z.string(),
});

const events = z.array(z.discriminatedUnion('subject', [drift, unreadable]));

/** The events of an item; null for one that this version does not understand. */
export function decodeEvents({ v, data }: Pick<StoredItem, 'v' | 'data'>): readonly LifeEvent[] | null {
  const parsed = events.safeParse(parseJson(data));
  return v === VERSION && parsed.success ? parsed.data : null;
}
