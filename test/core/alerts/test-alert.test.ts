import { expect, test } from '@jest/globals';
import { isReceived, type ChannelTest } from '../../../lib/core/alerts/test-alert.ts';

const OK: ChannelTest = { channel: 'sns', accepted: true, messageId: 'm', subscriptions: null, problem: null };
const NONE = { confirmed: 0, pending: 1 };
const BUS: ChannelTest = { ...OK, channel: 'eventBridge' };

test.each([
  ['no channel', [], false],
  ['a channel that took it', [OK], true],
  ['a topic with a subscriber', [{ ...OK, subscriptions: { confirmed: 1, pending: 0 } }], true],
  ['a topic without a subscriber', [{ ...OK, subscriptions: NONE }], false],
  [
    'a topic without a subscriber beside Slack',
    [
      { ...OK, subscriptions: NONE },
      { ...OK, channel: 'slack' },
    ],
    true,
  ],
  ['a topic without a subscriber beside a bus', [{ ...OK, subscriptions: NONE }, BUS], false],
  ['a bus alone', [BUS], true],
  ['one channel that did not take it', [OK, { ...OK, accepted: false }], false],
])('%s: received %#', (_, tests, expected) => {
  expect(isReceived(tests)).toBe(expected);
});
