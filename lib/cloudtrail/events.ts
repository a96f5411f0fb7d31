import * as z from 'zod/mini';
import type { MalformedEvent, ReceivedEvent } from '../core/activity/received-event.ts';
import { ACCOUNT_ID, REGION_NAME } from '../core/names.ts';
import { MACIE_CALLS, parseTrailRecord } from './records.ts';

const account = z.string().check(z.regex(ACCOUNT_ID));
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
    regionName: z.string().check(z.regex(REGION_NAME)),
    status: z.string(),
  }),
});

/** Reads a batch of the queue, or one event as EventBridge delivers it. Never throws: an event that cannot be read is `malformed`. */
export function parseEvents(input: unknown): readonly ReceivedEvent[] {
  const records = batch.safeParse(input);
  if (!records.success) return [{ messageId: null, event: parseEvent(input) }];
  return records.data.Records.map(({ messageId, body }) => ({ messageId, event: parseBody(body) }));
}

function parseBody(body: string): ReceivedEvent['event'] {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return malformed('the message is not JSON: it may have been cut');
  }
  return parseEvent(value);
}

function parseEvent(value: unknown): ReceivedEvent['event'] {
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
  const { call } = record;
  // EventBridge sets the account of an envelope; the sender of a forged record cannot.
  if (call.accountId !== envelope.data.account) return malformed('its envelope is of another account than its record');
  if (!MACIE_CALLS.includes(call.name)) return malformed(`${call.name} is not a call that changes a session`);
  return { kind: 'call', ...record };
}

function malformed(why: string): MalformedEvent {
  return { kind: 'malformed', why };
}
