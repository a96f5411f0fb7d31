import * as z from 'zod/mini';
import { MACIE_CALLS, parseTrailRecord, type TrailRecord } from '../../cloudtrail/records.ts';

/** What `change` was given, event by event. `messageId`: of the queue; null for an event that came without one. */
export interface Incoming {
  readonly messageId: string | null;
  readonly event: CallEvent | OptInEvent | Malformed;
}

export interface CallEvent extends TrailRecord {
  readonly kind: 'call';
}

/** A Region was enabled or disabled for the account: whether there can be a session changed. */
export interface OptInEvent {
  readonly kind: 'opt-in';
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
}

export interface Malformed {
  readonly kind: 'malformed';
  readonly why: string;
}

const account = z.string().check(z.regex(/^\d{12}$/));
const batch = z.looseObject({
  Records: z.array(z.looseObject({ messageId: z.string(), body: z.string(), eventSource: z.literal('aws:sqs') })),
});
const callEnvelope = z.looseObject({
  source: z.literal('aws.macie2'),
  'detail-type': z.enum(['AWS API Call via CloudTrail', 'AWS Service Event via CloudTrail']),
  account,
  detail: z.unknown(),
});
// https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
const optInEnvelope = z.looseObject({
  source: z.literal('aws.account'),
  'detail-type': z.literal('Region Opt-In Status Change'),
  id: z.string().check(z.maxLength(128)),
  account,
  detail: z.looseObject({
    accountId: account,
    regionName: z.string().check(z.regex(/^[a-z]{2}(-[a-z]+)+-\d$/)),
    status: z.string(),
  }),
});

/** Reads a batch of the queue, or one event as EventBridge delivers it. Never throws: what cannot be read is said to be that. */
export function parseIncoming(input: unknown): readonly Incoming[] {
  const records = batch.safeParse(input);
  if (!records.success) return [{ messageId: null, event: parseEvent(input) }];
  return records.data.Records.map(({ messageId, body }) => ({ messageId, event: parseBody(body) }));
}

function parseBody(body: string): Incoming['event'] {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return malformed('the message is not JSON: it may have been cut');
  }
  return parseEvent(value);
}

function parseEvent(value: unknown): Incoming['event'] {
  const optIn = optInEnvelope.safeParse(value);
  if (optIn.success) {
    const { id, detail } = optIn.data;
    // An administrator who enables a Region for a member gets the event, with the member's account in it.
    // https://docs.aws.amazon.com/accounts/latest/reference/monitoring-eventbridge.html
    return { kind: 'opt-in', id, accountId: detail.accountId, region: detail.regionName };
  }
  const envelope = callEnvelope.safeParse(value);
  if (!envelope.success) {
    const [issue] = envelope.error.issues;
    const where = issue?.path.join('.') ?? '';
    return malformed(`${where === '' ? 'it' : where} is not what EventBridge delivers of a Macie call or a Region`);
  }
  const record = parseTrailRecord(envelope.data.detail);
  if ('problem' in record) return malformed(record.problem);
  const { change } = record;
  // EventBridge sets the account of an event; whoever writes one cannot.
  if (change.accountId !== envelope.data.account)
    return malformed('its envelope is of another account than its record');
  if (!MACIE_CALLS.includes(change.call)) return malformed(`${change.call} is not a call that changes a session`);
  return { kind: 'call', ...record };
}

function malformed(why: string): Malformed {
  return { kind: 'malformed', why };
}
