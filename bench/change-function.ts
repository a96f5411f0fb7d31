import { writeFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { Macie2Client } from '@aws-sdk/client-macie2';
import { change } from '../lib/app/change/change.ts';
import { createChangeDeps } from '../lib/app/wiring/change-deps.ts';
import type { TrailRecord } from '../sandbox/services/trail.ts';

export const ACCOUNT = '111122223333';
export const TOPIC = 'bench';

/** Sends events to the function `change`, as one batch. */
export async function handlerWith(remediation: 'enforce' | 'report', onPublished: () => void = () => undefined) {
  const policy = join(await mkdtemp(join(tmpdir(), 'bench-')), 'policy.yml');
  await writeFile(
    policy,
    `version: 1\nremediation: ${remediation}\nlimits: { maxActions: 50, maxRepairs: 100, coolDown: 0s }\nalerts: { flapLimit: 1000 }\ndesired: { status: ENABLED }\n`,
  );
  const sinks = { logger: new Logger({ logLevel: 'SILENT' }), metrics: new Metrics({ namespace: 'bench' }) };
  const deps = createChangeDeps(
    {
      policySource: policy,
      topicArn: `arn:aws:sns:us-east-1:${ACCOUNT}:${TOPIC}`,
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

export function recordOf(call: string, region: string, at = new Date()): TrailRecord {
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

export const macieIn = (region: string): Macie2Client => new Macie2Client({ region });
