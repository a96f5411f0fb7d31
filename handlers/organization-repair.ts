import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { repairShard } from '../lib/app/machine/repair-step.ts';
import { timeLimits } from '../lib/app/run/time.ts';
import { parseEnvironment } from '../lib/app/wiring/environment.ts';
import { createStepDeps } from '../lib/app/wiring/step-deps.ts';
import { reportError } from './middleware/report-error.ts';

const logger = new Logger();
const metrics = new Metrics({ namespace: 'MacieWarden' });
const deps = createStepDeps(parseEnvironment(process.env), { logger, metrics });

/** Makes the writes of one shard and reads them back. A step of the state machine. */
export const handler = middy()
  .use(injectLambdaContext(logger))
  .use(reportError(logger))
  .handler(async (event: unknown, context: Context) =>
    repairShard(event, { ...deps, ...timeLimits(context.getRemainingTimeInMillis()) }),
  );
