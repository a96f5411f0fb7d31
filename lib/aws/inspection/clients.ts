import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { KMSClient } from '@aws-sdk/client-kms';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { SchedulerClient } from '@aws-sdk/client-scheduler';
import type { SFNClient } from '@aws-sdk/client-sfn';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { STSClient } from '@aws-sdk/client-sts';
import type { Clients } from '../clients.ts';
import { once, perRegion } from '../made-once.ts';

/** The clients that only an examination needs: the Lambda functions do without them. */
export interface InspectionClients {
  readonly cloudformation: () => Promise<CloudFormationClient>;
  readonly eventBridge: (region: string) => Promise<EventBridgeClient>;
  readonly iam: () => Promise<IAMClient>;
  readonly kms: (region: string) => Promise<KMSClient>;
  readonly lambda: () => Promise<LambdaClient>;
  readonly scheduler: () => Promise<SchedulerClient>;
  readonly sqs: () => Promise<SQSClient>;
  readonly stateMachines: () => Promise<SFNClient>;
  /** Beside that of all other calls: its answers pass through a handler. */
  readonly sts: () => Promise<STSClient>;
}

/** They share the connections and the credentials of the others. */
export function inspectionClients({ configOf }: Pick<Clients, 'configOf'>): InspectionClients {
  return {
    cloudformation: once(
      async () => new (await import('@aws-sdk/client-cloudformation')).CloudFormationClient(configOf('cloudformation')),
    ),
    eventBridge: perRegion(
      async (region) =>
        new (await import('@aws-sdk/client-eventbridge')).EventBridgeClient({ ...configOf('eventbridge'), region }),
    ),
    iam: once(async () => new (await import('@aws-sdk/client-iam')).IAMClient(configOf('iam'))),
    kms: perRegion(
      async (region) => new (await import('@aws-sdk/client-kms')).KMSClient({ ...configOf('kms'), region }),
    ),
    lambda: once(async () => new (await import('@aws-sdk/client-lambda')).LambdaClient(configOf('lambda'))),
    scheduler: once(async () => new (await import('@aws-sdk/client-scheduler')).SchedulerClient(configOf('scheduler'))),
    sqs: once(async () => new (await import('@aws-sdk/client-sqs')).SQSClient(configOf('sqs'))),
    stateMachines: once(async () => new (await import('@aws-sdk/client-sfn')).SFNClient(configOf('sfn'))),
    sts: once(async () => new (await import('@aws-sdk/client-sts')).STSClient(configOf('sts'))),
  };
}
