import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Alert } from '../../lib/core/alerts/model.ts';
import { EMPTY_STATE, type State } from '../../lib/core/alerts/records.ts';
import { slackPosts } from '../../lib/render/messages/slack-posts.ts';
import { postToSlack, type SlackBot, type SlackPost } from '../../lib/publish/slack-bot.ts';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { driftAlert } from '../fixtures/alerts.ts';
import { MANY, MESSAGES } from '../fixtures/changes.ts';
import { REPORTS } from '../fixtures/reports.ts';

const CHANNEL = 'C0ABC1DEF';
const ALWAYS = new AbortController().signal;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

function bot(over: Partial<SlackBot> = {}): SlackBot {
  return {
    token: () => Promise.resolve('xoxb-1-sandbox'),
    channelId: CHANNEL,
    apiUrl: `${sandbox.url}/slack/api/`,
    wait: () => Promise.resolve(),
    limit: () => ALWAYS,
    ...over,
  };
}

const alert = (id: string, kind: 'opened' | 'repaired', actual = 'PAUSED'): Alert =>
  driftAlert({ kind }, { id, region: id, actual });
const postsFor = (alerts: readonly Alert[], state: State = EMPTY_STATE): readonly SlackPost[] =>
  slackPosts(REPORTS.clean, { changes: { alerts, state, note: null } }, CHANNEL);
const reply = (id: string, ts: string, post = postsFor([alert(id, 'opened')])[0]): SlackPost => {
  if (!post) throw new Error('no post');
  return { ...post, ts, isBroadcast: true };
};

describe('threads', () => {
  test('the alerts of one message share its thread, and later ones are replies in it', async () => {
    const { messageId, threads, refused } = await postToSlack(
      bot(),
      postsFor([alert('eu-west-1', 'opened'), alert('eu-west-2', 'opened')]),
      ALWAYS,
    );
    const thread = { channelId: CHANNEL, ts: messageId };
    expect([threads, refused]).toEqual([{ 'eu-west-1': thread, 'eu-west-2': thread }, []]);
    const later = await postToSlack(bot(), [reply('eu-west-1', messageId ?? '')], ALWAYS);
    expect(later.threads).toEqual({ 'eu-west-1': thread });
    expect(sandbox.inbox.map((one) => one.reply)).toEqual([undefined, { ts: messageId, isBroadcast: true }]);
  });

  test('a thread whose first message is gone is begun anew', async () => {
    const { messageId, threads } = await postToSlack(bot(), [reply('eu-west-1', '1.1')], ALWAYS);
    expect(threads).toEqual({ 'eu-west-1': { channelId: CHANNEL, ts: messageId } });
    expect(sandbox.inbox.map((one) => one.reply)).toEqual([undefined]);
  });

  test('a reply is shown in the channel if one of its alerts is grave', () => {
    const broadcasts = [alert('a', 'opened', 'DISABLED'), alert('a', 'opened'), alert('a', 'repaired')].map(
      (one) => postsFor([one])[0]?.isBroadcast,
    );
    expect(broadcasts).toEqual([true, true, false]);
  });

  test('a report without alerts is one message', async () => {
    await postToSlack(bot(), slackPosts(REPORTS.clean, {}, CHANNEL), ALWAYS);
    expect(sandbox.inbox).toHaveLength(1);
  });
});

test.each([...Object.entries(MESSAGES), ['5000 alerts', { report: REPORTS.clean, changes: MANY }] as const])(
  'Slack takes the blocks of every message: %s',
  async (_, { report, changes }) => {
    await postToSlack(bot(), slackPosts(report, { changes }, CHANNEL), ALWAYS);
    expect(sandbox.inbox).toHaveLength(1);
  },
);

test.each([
  ['CNOSUCH', 'channel_not_found', 'check slackChannelId, and invite the app to a private channel'],
  ['CNOTIN', 'not_in_channel', 'invite it there with /invite'],
  ['CARCHIVED', 'is_archived', 'restore it, or give another slackChannelId'],
  ['CLIMITED', 'ratelimited', 'the next run sends the alerts'],
])('a message for %s is not taken: %s', async (channelId, error, step) => {
  const posting = postToSlack(bot({ channelId }), postsFor([alert('eu-west-1', 'opened')]), ALWAYS);
  await expect(posting).rejects.toThrow(`Slack did not take the message for ${channelId} (${error}): `);
  await expect(posting).rejects.toThrow(step);
});

test.each([
  ['xoxb-1-invalid', /\(invalid_auth\): the token is not valid: copy the bot token of the app into its parameter$/],
  ['xoxp-1-user', /\(not_authed\): the token is not valid/],
  ['https://hooks.slack.com/services/SECRET', /^the parameter of the Slack token does not hold one/],
  ['', /^the parameter of the Slack token does not hold one/],
])('a token that is none is a sentence without the secret: %s', async (token, expected) => {
  const posting = postToSlack(bot({ token: () => Promise.resolve(token) }), postsFor([alert('a', 'opened')]), ALWAYS);
  await expect(posting).rejects.toThrow(expected);
  await expect(posting).rejects.not.toThrow('SECRET');
});

test('what Slack does not take of several messages stays pending', async () => {
  const [post] = postsFor([alert('eu-west-1', 'opened')]);
  const tooLong = { ...post, alertIds: ['long'], message: { text: 'x'.repeat(40_001), attachments: [] } };
  const posts = [post, tooLong].flatMap((one) => (one?.message ? [{ ts: null, isBroadcast: false, ...one }] : []));
  const { refused, threads } = await postToSlack(bot(), posts, ALWAYS);
  expect(refused).toEqual([{ alertId: 'long', why: expect.stringMatching(/msg_too_long\): find the error/) }]);
  expect(Object.keys(threads ?? {})).toEqual(['eu-west-1']);
});

test('nobody who answers in time is a sentence', async () => {
  const posting = postToSlack(bot({ apiUrl: 'http://127.0.0.1:1/' }), postsFor([alert('a', 'opened')]), ALWAYS);
  await expect(posting).rejects.toThrow('(no_answer): Slack gave no answer in time: the next run sends the alerts');
});
