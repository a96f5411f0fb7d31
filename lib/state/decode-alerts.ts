import * as z from 'zod/mini';
import { OUTCOMES } from '../core/compliance/drift.ts';
import { REASONS } from '../core/observation.ts';
import { SETTING_IDS } from '../core/settings/registry.ts';

/* Pending alerts: each kind must have its own fields, or a renderer would print `undefined`. */

export const text = z.nullable(z.string());
export const waiver = z.object({ reason: z.string(), owner: z.string(), expires: z.string() });
export const reason = z.enum(REASONS);
export const setting = z.string().check(z.refine((id) => SETTING_IDS.includes(id)));

export const call = z.looseObject({
  accountId: z.string(),
  region: z.string(),
  eventId: z.string(),
  name: z.string(),
  at: z.string(),
  sets: z.record(z.string(), z.string()),
  actor: z.object({
    type: z.string(),
    name: z.string(),
    sessionName: text,
    sourceIp: text,
    userAgent: text,
    // Added later: items of before have neither.
    person: z.optional(text),
    through: z.optional(text),
  }),
});

const alert = z.looseObject({
  id: z.string(),
  accountId: z.string(),
  region: z.string(),
  since: z.string(),
  at: z.string(),
  // Added later: items of before do not have it.
  takenBy: z.optional(z.array(z.string())),
});

const failure = z.object({ reason, detail: z.string() });

const ofDrift = z.extend(alert, {
  subject: z.literal('drift'),
  setting,
  desired: z.string(),
  actual: text,
  action: z.string(),
  outcome: z.nullable(z.enum(OUTCOMES)),
  failure: z.nullable(failure),
  detail: text,
  call: z.nullable(call),
});
export const driftAlert = z.discriminatedUnion('kind', [
  z.extend(ofDrift, { kind: z.enum(['opened', 'repaired', 'reminder']) }),
  z.extend(ofDrift, { kind: z.literal('changed'), previous: text }),
  z.extend(ofDrift, { kind: z.literal('interrupted'), from: text, until: text }),
  z.extend(ofDrift, { kind: z.literal('repair-failed'), failure }),
  z.extend(ofDrift, { kind: z.enum(['contested', 'flapping']), earlierCalls: z.array(call) }),
  z.extend(ofDrift, { kind: z.enum(['waiver-expired', 'waiver-expiring']), waiver }),
  z.extend(ofDrift, { kind: z.literal('resolved'), waiver: z.nullable(waiver) }),
]);

const ofUnreadable = z.extend(alert, { subject: z.literal('unreadable'), group: z.string() });

export const unreadableAlert = z.discriminatedUnion('kind', [
  z.extend(ofUnreadable, { kind: z.enum(['unreadable', 'reminder']), reason, detail: z.string() }),
  z.extend(ofUnreadable, { kind: z.literal('readable') }),
  z.extend(ofUnreadable, { kind: z.literal('resolved'), detail: z.string() }),
]);

const policyVersion = { source: z.string(), sha256: z.string() };

export const policyAlert = z.extend(alert, {
  ...policyVersion,
  subject: z.literal('policy'),
  kind: z.literal('policy-changed'),
  region: z.null(),
  previous: z.object(policyVersion),
});
