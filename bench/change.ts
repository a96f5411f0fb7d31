import { writeFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { DisableMacieCommand, EnableMacieCommand, Macie2Client } from '@aws-sdk/client-macie2';
import { change } from '../lib/app/change/change.ts';
import { createChangeDeps } from '../lib/app/wiring/change-deps.ts';
import { MACIE_REGIONS } from '../lib/core/regions.ts';
import { startSandbox } from '../sandbox/server/server.ts';
import { eventOf, type TrailRecord } from '../sandbox/services/trail.ts';
import { parseWorld } from '../sandbox/worlds/world.ts';
import { median, type Measurement } from './measure.ts';
import { LATENCY_MS } from './scan.ts';

const ACCOUNT = '111122223333';
const TOPIC_ARN = `arn:aws:sns:us-east-1:${ACCOUNT}:bench`;
const RUNS = 7;
const BATCHES = 10;
const BATCH = 100;

/** The function `change`, warm, against a sandbox: in another process where the time counts, in this one where the calls do. */
export async function benchChange(): Promise<readonly Measurement[]> {
  const [repaired, reported] = [await callToAlert('enforce'), await callToAlert('report')];
  const perSecond = await eventsPerSecond();
  const ratio = (ms: number) => ({
    value: ms / LATENCY_MS,
    unit: '×' as const,
    note: `${Math.round(ms)} ms of wall time`,
  });
  return [
    { name: `a change: event to published alert, repaired ÷ ${LATENCY_MS} ms`, ...ratio(repaired), limit: 13 },
    { name: `a change: event to published alert, reported ÷ ${LATENCY_MS} ms`, ...ratio(reported), limit: 8 },
    {
      name: 'a change: events a second that change nothing, one warm function',
      value: perSecond,
      unit: 'a second',
      note: `batches of ${BATCH}, 22 Regions, ${LATENCY_MS} ms a call`,
    },
  ];
}

async function handlerWith(remediation: 'enforce' | 'report', onPublished: () => void = () => undefined) {
  const policy = join(await mkdtemp(join(tmpdir(), 'bench-')), 'policy.yml');
  await writeFile(
    policy,
    `version: 1\nremediation: ${remediation}\nlimits: { maxActions: 50, maxRepairs: 100, coolDown: 0s }\nalerts: { flapLimit: 1000 }\ndesired: { status: ENABLED }\n`,
  );
  const sinks = { logger: new Logger({ logLevel: 'SILENT' }), metrics: new Metrics({ namespace: 'bench' }) };
  const deps = createChangeDeps(
    {
      policySource: policy,
      topicArn: TOPIC_ARN,
      remediation,
      stateTable: 'state',
      archiveBucket: null,
      reportBucket: null,
      slackWebhookParameter: null,
      alertBus: null,
      securityHub: null,
      slackBot: null,
      accountName: null,
      homeRegion: 'us-east-1',
    },
    sinks,
  );
  const deadline = new AbortController().signal;
  return (events: readonly object[]) => {
    const Records = events.map((event, index) => ({
      messageId: `m${index}`,
      body: JSON.stringify(event),
      eventSource: 'aws:sqs',
    }));
    const publish: typeof deps.publish = async (message) => {
      const published = await deps.publish(message);
      onPublished();
      return published;
    };
    return change({ Records }, { ...deps, publish, deadline, repeatEvery: () => () => undefined });
  };
}

function recordOf(call: string, region: string, at = new Date()): TrailRecord {
  return {
    eventVersion: '1.11',
    userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${ACCOUNT}:user/alice`, accountId: ACCOUNT },
    eventTime: at.toISOString().replace(/\.\d+Z$/, 'Z'),
    eventSource: 'macie2.amazonaws.com',
    eventName: call,
    awsRegion: region,
    sourceIPAddress: '203.0.113.7',
    userAgent: 'aws-cli/2.31.0',
    requestParameters: call === 'UpdateMacieSession' ? { status: 'ENABLED' } : null,
    eventID: crypto.randomUUID(),
    readOnly: false,
    recipientAccountId: ACCOUNT,
  };
}

const macieIn = (region: string): Macie2Client => new Macie2Client({ region });

/** From handing over the event to SNS's answer. */
async function callToAlert(remediation: 'enforce' | 'report'): Promise<number> {
  const times: number[] = [];
  let publishedAt = 0;
  const send = await handlerWith(remediation, () => {
    publishedAt = performance.now();
  });
  const region = remediation === 'enforce' ? 'eu-west-1' : 'eu-west-2';
  const macie = macieIn(region);
  for (let run = 0; run <= RUNS; run++) {
    await macie.send(new DisableMacieCommand({}));
    const event = eventOf(recordOf('DisableMacie', region));
    const start = performance.now();
    await send([event]);
    // The first one opens connections.
    if (run > 0) times.push(publishedAt - start);
    if (remediation === 'report') {
      await macie.send(new EnableMacieCommand({ findingPublishingFrequency: 'FIFTEEN_MINUTES' }));
      await send([eventOf(recordOf('EnableMacie', region))]);
    }
  }
  macie.destroy();
  return median(times);
}

/** A storm of calls that change nothing that is not as it should be. */
async function eventsPerSecond(): Promise<number> {
  const send = await handlerWith('enforce');
  const old = new Date(Date.now() - 30 * 60_000);
  const batch = () =>
    Array.from({ length: BATCH }, (_, index) =>
      eventOf(recordOf('UpdateMacieSession', MACIE_REGIONS[index % MACIE_REGIONS.length] ?? '', old)),
    );
  await send(batch());
  const start = performance.now();
  for (let number = 0; number < BATCHES; number++) await send(batch());
  return (BATCHES * BATCH * 1000) / (performance.now() - start);
}

/** Calls to AWS for one event, by what comes of it. */
export async function benchCalls(): Promise<readonly Measurement[]> {
  const world = `tables: [state]\ntopics: [{ account: "${ACCOUNT}", region: us-east-1, name: bench }]\naccounts: { "${ACCOUNT}": { sessions: { "*": {} } } }`;
  const sandbox = await startSandbox({ world: parseWorld(world, 'bench') });
  Object.assign(process.env, { AWS_ENDPOINT_URL: sandbox.url, AWS_ACCESS_KEY_ID: ACCOUNT, AWS_SECRET_ACCESS_KEY: 'x' });
  const send = await handlerWith('enforce');
  const calls = async (events: readonly object[]): Promise<number> => {
    const before = sandbox.calls.length;
    await send(events);
    return sandbox.calls.length - before;
  };
  const old = new Date(Date.now() - 30 * 60_000);
  await send([eventOf(recordOf('UpdateMacieSession', 'eu-west-1', old))]);
  const nothing = await calls([eventOf(recordOf('UpdateMacieSession', 'eu-west-1', old))]);
  const macie = macieIn('eu-west-1');
  await macie.send(new DisableMacieCommand({}));
  const repaired = await calls([eventOf(recordOf('DisableMacie', 'eu-west-1'))]);
  const dropped = await calls([eventOf({ ...recordOf('EnableMacie', 'eu-west-1'), errorCode: 'AccessDenied' })]);
  const hundred = await calls(
    Array.from({ length: BATCH }, () => eventOf(recordOf('UpdateMacieSession', 'eu-west-1', old))),
  );
  macie.destroy();
  await sandbox.close();
  return [
    { name: 'calls for a change that is repaired', value: repaired, unit: 'calls', limit: 18 },
    {
      name: 'calls for a change that leaves nothing to say',
      value: nothing,
      unit: 'calls',
      limit: 8,
      note: `100 of one Region at once: ${hundred}`,
    },
    { name: 'calls for an event that is dropped', value: dropped, unit: 'calls', limit: 1 },
  ];
}
