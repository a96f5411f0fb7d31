import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DisableMacieCommand, UpdateMemberSessionCommand, type Macie2Client } from '@aws-sdk/client-macie2';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { eventOf } from '../../sandbox/services/trail.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { useSandbox } from '../sandbox/environment.ts';
import { clientsOf } from '../sandbox/values.ts';
import { forgetModules } from './cold-start.ts';
import { CONTEXT } from './context.ts';

// Events from the accounts of an organization, in one stack.
const ADMINISTRATOR = '111122223333';
const MANAGEMENT = '999900000001';
const MEMBER = '222200000001';
const OTHER = '222200000002';
const EXCLUDED = '222200000003';
const SESSIONS = 'sessions: { "*": { findingPublishingFrequency: FIFTEEN_MINUTES } }';
const TOPIC = `{ account: "${ADMINISTRATOR}", region: us-east-1, name: alerts, subscriptions: [{ protocol: email, endpoint: a@example.com }] }`;
const folder = mkdtempSync(join(tmpdir(), 'change-organization-'));

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => {
  useSandbox(sandbox);
  for (const level of ['log', 'info', 'warn', 'error'] as const)
    jest.spyOn(console, level).mockImplementation(() => undefined);
  sandbox.reset(
    parseWorld(
      `
topics: [${TOPIC}]
tables: [state]
organization:
  managementAccount: "${MANAGEMENT}"
  administrator: "${ADMINISTRATOR}"
  accounts:
    "${ADMINISTRATOR}": { ${SESSIONS} }
    "${MANAGEMENT}": { ${SESSIONS} }
    "${MEMBER}": { name: prod-web, ${SESSIONS} }
    "${OTHER}": { name: prod-data, membership: null, ${SESSIONS} }
    "${EXCLUDED}": { ${SESSIONS} }
`,
      'world',
    ),
  );
  const policy = join(folder, 'policy.yml');
  writeFileSync(
    policy,
    `version: 1\naccounts: organization\nexcludeAccounts: ["${EXCLUDED}"]\nremediation: enforce\nlimits: { coolDown: 0s }\ndesired: { status: ENABLED, findingPublishingFrequency: FIFTEEN_MINUTES }\n`,
  );
  Object.assign(process.env, {
    TOPIC_ARN: `arn:aws:sns:us-east-1:${ADMINISTRATOR}:alerts`,
    STATE_TABLE: 'state',
    POLICY_SOURCE: policy,
    REMEDIATION: 'enforce',
    SLACK_WEBHOOK_PARAMETER: '',
    POWERTOOLS_DEV: 'true',
  });
  forgetModules();
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** Alice makes a call in an account; the event of it, as EventBridge delivers it to the stack. */
async function byAlice(account: string, call: (macie: Macie2Client) => Promise<unknown>): Promise<object> {
  const sts = clientsOf(sandbox, { account }).sts;
  const RoleArn = `arn:aws:iam::${account}:role/Admin`;
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'alice' }));
  await call(clientsOf(sandbox, { account: Credentials?.AccessKeyId ?? '', region: 'eu-west-1' }).macie);
  const record = sandbox.trail.findLast(({ readOnly }) => !readOnly);
  return record ? eventOf(record) : {};
}

async function change(event: object): Promise<unknown> {
  const { handler } = await import('../../handlers/change.ts');
  return handler(event, CONTEXT);
}

const writes = () =>
  sandbox.trail
    .filter(({ readOnly, eventSource }) => !readOnly && eventSource === 'macie2.amazonaws.com')
    .map(({ eventName, recipientAccountId }) => `${eventName} in ${recipientAccountId}`);

test('a member that somebody pauses at the administrator is resumed there, and the message says who it was', async () => {
  const pause = new UpdateMemberSessionCommand({ id: MEMBER, status: 'PAUSED' });
  const event = await byAlice(ADMINISTRATOR, (macie) => macie.send(pause));
  expect(await change(event)).toMatchObject({ checked: 1, ignored: [] });
  expect(writes()).toEqual([`UpdateMemberSession in ${ADMINISTRATOR}`, `UpdateMemberSession in ${ADMINISTRATOR}`]);
  expect(sandbox.inbox.map(({ subject }) => subject)).toEqual([
    `[RESOLVED] Macie is ON again in eu-west-1 of prod-web (${MEMBER}): paused by alice, repaired`,
  ]);
});

test('an account outside the administrator that disables Macie itself is added by the administrator', async () => {
  const event = await byAlice(OTHER, (macie) => macie.send(new DisableMacieCommand({})));
  expect(await change(event)).toMatchObject({ checked: 1, ignored: [] });
  expect(writes()).toEqual([`DisableMacie in ${OTHER}`, `CreateMember in ${ADMINISTRATOR}`]);
  expect(sandbox.inbox.map(({ subject }) => subject)).toEqual([
    `[RESOLVED] Macie is ON again in eu-west-1 of prod-data (${OTHER}): disabled by alice, repaired`,
  ]);
});

test('an event of an account that the policy excludes triggers no check', async () => {
  const pause = new UpdateMemberSessionCommand({ id: EXCLUDED, status: 'PAUSED' });
  const event = await byAlice(ADMINISTRATOR, (macie) => macie.send(pause));
  expect(await change(event)).toMatchObject({
    checked: 0,
    ignored: [{ why: `it is of account ${EXCLUDED}, and this stack checks 4 others` }],
  });
});
