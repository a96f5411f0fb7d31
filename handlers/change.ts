import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { change } from '../lib/app/change/change.ts';
import { timeLimits } from '../lib/app/run/time.ts';
import { createChangeDeps } from '../lib/app/wiring/change-deps.ts';
import { parseEnvironment } from '../lib/app/wiring/environment.ts';
import { reportError } from './middleware/report-error.ts';

const logger = new Logger();
const metrics = new Metrics({ namespace: 'MacieWarden' });
const deps = createChangeDeps(parseEnvironment(process.env), { logger, metrics });

/** Checks at once where a call has changed Macie: events of CloudTrail and of Regions, in batches of a queue, or one by hand. */
export const handler = middy()
  .use(injectLambdaContext(logger))
  .use(logMetrics(metrics))
  .use(reportError(logger))
  .handler(async (event: unknown, context: Context) =>
    change(event, { ...deps, ...timeLimits(context.getRemainingTimeInMillis()) }),
  );
