import type { Clients } from '../../aws/clients.ts';
import type { Channel } from '../../publish/channels.ts';
import type { Message } from '../check/check-contract.ts';
import type { Environment } from './environment.ts';

export interface ChannelOptions {
  readonly environment: Environment;
  readonly clients: Clients;
  readonly readParameter: (name: string) => Promise<string>;
  readonly wait: (ms: number) => Promise<void>;
  readonly onSent: (sent: { readonly channel: Channel['name']; readonly messageId?: string }) => void;
}

/** The channels of this deployment, each with the kinds that the policy has for it. What says things is loaded when there is something to say. */
export function channelsOf({ channels }: Pick<Message, 'channels'>, options: ChannelOptions): readonly Channel[] {
  const { environment, clients, readParameter, wait, onSent } = options;
  const { topicArn, homeRegion, slackWebhookParameter } = environment;
  const sns: Channel = {
    name: 'sns',
    // Without Slack, what was meant for it alone is told here.
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
