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
  { topicArn, homeRegion, slackWebhookParameter, alertBus }: Environment,
  { clients, readParameter, wait }: ChannelOptions,
): ChannelAccess {
  const limit = (ms: number): AbortSignal => AbortSignal.timeout(ms);
  return {
    sns: { topicArn, client: () => clients.sns(topicArn.split(':')[3] ?? homeRegion), limit },
    slack: slackWebhookParameter === null ? null : { url: () => readParameter(slackWebhookParameter), wait, limit },
    eventBridge: alertBus === null ? null : { bus: alertBus, client: clients.eventBridge },
  };
}
