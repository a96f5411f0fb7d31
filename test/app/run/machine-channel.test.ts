import { expect, test } from '@jest/globals';
import type { Message } from '../../../lib/app/run/deps.ts';
import { ALERT_KINDS } from '../../../lib/core/alerts/model.ts';
import type { Channel } from '../../../lib/publish/channel.ts';
import { publishTo } from '../../../lib/publish/channels.ts';
import { session } from '../../core/values.ts';
import { fixture, HOUR } from '../fixture.ts';

const PAUSED = session({ status: 'PAUSED' });
const signal = new AbortController().signal;

/** SNS and EventBridge, each with the alerts that it took. EventBridge fails while `isDown`. */
function twoChannels() {
  const took: Record<string, string[]> = { sns: [], eventBridge: [] };
  const link = { isDown: true };
  const open = (name: 'sns' | 'eventBridge'): Channel => ({
    name,
    kinds: new Set(ALERT_KINDS),
    audience: () => Promise.resolve({ kind: 'subscribed' }),
    message: (_, { changes }) => {
      const alerts = changes?.alerts ?? [];
      const send = () => {
        if (name === 'eventBridge' && link.isDown) return Promise.reject(new Error('EventBridge is down'));
        took[name]?.push(...alerts.map(({ kind }) => kind));
        return Promise.resolve({ messageId: null, refused: [] });
      };
      return Promise.resolve({ alertIds: alerts.map(({ id }) => id), send });
    },
  });
  const publish = (message: Message) => publishTo([open('sns'), open('eventBridge')], { ...message, signal });
  return { took, link, publish };
}

test('an ending that SNS took and EventBridge refused reaches EventBridge later, and nobody twice', async () => {
  const { took, link, publish } = twoChannels();
  const desk = fixture({ sessions: { 'eu-west-1': PAUSED }, policy: 'limits: { maxActions: 0 }', over: { publish } });
  for (const shown of [PAUSED, session(), session()]) {
    desk.sessions.set('eu-west-1', shown);
    await desk.check();
    desk.pass(HOUR);
  }
  expect(took).toEqual({ sns: ['opened', 'resolved'], eventBridge: [] });
  // A run that only tried again has told of nothing new.
  expect(desk.results.at(-1)).toMatchObject({ published: false, alerts: [] });
  link.isDown = false;
  await desk.check();
  expect(took).toEqual({ sns: ['opened', 'resolved'], eventBridge: ['opened', 'resolved'] });
  desk.pass(HOUR);
  expect(await desk.check()).toMatchObject({ published: false, alerts: [] });
});

test('an EventBridge that refuses an alert for a day is given up, and the runs are quiet again', async () => {
  const { took, publish } = twoChannels();
  const desk = fixture({ sessions: { 'eu-west-1': PAUSED }, policy: 'limits: { maxActions: 0 }', over: { publish } });
  await desk.check();
  desk.pass(24 * HOUR);
  await desk.check();
  expect(desk.results.at(-1)?.givenUp).toMatchObject([{ channel: 'eventBridge' }]);
  desk.pass(HOUR);
  await desk.check();
  expect(desk.results.at(-1)?.givenUp).toBeUndefined();
  expect(took).toEqual({ sns: ['opened'], eventBridge: [] });
});
