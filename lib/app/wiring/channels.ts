import type { Clients } from '../../aws/clients.ts';
import type { ChannelAccess } from '../../publish/table.ts';
import type { Environment } from './environment.ts';

export interface ChannelOptions {
  readonly clients: Clients;
  readonly readParameter: (name: string) => Promise<string>;
  readonly wait: (ms: number) => Promise<void>;
}

/** How this deployment reaches its channels. */
export function channelAccess(
  { topicArn, homeRegion, slackWebhookParameter }: Environment,
  { clients, readParameter, wait }: ChannelOptions,
): ChannelAccess {
  return {
    sns: { topicArn, client: () => clients.sns(topicArn.split(':')[3] ?? homeRegion) },
    slack: slackWebhookParameter === null ? null : { url: () => readParameter(slackWebhookParameter), wait },
  };
}
