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

/** Stands in for the step plan, so that the stack can be packaged. */
export const handler = middy()
  .use(injectLambdaContext(logger))
  .use(logMetrics(metrics))
  .use(reportError(logger))
  .handler(async (event: unknown, context: Context) => {
    const { parseCheckEvent } = await import('../lib/app/check/check-event.ts');
    return check(parseCheckEvent(event), { ...deps, ...timeLimits(context.getRemainingTimeInMillis()) });
  });
