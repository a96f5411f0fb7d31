import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { afterAll, beforeAll } from '@jest/globals';
import { UpdateMemberSessionCommand } from '@aws-sdk/client-macie2';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { concludeRun } from '../../../lib/app/machine/conclude-step.ts';
import type { StepDeps } from '../../../lib/app/machine/deps.ts';
import { gateRepairs } from '../../../lib/app/machine/gate-step.ts';
import { planRunOfOrganization } from '../../../lib/app/machine/plan-step.ts';
import { repairShard } from '../../../lib/app/machine/repair-step.ts';
import { scanShard } from '../../../lib/app/machine/scan-step.ts';
import type { RunResult } from '../../../lib/app/run/result.ts';
import { createStepDeps } from '../../../lib/app/wiring/step-deps.ts';
import { createClients, type Clients } from '../../../lib/aws/clients.ts';
import { createStateTable } from '../../../lib/state/table.ts';
import { parseMachine } from '../../../sandbox/stack/machine/definition.ts';
import { redrive, startExecution } from '../../../sandbox/stack/machine/execution.ts';
import { Failure } from '../../../sandbox/stack/machine/failure.ts';
import type { Aws, Execution } from '../../../sandbox/stack/machine/run.ts';
import { startSandbox, type Sandbox } from '../../../sandbox/server/server.ts';
import { parseWorld } from '../../../sandbox/worlds/world.ts';
import { useSandbox } from '../../sandbox/environment.ts';
import { ARNS, DEFINITION, SUBSTITUTIONS } from '../../sandbox/stack/machine/organization.ts';
import { ADMINISTRATOR } from './organization.ts';

const BUCKET = 'archive';
export const REPORTS = 'reports';
const RUN = 'run-1';

const STEPS = {
  plan: planRunOfOrganization,
  scan: scanShard,
  gate: gateRepairs,
  repair: repairShard,
  conclude: concludeRun,
};
type StepName = keyof typeof STEPS;

/** What happens to steps. A step of a shard has the name `scan:1`. */
export interface Incidents {
  /** Errors, one per call, before the step begins. */
  readonly crashes?: Readonly<Record<string, readonly string[]>>;
  /** Steps that are killed once, after their last write to S3 and before they return. */
  readonly killedAfterWrite?: readonly string[];
  /** Steps that are killed once, when they write their last object. */
  readonly killedBeforeWrite?: readonly string[];
  readonly deliveries?: Aws['deliveries'];
  readonly signal?: AbortSignal;
  /** Called before each step. */
  readonly before?: (step: string) => void | Promise<void>;
  readonly deps?: Partial<StepDeps>;
}

/** The real definition with the real steps, over a sandbox that speaks the wire. */
export function useMachine() {
  let sandbox: Sandbox;
  let clients: Clients;
  let s3: S3Client;
  const policyFile = join(mkdtempSync(join(tmpdir(), 'machine-')), 'policy.yml');
  const machine = parseMachine(DEFINITION, SUBSTITUTIONS);
  const results: RunResult[] = [];
  beforeAll(async () => {
    sandbox = await startSandbox();
    useSandbox(sandbox);
    clients = createClients({ homeRegion: 'us-east-1', readAttempts: 2 });
    s3 = new S3Client({ endpoint: sandbox.url, region: 'us-east-1', forcePathStyle: true });
  });
  afterAll(async () => {
    clients.destroy();
    s3.destroy();
    await sandbox.close();
  });

  const depsOf = ({ deps = {} }: Incidents): StepDeps => {
    const environment = {
      policySource: policyFile,
      topicArn: `arn:aws:sns:us-east-1:${ADMINISTRATOR}:alerts`,
      remediation: 'enforce' as const,
      stateTable: 'state',
      archiveBucket: BUCKET,
      reportBucket: REPORTS,
      slackWebhookParameter: null,
      slackBot: null,
      homeRegion: 'us-east-1',
      alertBus: null,
      securityHub: null,
      accountName: null,
    };
    const metrics = new Metrics({ namespace: 'Test' });
    return {
      ...createStepDeps(environment, { logger: new Logger({ logLevel: 'SILENT' }), metrics, clients }),
      deadline: new AbortController().signal,
      recordRun: (result) => results.push(result),
      // Waits between readings and writes are not what these tests are about.
      wait: () => Promise.resolve(),
      ...deps,
    };
  };

  const awsOf = (incidents: Incidents): Aws & { readonly invoked: readonly string[] } => {
    const crashes = new Map(Object.entries(incidents.crashes ?? {}).map(([step, errors]) => [step, [...errors]]));
    const killed = { after: new Set(incidents.killedAfterWrite), before: new Set(incidents.killedBeforeWrite) };
    const invoked: string[] = [];
    const invoke = async (name: StepName, event: unknown): Promise<unknown> => {
      const { shard } = event as { readonly shard?: number };
      const step = shard === undefined ? name : `${name}:${shard}`;
      invoked.push(step);
      await incidents.before?.(step);
      const error = crashes.get(step)?.shift();
      if (error !== undefined) throw new Failure(error, `${step} crashed`);
      const deps = depsOf(incidents);
      const { runObjects } = deps;
      const answer = await STEPS[name](event, {
        ...deps,
        runObjects: {
          ...runObjects,
          writeOnce: async (key, text) => {
            if (killed.before.delete(step)) throw new Failure('Lambda.Unknown', `${step} was killed`);
            return runObjects.writeOnce(key, text);
          },
        },
      });
      if (killed.after.delete(step)) throw new Failure('Lambda.Unknown', `${step} was killed`);
      return answer;
    };
    const functions = Object.keys(STEPS).map((name) => {
      const arn = ARNS[`${name.charAt(0).toUpperCase()}${name.slice(1)}FunctionArn` as keyof typeof ARNS];
      return [arn, (event: unknown) => invoke(name as StepName, event)] as const;
    });
    return {
      invoked,
      functions: new Map(functions),
      readObject: async (Bucket, Key) => {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
        return (await Body?.transformToString()) ?? '';
      },
      wait: () => Promise.resolve(),
      random: () => 0.5,
      ...(incidents.deliveries ? { deliveries: incidents.deliveries } : {}),
      ...(incidents.signal ? { signal: incidents.signal } : {}),
    };
  };

  return {
    sandbox: () => sandbox,
    results,
    reset: (world: string, policy: string): void => {
      sandbox.reset(parseWorld(world, 'world'));
      results.length = 0;
      writeFileSync(policyFile, policy);
    },
    /** Runs the machine once. */
    run: async (incidents: Incidents = {}, { name = RUN, input = {} }: { name?: string; input?: unknown } = {}) => {
      const aws = awsOf(incidents);
      const execution = await startExecution(machine, { name, input }, aws);
      return { execution, invoked: aws.invoked, output: execution.data };
    },
    redrive: async (execution: Execution, incidents: Incidents = {}) => {
      const aws = awsOf(incidents);
      await redrive(execution, machine, aws);
      return { execution, invoked: aws.invoked };
    },
    step: (name: StepName, event: unknown, incidents: Incidents = {}) => STEPS[name](event, depsOf(incidents)),
    /** What a person does at the administrator. */
    resume: async (id: string): Promise<void> => {
      await clients.macieWriter('eu-west-1').send(new UpdateMemberSessionCommand({ id, status: 'ENABLED' }));
    },
    pause: async (id: string): Promise<void> => {
      await clients.macieWriter('eu-west-1').send(new UpdateMemberSessionCommand({ id, status: 'PAUSED' }));
    },
    deps: () => depsOf({}),
    policy: (text: string) => writeFileSync(policyFile, text),
    put: (Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body })),
    read: async (Key: string, Bucket = BUCKET): Promise<string> => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      return (await Body?.transformToString()) ?? '';
    },
    store: () => createStateTable({ client: clients.dynamodb, table: 'state', wait: () => Promise.resolve() }),
    /** Writes to Macie, with the account that made each. */
    writes: (): readonly string[] =>
      sandbox.trail
        .filter(({ readOnly, eventSource }) => !readOnly && eventSource === 'macie2.amazonaws.com')
        .map(({ eventName, recipientAccountId, awsRegion }) => `${eventName} by ${recipientAccountId} in ${awsRegion}`),
    report: () => {
      const [result] = results.slice(-1);
      if (!result) throw new Error('no run was concluded');
      return result.report;
    },
  };
}
