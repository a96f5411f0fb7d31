import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { check } from '../lib/app/check.ts';
import { createCheckDeps } from '../lib/app/check-deps.ts';
import { deadlineFor } from '../lib/app/deadline.ts';
import { parseEnvironment } from '../lib/app/environment.ts';
import { parseCheckEvent } from '../lib/app/event.ts';
import { reportError } from './middleware/report-error.ts';

const logger = new Logger({ serviceName: 'macie-warden' });
const metrics = new Metrics({ serviceName: 'macie-warden', namespace: 'MacieWarden' });
const deps = createCheckDeps(parseEnvironment(process.env), { logger, metrics });

/** Sweeps the whole policy, or what the event narrows it to, and publishes what it found. */
export const handler = middy()
  .use(injectLambdaContext(logger))
  .use(logMetrics(metrics))
  .use(reportError(logger))
  .handler((event: unknown, context: Context) =>
    check(parseCheckEvent(event), { ...deps, deadline: deadlineFor(context.getRemainingTimeInMillis()) }),
  );
