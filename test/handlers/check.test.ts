import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from 'aws-lambda';
import type { CheckAnswer } from '../../lib/app/check/check.ts';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { useSandbox } from '../sandbox/environment.ts';
import { forgetModules } from './cold-start.ts';
import { CONTEXT } from './context.ts';

const EVENTS = join(import.meta.dirname, '../../events');
const TOPIC_ARN = 'arn:aws:sns:us-east-1:111122223333:alerts';
const TOPIC =
  '{ account: "111122223333", region: us-east-1, name: alerts, subscriptions: [{ protocol: email, endpoint: a@example.com }] }';

let sandbox: Sandbox;
const folder = mkdtempSync(join(tmpdir(), 'check-'));
beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
});
afterAll(() => sandbox.close());

/** What the handler logged: JSON lines of the logger, and metrics in CloudWatch's embedded format. */
let logged: Record<string, unknown>[] = [];
beforeEach(() => {
  logged = [];
  const keep = (line: unknown): void => {
    const text = String(line);
    logged.push(text.startsWith('{') ? JSON.parse(text) : { message: text });
  };
  for (const level of ['log', 'info', 'warn', 'error'] as const) jest.spyOn(console, level).mockImplementation(keep);
});
afterEach(() => {
  jest.restoreAllMocks();
});

interface Setup {
  readonly policy?: string;
  readonly world?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Loads the handler as a cold start does. */
async function coldStart({ policy = '', world = '', env = {} }: Setup = {}) {
  const path = join(folder, 'policy.yml');
  writeFileSync(
    path,
    `version: 1\ndesired: { status: ENABLED, findingPublishingFrequency: FIFTEEN_MINUTES }\n${policy}`,
  );
  sandbox.reset(
    parseWorld(
      `topics: [${TOPIC}]\naccounts: { "111122223333": { sessions: { "*": { findingPublishingFrequency: FIFTEEN_MINUTES }, eu-west-1: { status: PAUSED, findingPublishingFrequency: FIFTEEN_MINUTES } } } }\n${world}`,
      'world',
    ),
  );
  Object.assign(process.env, {
    TOPIC_ARN,
    POLICY_SOURCE: path,
    REMEDIATION: 'report',
    POWERTOOLS_DEV: 'true',
    POWERTOOLS_SERVICE_NAME: 'macie-warden-prod',
    POWERTOOLS_METRICS_DISABLED: 'false',
    AWS_MAX_ATTEMPTS: '1',
    ...env,
  });
  for (const [name, value] of Object.entries(env)) if (value === undefined) Reflect.deleteProperty(process.env, name);
  forgetModules();
  const { handler } = await import('../../handlers/check.ts');
  return (event: unknown, context: Partial<Context> = {}): Promise<CheckAnswer> =>
    handler(event, { ...CONTEXT, ...context });
}

const macieCalls = () => sandbox.calls.filter(({ service }) => service === 'macie2').map(({ operation }) => operation);

describe('every sample event', () => {
  test.each(readdirSync(EVENTS).filter((name) => name.endsWith('.json') && name !== 'test-alert.json'))(
    '%s',
    async (file) => {
      const invoke = await coldStart();
      const answer = await invoke(JSON.parse(readFileSync(join(EVENTS, file), 'utf8')));
      const isManual = file === 'manual.json';
      expect(answer).toMatchObject({
        verdict: 'drifted',
        published: true,
        summary: isManual ? { targets: 2, drifted: 1 } : { targets: 22, drifted: 1 },
      });
      expect(answer.results.filter(({ verdict }) => verdict === 'drifted').map(({ region }) => region)).toEqual([
        'eu-west-1',
      ]);
      expect(answer.results.map(({ verdict }) => verdict)).not.toContain('compliant');
      expect(sandbox.inbox).toHaveLength(1);
      expect(sandbox.inbox[0]).toMatchObject({
        subject: `macie-warden: 1 drifted in account 111122223333${isManual ? ' (2 of 22 targets)' : ''}`,
      });
      expect(new Set(macieCalls())).toEqual(new Set(['GetAdministratorAccount', 'GetMacieSession']));
    },
  );
});

describe('publishing', () => {
  const clean = 'regions: [us-east-1]\n';

  test('a run with nothing to say publishes nothing', async () => {
    const invoke = await coldStart({ policy: clean });
    expect(await invoke({})).toMatchObject({ verdict: 'compliant', published: false, results: [] });
    expect(sandbox.inbox).toEqual([]);
  });

  test('unless it is to be said always', async () => {
    const invoke = await coldStart({ policy: `${clean}notify: always\n` });
    expect(await invoke({})).toMatchObject({ verdict: 'compliant', published: true });
    expect(sandbox.inbox).toHaveLength(1);
  });

  test('when SNS fails, the whole report is logged and the invocation fails', async () => {
    const invoke = await coldStart({ world: 'faults: [{ match: { operations: [Publish] }, kind: deny }]' });
    await expect(invoke({})).rejects.toThrow(/Could not publish to .* AuthorizationError/);
    const kept = logged.find((line) => 'report' in line);
    expect(kept).toMatchObject({ level: 'ERROR', report: { schemaVersion: 2, summary: { targets: 22 } } });
    expect(logged.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/^the run failed: Could not publish/),
    );
  });

  test('a run that is out of time says so, and is published', async () => {
    const invoke = await coldStart({
      world: 'faults: [{ match: { operations: ["macie2:*"], regions: ["eu-*"] }, kind: hang }]',
    });
    const answer = await invoke({}, { getRemainingTimeInMillis: () => 1500 });
    expect(answer).toMatchObject({ verdict: 'unknown', published: true, notices: [{ kind: 'deadline' }] });
    expect(new Set(answer.results.map(({ reason }) => reason))).toEqual(new Set(['timeout', null]));
  });
});

test('metrics are in the log, in the form that CloudWatch reads', async () => {
  const invoke = await coldStart();
  await invoke({});
  expect(logged.find((line) => '_aws' in line)).toMatchObject({
    service: 'macie-warden-prod',
    Targets: 22,
    Compliant: 16,
    Drifted: 1,
    Unknown: 0,
    Repaired: 0,
    ScanMs: expect.any(Number),
  });
});

describe('the ceiling of the stack', () => {
  const policy = 'remediation: enforce\nregions: [eu-west-1]\n';

  test('enforce and enforce repair, and say so', async () => {
    const invoke = await coldStart({ policy, env: { REMEDIATION: 'enforce' } });
    expect(await invoke({})).toMatchObject({ verdict: 'compliant', published: true, results: [] });
    expect(sandbox.session({ accountId: '111122223333', region: 'eu-west-1' })).toMatchObject({ status: 'ENABLED' });
    expect(logged.find((line) => '_aws' in line)).toMatchObject({ Repaired: 1 });
  });

  test('a stack that may only report holds back a policy that enforces, and says so', async () => {
    const invoke = await coldStart({ policy });
    expect(await invoke({})).toMatchObject({ verdict: 'drifted', notices: [{ kind: 'remediation-capped' }] });
    expect(macieCalls()).toEqual(['GetMacieSession', 'GetAdministratorAccount']);
  });

  test('an event can turn a run down', async () => {
    const invoke = await coldStart({ policy, env: { REMEDIATION: 'enforce' } });
    expect(await invoke({ remediation: 'report' })).toMatchObject({ verdict: 'drifted' });
    expect(macieCalls()).toEqual(['GetMacieSession', 'GetAdministratorAccount']);
  });
});

describe('what an event may not do is refused before any call', () => {
  test.each<[string, unknown, Setup, RegExp]>([
    ['an unknown key', { region: 'eu-west-1' }, {}, /unknown key "region"/],
    [
      'a Region outside the policy',
      { regions: ['us-east-1'] },
      { policy: 'regions: [eu-west-1]' },
      /regions: expected some of eu-west-1, found us-east-1/,
    ],
    [
      'enforce under a report policy',
      { remediation: 'enforce' },
      { env: { REMEDIATION: 'enforce' } },
      /remediation: expected "report", as in the policy/,
    ],
    [
      'enforce in a report stack',
      { remediation: 'enforce' },
      { policy: 'remediation: enforce' },
      /deployed with it, found "enforce"/,
    ],
    ['a policy that is none', {}, { policy: 'region: all' }, /policy.yml:3:1: region: expected one of the keys/],
  ])('%s', async (_, event, setup, message) => {
    const invoke = await coldStart(setup);
    await expect(invoke(event)).rejects.toThrow(message);
    expect(sandbox.calls).toEqual([]);
  });
});

test.each([
  [{ TOPIC_ARN: undefined }, /^TOPIC_ARN: expected an SNS topic ARN such as \S+, found nothing/],
  [{ TOPIC_ARN: 'alerts' }, /^TOPIC_ARN: expected an SNS topic ARN such as/],
])('a stack without a topic fails when it starts: %p', async (env, message) => {
  await expect(coldStart({ env })).rejects.toThrow(message);
});

describe('an organization', () => {
  const IDS = Array.from({ length: 60 }, (_, index) => String(222200000000 + index));
  const ACCOUNTS = `accounts: [${IDS.map((id) => `"${id}"`).join()}]\nregions: [eu-west-1, us-east-1]`;

  test('that takes longer than the function has is refused before anything is read', async () => {
    const handler = await coldStart({ policy: ACCOUNTS });
    await expect(handler(null, { getRemainingTimeInMillis: () => 3000 })).rejects.toThrow(
      /^accounts: a run over 60 accounts takes about 3 s, .* Deploy with --param organization=on/,
    );
    expect(macieCalls()).toEqual([]);
    expect(sandbox.calls.filter(({ operation }) => operation === 'AssumeRole' || operation === 'Publish')).toEqual([]);
  });

  test('that fits into its time is read', async () => {
    const handler = await coldStart({ policy: ACCOUNTS });
    const { scope } = await handler(null);
    expect(scope).toMatchObject({ kind: 'full', targets: 120 });
  });
});
