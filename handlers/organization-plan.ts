import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { planRunOfOrganization } from '../lib/app/machine/plan-step.ts';
import { timeLimits } from '../lib/app/run/time.ts';
import { parseEnvironment } from '../lib/app/wiring/environment.ts';
import { createStepDeps } from '../lib/app/wiring/step-deps.ts';
import { reportError } from './middleware/report-error.ts';

const logger = new Logger();
const metrics = new Metrics({ namespace: 'MacieWarden' });
const deps = createStepDeps(parseEnvironment(process.env), { logger, metrics });

/** Lists the accounts of a run over an organization, and splits them into shards. A step of the state machine. */
export const handler = middy()
  .use(injectLambdaContext(logger))
  .use(reportError(logger))
  .handler(async (event: unknown, context: Context) =>
    planRunOfOrganization(event, { ...deps, ...timeLimits(context.getRemainingTimeInMillis()) }),
  );
