import { expect, test } from '@jest/globals';
import type { AlertKind } from '../../lib/core/alerts/model.ts';
import { publishTo } from '../../lib/publish/channels.ts';
import { channelsOf, type Channel, type ChannelAccess } from '../../lib/publish/table.ts';
import type { MessageContent } from '../../lib/render/view/content.ts';
import { driftAlert } from '../fixtures/alerts.ts';
import { MESSAGES } from '../fixtures/changes.ts';
import { REPORTS } from '../fixtures/reports.ts';

const OPENED = driftAlert({ kind: 'opened' }, { id: 'opened' });
const REPAIRED = driftAlert({ kind: 'repaired' }, { id: 'repaired' });
const state = { drifts: [], unreadable: [], ledgers: [], sessions: [] };
const message = (...alerts: readonly (typeof OPENED)[]) => ({
  report: REPORTS.mixed,
  changes: { alerts, state, note: null },
});

interface Recorded extends Channel {
  readonly received: (readonly string[] | null)[];
}

/** A channel that keeps the ids of what it is sent, or fails. */
function channel(name: Channel['name'], kinds: readonly AlertKind[], error?: Error): Recorded {
  const received: (readonly string[] | null)[] = [];
  const send = (_: unknown, { changes }: MessageContent) => {
    received.push(changes?.alerts.map(({ id }) => id) ?? null);
    return error ? Promise.reject(error) : Promise.resolve({ messageId: null });
  };
  return { name, kinds: new Set(kinds), send, received };
}

test('sends each channel the alerts that are routed to it', async () => {
  const sns = channel('sns', ['opened']);
  const slack = channel('slack', ['opened', 'repaired']);
  const { undelivered, failures } = await publishTo([sns, slack], message(OPENED, REPAIRED));
  expect(sns.received).toEqual([['opened']]);
  expect(slack.received).toEqual([['opened', 'repaired']]);
  expect({ undelivered, failures }).toEqual({ undelivered: [], failures: [] });
});

test('sends nothing to a channel to which no alert is routed', async () => {
  const slack = channel('slack', ['repaired']);
  await publishTo([slack], message(OPENED));
  expect(slack.received).toEqual([]);
});

test('sends a message without alerts to every channel', async () => {
  const channels = [channel('sns', []), channel('slack', [])];
  await publishTo(channels, { report: REPORTS.clean });
  await publishTo(channels, message());
  expect(channels.map(({ received }) => received)).toEqual([
    [null, []],
    [null, []],
  ]);
});

test('keeps an alert undelivered if all channels failed that it is routed to, as plain data', async () => {
  const error = new Error('down');
  const result = await publishTo(
    [channel('sns', ['opened'], error), channel('slack', ['opened', 'repaired'])],
    message(OPENED, REPAIRED),
  );
  expect(result.undelivered).toEqual([]);
  const alone = await publishTo(
    [channel('sns', ['opened'], error), channel('slack', ['repaired'])],
    message(OPENED, REPAIRED),
  );
  expect(alone.undelivered).toEqual(['opened']);
  expect(alone.failures).toEqual([{ channel: 'sns', error }]);
  expect(JSON.parse(JSON.stringify(alone.undelivered))).toEqual(alone.undelivered);
});

const access: ChannelAccess = {
  sns: { topicArn: 'arn:aws:sns:eu-west-1:111122223333:alerts', client: () => Promise.reject(new Error('not here')) },
  slack: { url: () => Promise.resolve(''), wait: () => Promise.resolve() },
};
const routing = { sns: ['opened'], slack: ['repaired'] } as const;
const kindsOf = (channels: readonly Channel[]) => channels.map(({ name, kinds }) => [name, [...kinds]]);

test('opens the channels of a deployment with the kinds that the policy routes to each', () => {
  expect(kindsOf(channelsOf(access, routing))).toEqual([
    ['sns', ['opened']],
    ['slack', ['repaired']],
  ]);
});

test('routes the kinds of a channel that the deployment lacks to SNS', () => {
  expect(kindsOf(channelsOf({ ...access, slack: null }, routing))).toEqual([['sns', ['opened', 'repaired']]]);
});

test('reports a channel that could not be reached', async () => {
  const { changes, report } = MESSAGES['partial'] ?? message(OPENED);
  const { failures, undelivered } = await publishTo(channelsOf(access, { sns: ['resolved'], slack: [] }), {
    report,
    changes,
  });
  expect(failures).toMatchObject([{ channel: 'sns', error: { message: 'not here' } }]);
  expect(undelivered).toEqual(changes.alerts.map(({ id }) => id));
});
