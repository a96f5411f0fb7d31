/** A record as CloudTrail writes it. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
export interface TrailRecord {
  readonly eventID: string;
  readonly eventName: string;
  readonly eventTime: string;
  readonly awsRegion: string;
  readonly recipientAccountId: string;
  readonly readOnly: boolean;
  readonly [key: string]: unknown;
}

/** The event that EventBridge delivers for a record. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html */
export function eventOf(record: TrailRecord): object {
  return {
    version: '0',
    id: crypto.randomUUID(),
    'detail-type': `AWS ${record['eventType'] === 'AwsServiceEvent' ? 'Service Event' : 'API Call'} via CloudTrail`,
    source: 'aws.macie2',
    account: record.recipientAccountId,
    time: record.eventTime,
    region: record.awsRegion,
    resources: [],
    detail: record,
  };
}
