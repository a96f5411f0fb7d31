import type { Context } from 'aws-lambda';

/** What Lambda tells a handler about its invocation, as far as ours look. */
export function lambdaContext({
  name,
  accountId,
  timeoutMs,
}: {
  name: string;
  accountId: string;
  timeoutMs: number;
}): Context {
  const started = performance.now();
  return {
    functionName: `macie-warden-${name}`,
    functionVersion: '$LATEST',
    memoryLimitInMB: '1024',
    awsRequestId: crypto.randomUUID(),
    invokedFunctionArn: `arn:aws:lambda:us-east-1:${accountId}:function:macie-warden-${name}`,
    getRemainingTimeInMillis: () => timeoutMs - (performance.now() - started),
    callbackWaitsForEmptyEventLoop: true,
    logGroupName: '',
    logStreamName: '',
    done() {},
    fail() {},
    succeed() {},
  };
}
