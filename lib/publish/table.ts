import type { SNSClient } from '@aws-sdk/client-sns';
import { CHANNELS, isForPeople, type ChannelName, type Routing } from '../core/alerts/channels.ts';
import { notAsked, type Channel, type Line } from './channel.ts';
import { openEventBridge, openSecurityHub, type AlertBus } from './machine-lines.ts';
import type { SecurityHub } from './security-hub.ts';
import type { SlackWebhook } from './slack.ts';
import type { SlackBot } from './slack-bot.ts';

/** How a deployment reaches each channel; null where it has none. */
export interface ChannelAccess {
  readonly sns: {
    readonly topicArn: string;
    readonly client: () => Promise<SNSClient>;
    /** A signal that is aborted after that time. */
    readonly limit: (ms: number) => AbortSignal;
  } | null;
  /** By a bot, messages about one drift are a thread; a webhook has none. */
  readonly slack: SlackWebhook | SlackBot | null;
  readonly eventBridge: AlertBus | null;
  readonly securityHub: SecurityHub | null;
}

/** Renderers and clients are loaded only when there is something to send. null: the deployment has no such channel. */
const LINES: Readonly<Record<ChannelName, (access: ChannelAccess) => Line | null>> = {
  sns: ({ sns }) => sns && openSns(sns),
  slack: ({ slack }) => slack && ('token' in slack ? openSlackBot(slack) : openSlack(slack)),
  eventBridge: ({ eventBridge }) => eventBridge && openEventBridge(eventBridge),
  securityHub: ({ securityHub }) => securityHub && openSecurityHub(securityHub),
};

/** For the question who is subscribed: the message itself needs the rest of the time. */
const QUESTION_MS = 5000;

function openSns({ topicArn, client, limit }: NonNullable<ChannelAccess['sns']>): Line {
  return {
    audience: async (signal) => {
      const { topicAudience } = await import('./topic-audience.ts');
      return topicAudience({ client: await client(), topicArn }, AbortSignal.any([signal, limit(QUESTION_MS)]));
    },
    test: async (test, signal) => {
      const { testSns } = await import('./test-sns.ts');
      return testSns({ client: await client(), topicArn }, test, signal);
    },
    message: async (report, content) => {
      const [{ snsMessage }, { publishToSns }] = await Promise.all([
        import('../render/messages/sns.ts'),
        import('./sns.ts'),
      ]);
      const { alertIds, ...message } = snsMessage(report, content);
      return {
        alertIds,
        send: async (signal) => ({
          messageId: await publishToSns({ client: await client(), topicArn }, message, signal),
          refused: [],
        }),
      };
    },
  };
}

function openSlack(webhook: SlackWebhook): Line {
  return {
    audience: notAsked,
    test: async (test, signal) => {
      const [{ testSlackMessage }, { publishToSlack }] = await Promise.all([
        import('../render/messages/test-alert.ts'),
        import('./slack.ts'),
      ]);
      await publishToSlack(webhook, testSlackMessage(test), signal);
      return { messageId: null, subscriptions: null, doubt: null };
    },
    message: async (report, content) => {
      const [{ slackMessage }, { publishToSlack }] = await Promise.all([
        import('../render/messages/slack.ts'),
        import('./slack.ts'),
      ]);
      const { alertIds, message } = slackMessage(report, content);
      return {
        alertIds,
        send: async (signal) => {
          await publishToSlack(webhook, message, signal);
          return { messageId: null, refused: [] };
        },
      };
    },
  };
}

function openSlackBot(bot: SlackBot): Line {
  return {
    audience: notAsked,
    test: async (test, signal) => {
      const [{ testSlackMessage }, { postToSlack }] = await Promise.all([
        import('../render/messages/test-alert.ts'),
        import('./slack-bot.ts'),
      ]);
      const post = { ts: null, isBroadcast: false, alertIds: [test.id], message: testSlackMessage(test) };
      const { messageId } = await postToSlack(bot, [post], signal);
      return { messageId, subscriptions: null, doubt: null };
    },
    message: async (report, content) => {
      const [{ slackPosts }, { postToSlack }] = await Promise.all([
        import('../render/messages/slack-posts.ts'),
        import('./slack-bot.ts'),
      ]);
      const posts = slackPosts(report, content, bot.channelId);
      return {
        alertIds: posts.flatMap(({ alertIds }) => alertIds),
        send: (signal) => postToSlack(bot, posts, signal),
      };
    },
  };
}

/** The lines of a deployment, whatever is routed to them. */
export function linesOf(access: ChannelAccess): readonly { readonly name: ChannelName; readonly line: Line }[] {
  return CHANNELS.flatMap(({ name }) => {
    const line = LINES[name](access);
    return line === null ? [] : [{ name, line }];
  });
}

/** The channels of a deployment. Alerts for people that are routed only to a channel that it does not have go to SNS. */
export function channelsOf(access: ChannelAccess, routing: Routing): readonly Channel[] {
  const opened = CHANNELS.map(({ name }) => ({ name, line: LINES[name](access), kinds: routing[name] ?? [] }));
  const homeless = opened.flatMap(({ name, line, kinds }) => (line === null && isForPeople(name) ? kinds : []));
  return opened.flatMap(({ name, line, kinds }) => {
    if (line === null) return [];
    return [{ ...line, name, kinds: new Set([...kinds, ...(name === 'sns' ? homeless : [])]) }];
  });
}
