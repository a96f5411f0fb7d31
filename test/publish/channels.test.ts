import { describe, expect, test } from '@jest/globals';
import type { Audience } from '../../lib/core/alerts/audience.ts';
import { newDriftRecord } from '../../lib/core/alerts/drift-record.ts';
import type { AlertKind } from '../../lib/core/alerts/model.ts';
import { publishTo } from '../../lib/publish/channels.ts';
import type { Channel } from '../../lib/publish/channel.ts';
import { channelsOf, type ChannelAccess } from '../../lib/publish/table.ts';
import type { MessageContent } from '../../lib/render/view/content.ts';
import { driftAlert } from '../fixtures/alerts.ts';
import { MESSAGES } from '../fixtures/changes.ts';
import { REPORTS } from '../fixtures/reports.ts';

const OPENED = driftAlert({ kind: 'opened' }, { id: 'opened' });
const REPAIRED = driftAlert({ kind: 'repaired' }, { id: 'repaired' });
const state = { drifts: [], unreadable: [], ledgers: [], sessions: [], policies: [] };
const signal = new AbortController().signal;
const message = (...alerts: readonly (typeof OPENED)[]) => ({
  report: REPORTS.mixed,
  changes: { alerts, state, note: null },
  signal,
});

interface Recorded extends Channel {
  readonly received: (readonly string[] | null)[];
}

interface Behaviour {
  readonly error?: Error;
  readonly audience?: Audience;
  readonly hangs?: boolean;
  /** Ids of alerts that it refuses. */
  readonly refuses?: readonly string[];
}

const SUBSCRIBED: Audience = { kind: 'subscribed' };
const NOBODY: Audience = { kind: 'unsubscribed', pending: 1 };

/** A channel that keeps the ids of what it is sent, or fails. */
function channel(name: Channel['name'], kinds: readonly AlertKind[], behaviour: Behaviour = {}): Recorded {
  const { error, audience = SUBSCRIBED, hangs = false, refuses = [] } = behaviour;
  const received: (readonly string[] | null)[] = [];
  const refusing = (ids: readonly string[]) =>
    ids.filter((id) => refuses.includes(id)).map((alertId) => ({ alertId, why: 'Throttled' }));
  const outgoing = (_: unknown, { changes }: MessageContent) => {
    const alertIds = changes?.alerts.map(({ id }) => id) ?? [];
    const send = () => {
      received.push(changes ? alertIds : null);
      if (hangs) return new Promise<never>(() => undefined);
      return error ? Promise.reject(error) : Promise.resolve({ messageId: null, refused: refusing(alertIds) });
    };
    return Promise.resolve({ alertIds, send });
  };
  return { name, kinds: new Set(kinds), audience: () => Promise.resolve(audience), message: outgoing, received };
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
  await publishTo(channels, { report: REPORTS.clean, signal });
  await publishTo(channels, message());
  expect(channels.map(({ received }) => received)).toEqual([
    [null, []],
    [null, []],
  ]);
});

test('keeps an alert undelivered if all channels failed that it is routed to, as plain data', async () => {
  const error = new Error('down');
  const result = await publishTo(
    [channel('sns', ['opened'], { error }), channel('slack', ['opened', 'repaired'])],
    message(OPENED, REPAIRED),
  );
  expect(result.undelivered).toEqual([]);
  const alone = await publishTo(
    [channel('sns', ['opened'], { error }), channel('slack', ['repaired'])],
    message(OPENED, REPAIRED),
  );
  expect(alone.undelivered).toEqual(['opened']);
  expect(alone.failures).toEqual([{ channel: 'sns', error }]);
  expect(JSON.parse(JSON.stringify(alone.undelivered))).toEqual(alone.undelivered);
});

const access: ChannelAccess = {
  sns: {
    topicArn: 'arn:aws:sns:eu-west-1:111122223333:alerts',
    client: () => Promise.reject(new Error('not here')),
    limit: () => signal,
  },
  eventBridge: null,
  securityHub: null,
  slack: { url: () => Promise.resolve(''), wait: () => Promise.resolve(), limit: () => signal },
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
    signal,
  });
  expect(failures).toMatchObject([{ channel: 'sns', error: { message: 'not here' } }]);
  expect(undelivered).toEqual(changes.alerts.map(({ id }) => id));
});

test('an alert that the message of no channel tells of stays pending', async () => {
  const alerts = Array.from({ length: 3 }, (_, index) => driftAlert({ kind: 'opened' }, { id: `a${index}` }));
  const slack: Channel = {
    ...channel('slack', ['opened']),
    message: () => Promise.resolve({ alertIds: ['a0'], send: () => Promise.resolve({ messageId: null, refused: [] }) }),
  };
  const { undelivered } = await publishTo([slack], message(...alerts));
  expect(undelivered).toEqual(['a1', 'a2']);
  // SNS has told of them.
  const both = await publishTo([slack, channel('sns', ['opened'])], message(...alerts));
  expect(both.undelivered).toEqual([]);
});

describe('a topic that nobody receives', () => {
  test('is sent nothing, and its alerts stay pending', async () => {
    const sns = channel('sns', ['opened'], { audience: NOBODY });
    expect(await publishTo([sns], message(OPENED))).toEqual({
      published: false,
      undelivered: ['opened'],
      takenBy: {},
      threads: {},
      givenUp: [],
      failures: [],
      sent: [],
      audience: NOBODY,
    });
    expect(sns.received).toEqual([]);
  });

  test('is no news if another channel took all of its alerts', async () => {
    const channels = [channel('sns', ['opened'], { audience: NOBODY }), channel('slack', ['opened'])];
    expect(await publishTo(channels, message(OPENED))).toMatchObject({
      published: true,
      undelivered: [],
      audience: null,
    });
    expect(await publishTo(channels, { report: REPORTS.clean, signal })).toMatchObject({
      published: true,
      audience: null,
    });
  });

  test('is news if the other channel took only some, or none', async () => {
    const sns = channel('sns', ['opened', 'repaired'], { audience: NOBODY });
    const some = await publishTo([sns, channel('slack', ['opened'])], message(OPENED, REPAIRED));
    expect(some).toMatchObject({ published: true, undelivered: ['repaired'], audience: NOBODY });
    const none = await publishTo([sns, channel('slack', ['opened'], { error: new Error('down') })], message(OPENED));
    expect(none).toMatchObject({ published: false, undelivered: ['opened'], audience: NOBODY });
  });

  test('is not asked about if no alert is for it', async () => {
    const sns = channel('sns', ['repaired'], { audience: NOBODY });
    expect(await publishTo([sns, channel('slack', ['opened'])], message(OPENED))).toMatchObject({ audience: null });
  });
});

test('publishes to a topic whose audience is not known: doubt does not silence', async () => {
  const doubt: Audience = { kind: 'unknown', why: 'denied' };
  const sns = channel('sns', ['opened'], { audience: doubt });
  expect(await publishTo([sns], message(OPENED))).toMatchObject({ published: true, undelivered: [], audience: doubt });
  expect(sns.received).toEqual([['opened']]);
});

describe('when the time of a run is over', () => {
  test('a channel that hangs loses nothing of the others, and its own alerts stay pending', async () => {
    const time = new AbortController();
    const [sns, slack] = [channel('sns', ['opened']), channel('slack', ['repaired'], { hangs: true })];
    const publishing = publishTo([slack, sns], { ...message(OPENED, REPAIRED), signal: time.signal });
    while (slack.received.length === 0) await Promise.resolve();
    time.abort();
    expect(await publishing).toMatchObject({
      published: true,
      undelivered: ['repaired'],
      failures: [{ channel: 'slack' }],
      sent: [{ channel: 'sns' }],
    });
  });

  test('nothing is sent any more, and everything stays pending', async () => {
    const sns = channel('sns', ['opened']);
    const { published, undelivered } = await publishTo([sns], { ...message(OPENED), signal: AbortSignal.abort() });
    expect({ published, undelivered }).toEqual({ published: false, undelivered: ['opened'] });
    expect(sns.received).toEqual([]);
  });
});

describe('a machine beside people', () => {
  const eventBridge = (behaviour: Behaviour = {}) => channel('eventBridge', ['opened', 'repaired'], behaviour);

  test('keeps an alert pending that SNS took and EventBridge refused, for EventBridge alone', async () => {
    const sns = channel('sns', ['opened', 'repaired']);
    const refused = await publishTo([sns, eventBridge({ refuses: ['repaired'] })], message(OPENED, REPAIRED));
    expect(refused).toMatchObject({ published: true, undelivered: ['repaired'], takenBy: { repaired: ['sns'] } });
    expect(refused.failures).toMatchObject([
      {
        channel: 'eventBridge',
        error: { message: '1 of 2 alerts were refused: Throttled. The next run sends them again' },
      },
    ]);
    const next = message(REPAIRED);
    const pending = [{ ...REPAIRED, takenBy: ['sns'] }];
    const drifts = [{ ...newDriftRecord(REPAIRED, REPAIRED), pending }];
    const [again, quiet] = [eventBridge(), channel('sns', ['repaired'])];
    const changes = { ...next.changes, state: { ...state, drifts } };
    expect(await publishTo([again, quiet], { ...next, changes })).toMatchObject({ published: true, undelivered: [] });
    expect([again.received, quiet.received]).toEqual([[['repaired']], []]);
    // A policy with `notify: always` sends people the report of such a run all the same.
    await publishTo([eventBridge(), quiet], { ...next, changes, always: true });
    expect(quiet.received).toEqual([[]]);
  });

  test('is no delivery to people: a topic that nobody receives keeps the alert pending for them', async () => {
    const sns = channel('sns', ['opened'], { audience: NOBODY });
    expect(await publishTo([sns, eventBridge()], message(OPENED))).toMatchObject({
      undelivered: ['opened'],
      takenBy: { opened: ['eventBridge'] },
      audience: NOBODY,
    });
  });

  test('says nothing of the topic if Slack took what EventBridge refused', async () => {
    const channels = [
      channel('sns', ['opened'], { audience: NOBODY }),
      channel('slack', ['opened']),
      eventBridge({ error: new Error('down') }),
    ];
    expect(await publishTo(channels, message(OPENED))).toMatchObject({
      undelivered: ['opened'],
      takenBy: { opened: ['slack'] },
      audience: null,
    });
  });

  test('gets no message without alerts', async () => {
    const bus = eventBridge();
    await publishTo([bus], { report: REPORTS.clean, signal });
    await publishTo([bus], { ...message(), always: true });
    expect(bus.received).toEqual([]);
  });

  test('is given up after a day, with the first reasons of a refusal', async () => {
    const late = [0, 1, 2, 3].map((index) =>
      driftAlert({ kind: 'opened' }, { id: `late${index}`, at: '2026-11-01T00:00:00.000Z' }),
    );
    const ids = late.map(({ id }) => id);
    const refused = await publishTo([eventBridge({ refuses: ids })], message(...late));
    expect(refused).toMatchObject({ undelivered: [], givenUp: [{ channel: 'eventBridge', alertIds: ids }] });
  });
});
