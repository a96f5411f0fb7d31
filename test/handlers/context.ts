import type { Context } from 'aws-lambda';

/** What Lambda tells a handler of an invocation that has half a minute. */
export const CONTEXT: Context = {
  functionName: 'check',
  functionVersion: '1',
  memoryLimitInMB: '512',
  awsRequestId: 'request-1',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:111122223333:function:check',
  callbackWaitsForEmptyEventLoop: true,
  logGroupName: '',
  logStreamName: '',
  getRemainingTimeInMillis: () => 30_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
};
