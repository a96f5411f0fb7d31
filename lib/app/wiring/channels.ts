import type { Clients } from '../../aws/clients.ts';
import type { Channel } from '../../publish/channels.ts';
import type { Message } from '../run/deps.ts';
import type { Environment } from './environment.ts';

export interface ChannelOptions {
  readonly environment: Environment;
  readonly clients: Clients;
  readonly readParameter: (name: string) => Promise<string>;
  readonly wait: (ms: number) => Promise<void>;
  readonly onSent: (sent: { readonly channel: Channel['name']; readonly messageId?: string }) => void;
}

/** The deployed channels and the alert kinds routed to each. Renderers and clients load lazily. */
export function channelsFor({ channels }: Pick<Message, 'channels'>, options: ChannelOptions): readonly Channel[] {
  const { environment, clients, readParameter, wait, onSent } = options;
  const { topicArn, homeRegion, slackWebhookParameter } = environment;
  const sns: Channel = {
    name: 'sns',
    // Without Slack, the kinds that are routed to it alone go here.
    kinds: new Set([...channels.sns, ...(slackWebhookParameter === null ? channels.slack : [])]),
    send: async (report, matter) => {
      const [{ snsMessage }, { publishToSns }] = await Promise.all([
        import('../../render/messages/sns.ts'),
        import('../../publish/sns.ts'),
      ]);
      const client = await clients.sns(topicArn.split(':')[3] ?? homeRegion);
      const { messageId } = await publishToSns({ client, topicArn }, snsMessage(report, matter));
      onSent({ channel: 'sns', messageId });
    },
  };
  if (slackWebhookParameter === null) return [sns];
  const slack: Channel = {
    name: 'slack',
    kinds: new Set(channels.slack),
    send: async (report, matter) => {
      const [{ slackMessage }, { publishToSlack }, { storyFor }] = await Promise.all([
        import('../../render/messages/slack.ts'),
        import('../../publish/slack.ts'),
        import('../../render/view/view-for.ts'),
      ]);
      const story = storyFor(report, matter);
      await publishToSlack({ url: () => readParameter(slackWebhookParameter), wait }, slackMessage(story, report));
      onSent({ channel: 'slack' });
    },
  };
  return [sns, slack];
}
