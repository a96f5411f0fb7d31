import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { concludeRun } from '../lib/app/machine/conclude-step.ts';
import { gateRepairs } from '../lib/app/machine/gate-step.ts';
import { planRunOfOrganization } from '../lib/app/machine/plan-step.ts';
import { scanShard } from '../lib/app/machine/scan-step.ts';
import { timeLimits } from '../lib/app/run/time.ts';
import { parseEnvironment } from '../lib/app/wiring/environment.ts';
import { createStepDeps } from '../lib/app/wiring/step-deps.ts';
import { folderObjects, folderStore, NO_REQUESTS, type Requests } from './machine-store.ts';

const STEPS = { plan: planRunOfOrganization, scan: scanShard, gate: gateRepairs, conclude: concludeRun };
export type StepName = keyof typeof STEPS;

/** What a step prints as JSON. */
export interface StepPrint {
  readonly output: unknown;
  readonly megabytes: number;
  /** Of the processor, without the start of the process. */
  readonly cpuSeconds: number;
  /** Without anything to do: for answers. */
  readonly idleSeconds: number;
  readonly requests: Requests;
}

/** One step in a process of its own, against a sandbox: `node machine-step.ts STEP FOLDER`, with the event in EVENT. Files stand in for S3 and DynamoDB. */
async function main([name = '', folder = '']: readonly string[]): Promise<StepPrint> {
  const step = Object.entries(STEPS).find(([one]) => one === name)?.[1];
  if (!step) throw new Error(`there is no step ${name}`);
  const requests = { ...NO_REQUESTS };
  const { store, keep } = folderStore(folder, requests);
  const sinks = { logger: new Logger({ logLevel: 'SILENT' }), metrics: new Metrics({ namespace: 'bench' }) };
  const [cpu, loop] = [process.cpuUsage(), performance.eventLoopUtilization()];
  const output = await step(JSON.parse(process.env['EVENT'] ?? '{}'), {
    ...createStepDeps(parseEnvironment(process.env), sinks),
    ...timeLimits(900_000),
    runObjects: folderObjects(folder, requests),
    openOrganizationStore: () => Promise.resolve(store),
  });
  keep();
  const { user, system } = process.cpuUsage(cpu);
  return {
    output,
    megabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    cpuSeconds: (user + system) / 1e6,
    idleSeconds: performance.eventLoopUtilization(loop).idle / 1000,
    requests,
  };
}

if (process.argv[1] === import.meta.filename) {
  try {
    const print = JSON.stringify(await main(process.argv.slice(2)));
    // Connections that are kept alive would keep the process.
    process.stdout.write(print, () => process.exit());
  } catch (error) {
    // 1 and 2 are verdicts.
    process.stderr.write(String(error), () => process.exit(3));
  }
}
