import { ACCOUNT } from './fake-macie.ts';

export interface CallOptions {
  readonly call?: string;
  readonly region?: string;
  readonly accountId?: string;
  /** ISO 8601, whole seconds. */
  readonly at?: string;
  readonly parameters?: object | null;
  readonly role?: string;
  readonly session?: string;
  readonly eventId?: string;
  readonly detail?: object;
  readonly envelope?: object;
}

/** An event as EventBridge delivers it, of a call that somebody made with a session of a role. */
export function callEvent(options: CallOptions = {}): object {
  const {
    call = 'DisableMacie',
    region = 'eu-west-1',
    accountId = ACCOUNT,
    at = '2026-11-24T08:59:59Z',
    parameters = null,
    role = 'Admin',
    session = 'alice',
    eventId = crypto.randomUUID(),
  } = options;
  return {
    version: '0',
    id: crypto.randomUUID(),
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.macie2',
    account: accountId,
    time: at,
    region,
    resources: [],
    detail: {
      eventVersion: '1.11',
      userIdentity: {
        type: 'AssumedRole',
        arn: `arn:aws:sts::${accountId}:assumed-role/${role}/${session}`,
        accountId,
        sessionContext: { sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${accountId}:role/${role}` } },
      },
      eventTime: at,
      eventSource: 'macie2.amazonaws.com',
      eventName: call,
      awsRegion: region,
      sourceIPAddress: '203.0.113.7',
      userAgent: 'aws-cli/2.31.0',
      requestParameters: parameters,
      eventID: eventId,
      readOnly: false,
      recipientAccountId: accountId,
      ...options.detail,
    },
    ...options.envelope,
  };
}

/** A batch of the queue; each message is called m0, m1, … */
export function batchOf(events: readonly (object | string)[]) {
  return {
    Records: events.map((event, index) => ({
      messageId: `m${index}`,
      body: typeof event === 'string' ? event : JSON.stringify(event),
      eventSource: 'aws:sqs',
    })),
  };
}
