import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { AlertEvent } from '../../lib/render/messages/event.ts';
import { publishToEventBridge } from '../../lib/publish/event-bridge.ts';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { clientsOf } from '../sandbox/values.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const BUS = 'account: "111122223333", region: eu-west-1, name: alerts';
const use = (world: string) => sandbox.reset(parseWorld(world, 'world'));
const signal = new AbortController().signal;

const eventOf = (index: number, detail: object = { index }): AlertEvent => ({
  alertId: `alert${index}`,
  time: new Date('2026-11-24T09:00:01.000Z'),
  resources: ['arn:aws:macie2:eu-west-1:111122223333:session'],
  detailType: 'Macie Warden Alert',
  detail: JSON.stringify(detail),
});
const events = (count: number) => Array.from({ length: count }, (_, index) => eventOf(index));
const publish = (sent: readonly AlertEvent[], bus = 'alerts') =>
  publishToEventBridge({ client: clientsOf(sandbox).eventBridge, bus }, sent, signal);
const calls = () => sandbox.calls.map(({ operation }) => operation);
const received = (): readonly object[] => sandbox.inbox.map(({ body }) => JSON.parse(body));

test('puts each event on the bus, ten a call', async () => {
  use(`eventBuses: [{ ${BUS} }]`);
  const { messageId, refused } = await publish(events(12), 'arn:aws:events:eu-west-1:111122223333:event-bus/alerts');
  expect(refused).toEqual([]);
  expect(calls()).toEqual(['DescribeEventBus', 'PutEvents', 'PutEvents']);
  expect(received()).toHaveLength(12);
  expect(received()[0]).toEqual({
    version: '0',
    id: messageId,
    'detail-type': 'Macie Warden Alert',
    source: 'macie-warden',
    account: '111122223333',
    time: '2026-11-24T09:00:01Z',
    region: 'eu-west-1',
    resources: ['arn:aws:macie2:eu-west-1:111122223333:session'],
    detail: { index: 0 },
  });
});

test('keeps each call under the smaller of the two limits that AWS has had', async () => {
  use(`eventBuses: [{ ${BUS} }]`);
  const large = [0, 1, 2, 3].map((index) => eventOf(index, { text: 'é'.repeat(50_000) }));
  expect(await publish(large)).toMatchObject({ refused: [] });
  expect(calls()).toEqual(['DescribeEventBus', 'PutEvents', 'PutEvents']);
});

test('names the events that EventBridge refused', async () => {
  use(`eventBuses: [{ ${BUS}, refuses: { every: 2, calls: 1 } }]`);
  expect((await publish(events(4))).refused).toEqual([
    { alertId: 'alert1', why: 'ThrottlingException: Rate exceeded' },
    { alertId: 'alert3', why: 'ThrottlingException: Rate exceeded' },
  ]);
  expect(received()).toHaveLength(2);
});

test('names the events of a call that failed beside one that did not', async () => {
  use(`{ eventBuses: [{ ${BUS} }], faults: [{ kind: throttle, after: 1, match: { operations: [PutEvents] } }] }`);
  const { refused } = await publish(events(11));
  expect(refused).toEqual([{ alertId: 'alert10', why: expect.stringMatching(/^ThrottlingException: /) }]);
});

test.each([
  ['PutEvents was denied', 'deny', /AccessDeniedException: .*\. Allow events:PutEvents on this bus/],
  ['EventBridge throttles', 'throttle', /ThrottlingException: .*\. The next run sends them again/],
])('rejects if %s', async (_, kind, message) => {
  use(`{ eventBuses: [{ ${BUS} }], faults: [{ kind: ${kind}, match: { operations: [PutEvents] } }] }`);
  await expect(publish(events(2))).rejects.toThrow(message);
});

test('sends nothing to a bus that does not exist, because PutEvents takes it and drops it', async () => {
  use('{}');
  await expect(publish(events(2))).rejects.toThrow(/alerts: there is no such bus in that account and Region\. Make it/);
  expect(calls()).toEqual(['DescribeEventBus']);
  expect(await publish(events(1), 'default')).toMatchObject({ refused: [] });
});

test('sends to a bus that it may not describe', async () => {
  use(`{ eventBuses: [{ ${BUS} }], faults: [{ kind: deny, match: { operations: [DescribeEventBus] } }] }`);
  expect(await publish(events(1))).toMatchObject({ refused: [] });
  expect(received()).toHaveLength(1);
});
