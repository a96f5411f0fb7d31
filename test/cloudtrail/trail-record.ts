/** A record of a call as CloudTrail writes it. */
export function trailRecord(over: object = {}): object {
  return {
    eventVersion: '1.11',
    eventID: '3c1f2e7a-5d0b-4a53-9a0e-6b1d2f4c8e90',
    eventName: 'DisableMacie',
    eventSource: 'macie2.amazonaws.com',
    eventTime: '2026-11-24T08:59:59Z',
    awsRegion: 'eu-west-1',
    recipientAccountId: '111122223333',
    userIdentity: { type: 'Root', arn: 'arn:aws:iam::111122223333:root', accountId: '111122223333' },
    requestParameters: null,
    ...over,
  };
}
