import type { SNSClient } from '@aws-sdk/client-sns';
import type { AlertKind } from '../core/alerts/model.ts';
import type { Report } from '../core/compliance/report.ts';
import type { MessageContent } from '../render/view/content.ts';
import type { SlackWebhook } from './slack.ts';

/** How a deployment reaches each channel; null where it has none. */
export interface ChannelAccess {
  readonly sns: { readonly topicArn: string; readonly client: () => Promise<SNSClient> };
  readonly slack: SlackWebhook | null;
}

/** The id of the message, where the channel gives one. */
export interface Sent {
  readonly messageId: string | null;
}

type Send = (report: Report, content: MessageContent) => Promise<Sent>;

/** Every channel. Renderers and clients are loaded only when there is something to send. */
const CHANNELS = [
  { name: 'sns', open: ({ sns }: ChannelAccess): Send => sendBySns(sns) },
  { name: 'slack', open: ({ slack }: ChannelAccess): Send | null => slack && sendBySlack(slack) },
] as const;

export type ChannelName = (typeof CHANNELS)[number]['name'];

function sendBySns({ topicArn, client }: ChannelAccess['sns']): Send {
  return async (report, content) => {
    const [{ snsMessages }, { publishToSns }] = await Promise.all([
      import('../render/messages/sns.ts'),
      import('./sns.ts'),
    ]);
    const topic = { client: await client(), topicArn };
    let sent: Sent = { messageId: null };
    for (const message of snsMessages(report, content)) sent = await publishToSns(topic, message);
    return sent;
  };
}

function sendBySlack(webhook: SlackWebhook): Send {
  return async (report, content) => {
    const [{ slackMessages }, { publishToSlack }] = await Promise.all([
      import('../render/messages/slack.ts'),
      import('./slack.ts'),
    ]);
    for (const { message } of slackMessages(report, content)) await publishToSlack(webhook, message);
    return { messageId: null };
  };
}

/** A channel of a deployment, and the kinds of alerts that are routed to it. */
export interface Channel {
  readonly name: ChannelName;
  readonly kinds: ReadonlySet<AlertKind>;
  readonly send: Send;
}

/** The alert kinds that a policy routes to each channel. */
export type Routing = Readonly<Record<ChannelName, readonly AlertKind[]>>;

/** The channels of a deployment. Alerts that are routed only to a channel that it does not have go to SNS. */
export function channelsOf(access: ChannelAccess, routing: Routing): readonly Channel[] {
  const opened = CHANNELS.map(({ name, open }) => ({ name, send: open(access) }));
  const homeless = opened.flatMap(({ name, send }) => (send === null ? routing[name] : []));
  return opened.flatMap(({ name, send }) => {
    if (send === null) return [];
    return [{ name, send, kinds: new Set([...routing[name], ...(name === 'sns' ? homeless : [])]) }];
  });
}
