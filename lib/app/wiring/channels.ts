import type { Clients } from '../../aws/clients.ts';
import type { ChannelAccess } from '../../publish/table.ts';
import type { Environment } from './environment.ts';

export interface ChannelOptions {
  readonly clients: Clients;
  readonly readParameter: (name: string) => Promise<string>;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** The channels of a deployment, or those that a person names. */
export interface ChannelNames extends Pick<Environment, 'slackWebhookParameter' | 'alertBus'> {
  readonly topicArn: string | null;
  /** Where the client of a topic is whose ARN names no Region. */
  readonly homeRegion: string;
}

/** How the channels are reached. */
export function channelAccess(
  { topicArn, homeRegion, slackWebhookParameter, alertBus }: ChannelNames,
  { clients, readParameter, wait }: ChannelOptions,
): ChannelAccess {
  const limit = (ms: number): AbortSignal => AbortSignal.timeout(ms);
  return {
    sns:
      topicArn === null ? null : { topicArn, client: () => clients.sns(topicArn.split(':')[3] ?? homeRegion), limit },
    slack: slackWebhookParameter === null ? null : { url: () => readParameter(slackWebhookParameter), wait, limit },
    eventBridge: alertBus === null ? null : { bus: alertBus, client: clients.eventBridge },
  };
}
