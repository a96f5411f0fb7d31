import type { Call } from '../server/service.ts';
import type { TrailRecord } from './trail.ts';

/**
 * The event of Macie itself in the trail of an administrator, about a member that left. AWS documents it for that alone.
 * https://docs.aws.amazon.com/macie/latest/user/macie-cloudtrail.html
 */
export function memberUpdated({ operation, accountId, region, now }: Call, administratorId: string): TrailRecord {
  return {
    eventVersion: '1.11',
    userIdentity: { type: 'AWSAccount', accountId, invokedBy: 'macie2.amazonaws.com' },
    eventTime: now.toISOString().replace(/\.\d+Z$/, 'Z'),
    eventSource: 'macie2.amazonaws.com',
    eventName: 'MacieMemberUpdated',
    awsRegion: region,
    sourceIPAddress: 'macie2.amazonaws.com',
    userAgent: 'macie2.amazonaws.com',
    requestParameters: null,
    responseElements: null,
    eventID: crypto.randomUUID(),
    readOnly: false,
    resources: [
      {
        accountId: administratorId,
        type: 'AWS::Macie::Member',
        ARN: `arn:aws:macie2:${region}:${administratorId}:member/${accountId}`,
      },
    ],
    eventType: 'AwsServiceEvent',
    managementEvent: true,
    recipientAccountId: administratorId,
    sharedEventID: crypto.randomUUID(),
    serviceEventDetails: { memberAccount: accountId, memberResourceStatus: 'DELETED', apiOperation: operation },
    eventCategory: 'Management',
  };
}
