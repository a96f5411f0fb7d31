import type { Logger } from '@aws-lambda-powertools/logger';
import type { MiddlewareObj } from '@middy/core';

/** Logs why a run failed, in one sentence and with its cause. The error goes on: Lambda's retries and the dead-letter queue are for it. */
export function reportError(logger: Logger): MiddlewareObj {
  return {
    onError: ({ error }) => {
      if (error) logger.error(`the run failed: ${error.message}`, error);
    },
  };
}
