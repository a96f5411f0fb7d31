import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The definition that CloudFormation deploys. */
export const DEFINITION = readFileSync(
  join(import.meta.dirname, '../../../../resources/organization.asl.json'),
  'utf8',
);

const arnOf = (step: string): string => `arn:aws:lambda:us-east-1:111122223333:function:macie-warden-${step}`;

export const ARNS = {
  PlanFunctionArn: arnOf('plan'),
  ScanFunctionArn: arnOf('scan'),
  GateFunctionArn: arnOf('gate'),
  RepairFunctionArn: arnOf('repair'),
  ConcludeFunctionArn: arnOf('conclude'),
};

export const SUBSTITUTIONS: Readonly<Record<string, string>> = { ...ARNS, MaxConcurrency: '10' };
