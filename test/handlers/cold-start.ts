import { jest } from '@jest/globals';

/** The packages of the handlers that take long to load. */
const PACKAGES = [
  '@aws-lambda-powertools/logger',
  '@aws-lambda-powertools/metrics',
  '@aws-sdk/client-cloudtrail',
  '@aws-sdk/client-dynamodb',
  '@aws-sdk/client-eventbridge',
  '@aws-sdk/client-macie2',
  '@aws-sdk/client-organizations',
  '@aws-sdk/client-s3',
  '@aws-sdk/client-securityhub',
  '@aws-sdk/client-sns',
  '@aws-sdk/client-ssm',
  '@aws-sdk/client-sts',
  '@aws-sdk/util-dynamodb',
  '@middy/core',
  '@slack/webhook',
  '@smithy/node-http-handler',
  'p-map',
  'yaml',
  'zod/mini',
];
const loaded = new Map<string, unknown>();

/**
 * The next import of a handler loads the modules of the project anew, as a cold start does. The packages above are the real ones and stay
 * loaded: they keep nothing of a start, and loading them takes most of its time.
 */
export function forgetModules(): void {
  for (const name of PACKAGES) jest.doMock(name, () => packageOf(name));
  jest.resetModules();
}

function packageOf(name: string): unknown {
  if (!loaded.has(name)) loaded.set(name, jest.requireActual(name));
  return loaded.get(name);
}
