import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { check } from '../lib/app/check/check.ts';
import { timeLimits } from '../lib/app/run/time.ts';
import { createCheckDeps } from '../lib/app/wiring/check-deps.ts';
import { parseEnvironment } from '../lib/app/wiring/environment.ts';
import { reportError } from './middleware/report-error.ts';

const logger = new Logger();
const metrics = new Metrics({ namespace: 'MacieWarden' });
const deps = createCheckDeps(parseEnvironment(process.env), { logger, metrics });

/** Checks the whole policy, or what the event narrows it to, and publishes what has changed. */
export const handler = middy()
  .use(injectLambdaContext(logger))
  .use(logMetrics(metrics))
  .use(reportError(logger))
  .handler(async (event: unknown, context: Context) => {
    // Zod, for events and policies, is loaded with the first event: it is a fifth of what a cold start could load.
    const { parseCheckEvent } = await import('../lib/app/check/check-event.ts');
    const request = parseCheckEvent(event);
    const limited = { ...deps, ...timeLimits(context.getRemainingTimeInMillis()) };
    if (!request.testAlert) return check(request, limited);
    const { sendTestAlert } = await import('../lib/app/check/test-alert.ts');
    return sendTestAlert(limited);
  });
