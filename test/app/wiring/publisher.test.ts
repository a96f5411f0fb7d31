import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Logger } from '@aws-lambda-powertools/logger';
import { createPublisher } from '../../../lib/app/wiring/publisher.ts';
import type { AlertKind } from '../../../lib/core/alerts/model.ts';
import { startSandbox, type Sandbox } from '../../../sandbox/server/server.ts';
import { parseWorld } from '../../../sandbox/worlds/world.ts';
import { driftAlert } from '../../fixtures/alerts.ts';
import { REPORTS, result } from '../../fixtures/reports.ts';
import { clientsOf } from '../../sandbox/values.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => {
  sandbox.reset(
    parseWorld(
      'topics: [{ account: "111122223333", region: eu-west-1, name: alerts, subscriptions: [{ protocol: email, endpoint: a@example.com, state: confirmed }] }]',
      'world',
    ),
  );
});

const report = REPORTS.mixed;
const alerts = [driftAlert({ kind: 'opened' }, { id: 'opened' })];
const routed = (...sns: AlertKind[]) => ({ sns, slack: [] });

function publisher(accountName: string | null = null) {
  const topicArn = 'arn:aws:sns:eu-west-1:111122223333:alerts';
  const limit = () => new AbortController().signal;
  const sns = { topicArn, client: () => Promise.resolve(clientsOf(sandbox).sns), limit };
  return createPublisher(
    { sns, slack: null },
    {
      logger: new Logger({ logLevel: 'SILENT' }),
      accountName,
    },
  );
}

const calls = (): readonly string[] => sandbox.calls.map(({ operation }) => operation);

test('a prepared delivery asks once, and before it sends', async () => {
  const { publish, prepareDelivery } = publisher();
  const channels = routed('opened');
  prepareDelivery({ alerts, takenBy: {}, channels, runId: report.runId });
  const state = { drifts: [], unreadable: [], ledgers: [], sessions: [], policies: [] };
  const delivery = await publish({ report, changes: { alerts, state, note: null }, channels });
  expect(delivery).toMatchObject({ published: true, undelivered: [] });
  expect(calls()).toEqual(['GetTopicAttributes', 'Publish']);
});

test('nothing is asked for alerts that are not routed to SNS', async () => {
  const { publish, prepareDelivery } = publisher();
  prepareDelivery({ alerts, takenBy: {}, channels: routed('repaired'), runId: report.runId });
  await publish({ report, channels: routed('repaired') });
  // The report without alerts asks for itself.
  expect(calls()).toEqual(['GetTopicAttributes', 'Publish']);
});

test('a preparation that fails is left to the delivery', async () => {
  const { prepareDelivery } = publisher();
  const signal = AbortSignal.abort();
  expect(() => {
    prepareDelivery({ alerts, takenBy: {}, channels: routed('opened'), runId: report.runId, signal });
  }).not.toThrow();
});

test.each([
  ['prod', REPORTS.clean, /of prod \(111122223333\)/],
  [null, REPORTS.clean, /of 111122223333/],
  ['prod', { ...report, results: [...report.results, otherAccount()] }, /of 111122223333/],
] as const)('the account is named %j in the subject, if the report is of one account', async (name, one, expected) => {
  const { publish } = publisher(name);
  const state = { drifts: [], unreadable: [], ledgers: [], sessions: [], policies: [] };
  await publish({ report: one, changes: { alerts, state, note: null }, channels: routed('opened') });
  expect(sandbox.inbox[0]?.subject).toMatch(expected);
});

function otherAccount() {
  return { ...result('eu-west-1'), accountId: '222233334444' };
}
