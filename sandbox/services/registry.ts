import type { Service } from '../server/service.ts';
import { account } from './account.ts';
import { cloudtrail } from './cloudtrail.ts';
import { cloudformation } from './deployed/cloudformation.ts';
import { iam } from './deployed/iam.ts';
import { kms } from './deployed/kms.ts';
import { lambda } from './deployed/lambda.ts';
import { scheduler } from './deployed/scheduler.ts';
import { sqs } from './deployed/sqs.ts';
import { stateMachines } from './deployed/state-machine.ts';
import { cloudwatch } from './cloudwatch/cloudwatch.ts';
import { dynamodb } from './dynamodb.ts';
import { eventBridge } from './event-bridge.ts';
import { macie2 } from './macie2/macie2.ts';
import { organizations } from './organizations/organizations.ts';
import { s3 } from './s3.ts';
import { securityHub } from './security-hub.ts';
import { sns } from './sns/sns.ts';
import { ssm } from './ssm.ts';
import { sts } from './sts.ts';

/** The services of the sandbox, by the name in the SigV4 scope. */
export const SERVICES: Readonly<Record<string, Service>> = {
  account,
  cloudformation,
  cloudtrail,
  dynamodb,
  events: eventBridge,
  iam,
  kms,
  lambda,
  macie2,
  monitoring: cloudwatch,
  organizations,
  s3,
  scheduler,
  securityhub: securityHub,
  sns,
  sqs,
  ssm,
  states: stateMachines,
  sts,
};

/** Every operation as IAM writes it, such as `macie2:EnableMacie`. */
export const OPERATIONS: readonly string[] = Object.values(SERVICES).flatMap(({ name, operations }) =>
  Object.keys(operations).map((operation) => `${name}:${operation}`),
);
