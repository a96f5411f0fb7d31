import type { Service } from '../server/service.ts';
import { account } from './account.ts';
import { cloudtrail } from './cloudtrail.ts';
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
  cloudtrail,
  dynamodb,
  events: eventBridge,
  macie2,
  monitoring: cloudwatch,
  organizations,
  s3,
  securityhub: securityHub,
  sns,
  ssm,
  sts,
};

/** Every operation as IAM writes it, such as `macie2:EnableMacie`. */
export const OPERATIONS: readonly string[] = Object.values(SERVICES).flatMap(({ name, operations }) =>
  Object.keys(operations).map((operation) => `${name}:${operation}`),
);
