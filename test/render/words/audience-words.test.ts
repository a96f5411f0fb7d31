import { expect, test } from '@jest/globals';
import { audienceWords } from '../../../lib/render/words/audience-words.ts';

test.each([
  [{ kind: 'subscribed' }, null],
  [
    { kind: 'unsubscribed', pending: 0 },
    'nobody is subscribed to the SNS topic, so its alerts stay pending until somebody is. Subscribe an address (--param alertEmail), and confirm the email that SNS sends',
  ],
  [
    { kind: 'unsubscribed', pending: 2 },
    'nobody is subscribed to the SNS topic, so its alerts stay pending until somebody is. 2 subscriptions not confirmed yet: follow the link in the email that SNS sent',
  ],
  [
    { kind: 'unknown', why: 'AuthorizationError: denied' },
    'the alerts were published, but whether anybody is subscribed to the SNS topic is not known (AuthorizationError: denied). Allow sns:GetTopicAttributes on the topic, and check its subscriptions',
  ],
  [
    { kind: 'unknown', why: 'ThrottledException: Rate exceeded' },
    'the alerts were published, but whether anybody is subscribed to the SNS topic is not known (ThrottledException: Rate exceeded). Check its subscriptions',
  ],
] as const)('%j', (audience, words) => {
  expect(audienceWords(audience)).toBe(words);
});
