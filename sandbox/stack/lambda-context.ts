import type { Context } from 'aws-lambda';

/** The Lambda context of an invocation, with the fields that the handlers read. */
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
