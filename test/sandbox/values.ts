import { AccountClient } from '@aws-sdk/client-account';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { Macie2Client } from '@aws-sdk/client-macie2';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3Client } from '@aws-sdk/client-s3';
import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import type { Sandbox } from '../../sandbox/server/server.ts';

export const ACCOUNT = '111122223333';

/** SDK clients with the account as the access key. They make one attempt, so that a test gets the first answer. */
export function clientsOf(
  { url }: Pick<Sandbox, 'url'>,
  { account = ACCOUNT, region = 'eu-west-1', maxAttempts = 1 } = {},
) {
  const config = { endpoint: url, region, maxAttempts, credentials: { accessKeyId: account, secretAccessKey: 'x' } };
  return {
    account: new AccountClient(config),
    eventBridge: new EventBridgeClient(config),
    macie: new Macie2Client(config),
    organizations: new OrganizationsClient(config),
    s3: new S3Client(config),
    securityHub: new SecurityHubClient(config),
    sns: new SNSClient(config),
    ssm: new SSMClient(config),
    sts: new STSClient(config),
  };
}
