import * as z from 'zod/mini';
import { actionOf, callOf, CALLS, failureOf, TARGET, text } from './version-1-parts.ts';

export const oldAlert = z.looseObject({
  ...TARGET,
  ...CALLS,
  kind: z.string(),
  desired: text,
  actual: text,
  reason: text,
  detail: text,
});
type OldAlert = z.infer<typeof oldAlert>;

const NEW_KINDS: Readonly<Record<string, string>> = { blind: 'unreadable', sighted: 'readable' };

/** An alert of a session that could not be read, as this version has it. */
export function unreadableAlertOf(one: OldAlert): unknown {
  const kind = NEW_KINDS[one.kind] ?? one.kind;
  const why = {
    ...(kind === 'unreadable' || kind === 'reminder' ? { reason: one.reason ?? 'bad-response' } : {}),
    ...(kind === 'readable' ? {} : { detail: one.detail ?? '' }),
  };
  return { ...identityOf(one), kind, subject: 'unreadable', group: 'session', ...why };
}

function identityOf(one: OldAlert) {
  return { id: one['id'], accountId: one.accountId, region: one.region, since: one['since'], at: one['at'] };
}

/** An alert of a drift, as this version has it. */
export function driftAlertOf(one: OldAlert, setting: string): unknown {
  const { desired, actual, detail } = one;
  const isFailed = one['outcome'] === 'failed';
  const facts = { subject: 'drift', setting, desired, actual, action: actionOf({ setting, desired, actual }) };
  return {
    ...identityOf(one),
    ...facts,
    outcome: one['outcome'],
    failure: isFailed ? failureOf(detail ?? '') : null,
    detail: isFailed ? null : detail,
    call: callOf(one.change),
    kind: one.kind,
    ...newsOf(one),
  };
}

/** The facts of an alert of its kind beside those of the drift. */
function newsOf({ kind, detail, earlier, ...one }: OldAlert): object {
  if (kind === 'changed') return { previous: one['previous'] };
  if (kind === 'repair-failed') return { failure: failureOf(detail ?? '') };
  if (kind === 'contested' || kind === 'flapping') return { earlierCalls: earlier.map(callOf) };
  if (kind === 'waiver-expired' || kind === 'waiver-expiring') return { waiver: one['waiver'] };
  // A drift that ended by itself can carry the waiver that it had before.
  return kind === 'resolved' ? { waiver: one['outcome'] === 'skipped' ? one['waiver'] : null } : {};
}
