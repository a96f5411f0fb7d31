import type { Clients } from '../../aws/clients.ts';
import type { ChannelAccess } from '../../publish/table.ts';
import type { Environment } from './environment.ts';

export interface ChannelOptions {
  readonly clients: Clients;
  readonly readParameter: (name: string) => Promise<string>;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** How this deployment reaches its channels. */
export function channelAccess(
  { topicArn, homeRegion, slackWebhookParameter, slackBot }: Environment,
  { clients, readParameter, wait }: ChannelOptions,
): ChannelAccess {
  const limit = (ms: number): AbortSignal => AbortSignal.timeout(ms);
  const slackOf = (): ChannelAccess['slack'] => {
    if (slackBot !== null) {
      const { tokenParameter, channelId, apiUrl } = slackBot;
      return { token: () => readParameter(tokenParameter), channelId, apiUrl, wait, limit };
    }
    return slackWebhookParameter === null ? null : { url: () => readParameter(slackWebhookParameter), wait, limit };
  };
  return {
    sns: { topicArn, client: () => clients.sns(topicArn.split(':')[3] ?? homeRegion), limit },
    slack: slackOf(),
  };
}
