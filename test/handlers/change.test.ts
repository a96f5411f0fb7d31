import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DisableMacieCommand, EnableMacieCommand, UpdateMacieSessionCommand } from '@aws-sdk/client-macie2';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import type { SQSBatchResponse } from 'aws-lambda';
import type { CheckAnswer } from '../../lib/app/check/check.ts';
import { startLive, type Live } from '../../sandbox/stack/live.ts';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { useSandbox } from '../sandbox/environment.ts';
import { clientsOf } from '../sandbox/values.ts';
import { forgetModules } from './cold-start.ts';
import { CONTEXT } from './context.ts';

const EVENTS = join(import.meta.dirname, '../../events/change');
const ACCOUNT = '111122223333';
const TOPIC_ARN = `arn:aws:sns:us-east-1:${ACCOUNT}:alerts`;
const TOPIC = `{ account: "${ACCOUNT}", region: us-east-1, name: alerts, subscriptions: [{ protocol: email, endpoint: a@example.com }] }`;
const folder = mkdtempSync(join(tmpdir(), 'change-'));

let sandbox: Sandbox;
let live: Live | undefined;
beforeAll(async () => {
  sandbox = await startSandbox({ onRecord: (record) => live?.record(record) });
});
afterAll(() => sandbox.close());

let logged: Record<string, unknown>[] = [];
beforeEach(() => {
  logged = [];
  live = undefined;
  useSandbox(sandbox);
  const keep = (line: unknown): void => void logged.push(JSON.parse(String(line)));
  for (const level of ['log', 'info', 'warn', 'error'] as const) jest.spyOn(console, level).mockImplementation(keep);
});
afterEach(() => {
  jest.restoreAllMocks();
});

function world(sessions: string, rest = ''): void {
  const account = `{ optedIn: [af-south-1], sessions: { "*": { findingPublishingFrequency: FIFTEEN_MINUTES }, ${sessions} } }`;
  sandbox.reset(
    parseWorld(`topics: [${TOPIC}]\ntables: [state]\naccounts: { "${ACCOUNT}": ${account} }\n${rest}`, 'world'),
  );
}

function environment(policy = ''): Record<string, string> {
  const path = join(folder, 'policy.yml');
  const desired = 'desired: { status: ENABLED, findingPublishingFrequency: FIFTEEN_MINUTES }';
  writeFileSync(path, `version: 1\nremediation: enforce\n${desired}\n${policy}`);
  return {
    TOPIC_ARN,
    STATE_TABLE: 'state',
    POLICY_SOURCE: path,
    REMEDIATION: 'enforce',
    SLACK_WEBHOOK_PARAMETER: '',
    POWERTOOLS_DEV: 'true',
    POWERTOOLS_METRICS_DISABLED: 'false',
    AWS_MAX_ATTEMPTS: '1',
  };
}

/** Macie in a Region, for a person who has taken on a role. */
async function as(session: string, region = 'eu-west-1') {
  const RoleArn = `arn:aws:iam::${ACCOUNT}:role/Admin`;
  const { Credentials } = await clientsOf(sandbox).sts.send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: session }),
  );
  return clientsOf(sandbox, { account: Credentials?.AccessKeyId ?? '', region }).macie;
}

const macieCalls = () =>
  sandbox.calls.filter(({ service }) => service === 'macie2').map(({ operation, region }) => `${operation} ${region}`);
const bodies = () => sandbox.inbox.map(({ body }) => body.replaceAll(/\s+/g, ' '));

/** Events of an administrator lead to its member, which this stack does not check. */
const OF_MEMBERS = [
  'BatchUpdateAutomatedDiscoveryAccounts',
  'CreateMember',
  'DeleteMember',
  'DisassociateMember',
  'MacieMemberUpdated',
  'UpdateMemberSession',
].map((name) => `${name}.json`);

// One environment, so that its start is loaded once: most of the time of a sample event.
test.each(OF_MEMBERS)('the sample event %s is of a member', async (file) => {
  world('eu-west-1: null');
  Object.assign(process.env, environment());
  const { handler } = await import('../../handlers/change.ts');
  const why = 'it is of account 444455556666, and this stack checks 111122223333';
  expect(await handler(JSON.parse(readFileSync(join(EVENTS, file), 'utf8')), CONTEXT)).toMatchObject({
    checked: 0,
    ignored: [{ why }],
  });
});

test.each(readdirSync(EVENTS).filter((file) => !OF_MEMBERS.includes(file)))('the sample event %s', async (file) => {
  world('eu-west-1: { status: PAUSED, findingPublishingFrequency: FIFTEEN_MINUTES }, af-south-1: null');
  Object.assign(process.env, environment());
  // It has an event of another file, and a function that has checked an event does not check it again.
  if (file === 'batch.json') forgetModules();
  const { handler } = await import('../../handlers/change.ts');
  const answer: SQSBatchResponse = await handler(JSON.parse(readFileSync(join(EVENTS, file), 'utf8')), CONTEXT);
  expect(answer).toEqual({ batchItemFailures: [], ...(file === 'batch.json' ? {} : { checked: 1, ignored: [] }) });
  const [region, write] = file.startsWith('Region')
    ? ['af-south-1', 'EnableMacie']
    : ['eu-west-1', 'UpdateMacieSession'];
  // The scan, of a paused session with its administrator; the reading right before the write, the write, and the reading that verifies it.
  const reading = `GetMacieSession ${region}`;
  const administrator = write === 'UpdateMacieSession' ? [`GetAdministratorAccount ${region}`] : [];
  expect(macieCalls()).toEqual([reading, ...administrator, reading, `${write} ${region}`, reading]);
  expect(sandbox.inbox.map(({ subject }) => subject)).toEqual([
    expect.stringMatching(new RegExp(`^\\[RESOLVED\\] Macie .+ again in ${region} of 111122223333: .*repaired$`)),
  ]);
  const metrics = logged.find((line) => '_aws' in line);
  expect(metrics).toMatchObject({ EventsReceived: 1, EventsIgnored: 0, EventsReturned: 0, Repaired: 1 });
  // What one Region shows is not what the estate is.
  for (const name of ['Targets', 'Unknown', 'Coverage']) expect(metrics).not.toHaveProperty(name);
});

test('what is no event is dropped, and the log says why', async () => {
  world('eu-west-1: null');
  Object.assign(process.env, environment());
  forgetModules();
  const { handler } = await import('../../handlers/change.ts');
  expect(await handler({ Records: [] }, CONTEXT)).toEqual({ batchItemFailures: [] });
  expect(await handler('nonsense', CONTEXT)).toMatchObject({ batchItemFailures: [], checked: 0, ignored: [{}] });
  expect(macieCalls()).toEqual([]);
  expect(logged.map(({ message }) => message)).toContain(
    'event ignored: an event: the message is not JSON: it may have been cut',
  );
});

describe('the way of a change: call, rule, queue, function', () => {
  async function start({ policy = '', windowMs = 20 } = {}): Promise<Live> {
    forgetModules();
    live = await startLive({ sandbox, accountId: ACCOUNT, environment: environment(policy), windowMs });
    return live;
  }

  test('is repaired, and told with who it was; its own repair starts nothing', async () => {
    world('eu-west-1: { findingPublishingFrequency: FIFTEEN_MINUTES }');
    const { settled } = await start();
    await (await as('alice')).send(new DisableMacieCommand({}));
    await settled();
    expect(sandbox.session({ accountId: ACCOUNT, region: 'eu-west-1' })).toMatchObject({ status: 'ENABLED' });
    expect(macieCalls()).toEqual([
      'DisableMacie eu-west-1',
      'GetMacieSession eu-west-1',
      'GetMacieSession eu-west-1',
      'EnableMacie eu-west-1',
      'GetMacieSession eu-west-1',
    ]);
    const event = sandbox.trail.find(({ eventName }) => eventName === 'DisableMacie');
    expect(bodies()).toEqual([expect.stringContaining('status was DISABLED, is now ENABLED')]);
    expect(bodies()[0]).toMatch(
      /DisableMacie by the role arn:aws:iam::111122223333:role\/Admin as alice, \S+ \S+ UTC, from 127.0.0.1, with aws-sdk-js/,
    );
    expect(bodies()[0]).toContain(
      `https://eu-west-1.console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/${event?.eventID}`,
    );
    expect(logged.map(({ message }) => message)).toContain(
      'event ignored: EnableMacie in eu-west-1: it is a repair of macie-warden itself',
    );
  });

  test('calls that fail or only read do not get through the rule', async () => {
    world('eu-west-1: null');
    const { settled } = await start();
    await expect((await as('alice')).send(new DisableMacieCommand({}))).rejects.toThrow('Macie is not enabled');
    await settled();
    expect(macieCalls()).toEqual(['DisableMacie eu-west-1']);
  });

  test('many Regions at once are one look and one message', async () => {
    world('eu-west-1: { findingPublishingFrequency: FIFTEEN_MINUTES }');
    const { settled } = await start({ windowMs: 2000 });
    const regions = ['eu-west-1', 'eu-west-2', 'us-east-1', 'us-west-2', 'af-south-1'];
    await Promise.all(regions.map(async (region) => (await as('alice', region)).send(new DisableMacieCommand({}))));
    await settled();
    expect(sandbox.inbox.map(({ subject }) => subject)).toEqual([
      '[RESOLVED] Macie is ON again in 5 Regions of 111122223333: disabled by alice, repaired',
    ]);
    expect(macieCalls().filter((call) => call.startsWith('EnableMacie'))).toHaveLength(5);
  });

  test('stale readings after the call: the drift is not missed, and told once', async () => {
    world(
      'eu-west-1: { findingPublishingFrequency: FIFTEEN_MINUTES }',
      'faults: [{ kind: write-lag, reads: 2, times: 1, match: { operations: [DisableMacie] } }]',
    );
    const { settled } = await start();
    await (await as('alice')).send(new DisableMacieCommand({}));
    await settled();
    expect(macieCalls().filter((call) => call.startsWith('Get'))).toHaveLength(5);
    expect(sandbox.inbox.map(({ subject }) => subject)).toEqual([
      '[RESOLVED] Macie is ON again in eu-west-1 of 111122223333: disabled by alice, repaired',
    ]);
  });

  test('a throttled reading brings the event back', async () => {
    world(
      'eu-west-1: { findingPublishingFrequency: FIFTEEN_MINUTES }',
      'faults: [{ kind: throttle, times: 40, match: { operations: [GetMacieSession] } }]',
    );
    await start();
    // By hand, to see the answer.
    live = undefined;
    const { handler } = await import('../../handlers/change.ts');
    await (await as('alice')).send(new DisableMacieCommand({}));
    const [record] = sandbox.trail;
    const body = JSON.stringify({
      source: 'aws.macie2',
      'detail-type': 'AWS API Call via CloudTrail',
      account: ACCOUNT,
      detail: record,
    });
    const answer: SQSBatchResponse = await handler(
      { Records: [{ messageId: 'm1', body, eventSource: 'aws:sqs' }] },
      { ...CONTEXT, getRemainingTimeInMillis: () => 4000 },
    );
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
    expect(sandbox.inbox).toEqual([]);
  }, 20_000);
});

describe('a run on the schedule asks CloudTrail for the caller', () => {
  async function checkNow(): Promise<CheckAnswer> {
    Object.assign(process.env, environment());
    forgetModules();
    const { handler } = await import('../../handlers/check.ts');
    return handler({}, CONTEXT);
  }
  const lookups = () => sandbox.calls.filter(({ operation }) => operation === 'LookupEvents').length;

  test('and names the last call that made it so', async () => {
    world('eu-west-1: { findingPublishingFrequency: FIFTEEN_MINUTES }');
    const { macie } = clientsOf(sandbox);
    await macie.send(new UpdateMacieSessionCommand({ status: 'PAUSED' }));
    await macie.send(new DisableMacieCommand({}));
    expect(await checkNow()).toMatchObject({
      alerts: [
        {
          kind: 'repaired',
          call: { name: 'DisableMacie', actor: { type: 'IAMUser', name: `arn:aws:iam::${ACCOUNT}:user/sandbox` } },
        },
      ],
    });
    expect(lookups()).toBe(2);
    // What is known already is not asked again.
    await checkNow();
    expect(lookups()).toBe(2);
  });

  test('and names nobody when a later call does not explain it', async () => {
    world(
      'eu-west-1: { findingPublishingFrequency: FIFTEEN_MINUTES }',
      'faults: [{ kind: write-lost, match: { operations: [EnableMacie] }, times: 1 }]',
    );
    const macie = await as('alice');
    await macie.send(new DisableMacieCommand({}));
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await macie.send(new EnableMacieCommand({}));
    expect(await checkNow()).toMatchObject({ alerts: [{ kind: 'repaired', call: null }] });
  });

  test.each(['deny', 'throttle', 'server-error', 'html', 'empty', 'reset'])(
    'and whatever CloudTrail does costs only the name: %s',
    async (kind) => {
      world(
        'eu-west-1: { findingPublishingFrequency: FIFTEEN_MINUTES }',
        `faults: [{ kind: ${kind}, match: { operations: [LookupEvents] } }]`,
      );
      await clientsOf(sandbox).macie.send(new DisableMacieCommand({}));
      expect(await checkNow()).toMatchObject({
        verdict: 'compliant',
        alerts: [{ kind: 'repaired', actual: 'DISABLED', call: null }],
      });
      expect(lookups()).toBeGreaterThan(0);
    },
    20_000,
  );
});
