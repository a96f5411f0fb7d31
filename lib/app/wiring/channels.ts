import type { Clients } from '../../aws/clients.ts';
import { slackSecret } from '../../publish/slack-secret.ts';
import type { ChannelAccess } from '../../publish/table.ts';
import { partitionOf } from '../../core/partition.ts';
import type { Environment, SecurityHubPlace } from './environment.ts';

export interface ChannelOptions {
  readonly clients: Clients;
  readonly readParameter: (name: string) => Promise<string>;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly now: () => Date;
}

/** The channels of a deployment, or those that a person names. */
export interface ChannelNames extends Pick<
  Environment,
  'slackWebhookParameter' | 'slackBot' | 'alertBus' | 'securityHub'
> {
  readonly topicArn: string | null;
  /** Where the client of a topic is whose ARN names no Region. */
  readonly homeRegion: string;
}

/** How the channels are reached. */
export function channelAccess(
  { topicArn, homeRegion, slackWebhookParameter, slackBot, alertBus, securityHub }: ChannelNames,
  { clients, readParameter, wait, now }: ChannelOptions,
): ChannelAccess {
  const limit = (ms: number): AbortSignal => AbortSignal.timeout(ms);
  const slackOf = (): ChannelAccess['slack'] => {
    if (slackBot !== null) {
      const { tokenParameter, channelId, apiUrl } = slackBot;
      return { token: () => slackSecret(tokenParameter, readParameter), channelId, apiUrl, wait, limit };
    }
    if (slackWebhookParameter === null) return null;
    return { url: () => slackSecret(slackWebhookParameter, readParameter), wait, limit };
  };
  return {
    sns:
      topicArn === null ? null : { topicArn, client: () => clients.sns(topicArn.split(':')[3] ?? homeRegion), limit },
    slack: slackOf(),
    eventBridge: alertBus === null ? null : { bus: alertBus, client: clients.eventBridge },
    securityHub: securityHub && securityHubAccess(securityHub, { homeRegion, clients, now }),
  };
}

interface HubParts extends Pick<ChannelOptions, 'clients' | 'now'> {
  readonly homeRegion: string;
}

/** Findings of other accounts are imported there by a role, if there is one. */
function securityHubAccess(
  { accountId: own, memberRole, externalId }: SecurityHubPlace,
  { homeRegion, clients, now }: HubParts,
): NonNullable<ChannelAccess['securityHub']> {
  const place = { accountId: own, region: homeRegion };
  if (memberRole === null) return { hub: place, own: place, client: ({ region }) => clients.securityHub(region) };
  const members = new Map<string, Clients>();
  return {
    hub: null,
    own: place,
    client: async ({ accountId, region }) => {
      if (accountId === own) return clients.securityHub(region);
      const known = members.get(accountId);
      if (known) return known.securityHub(region);
      const { createRoleProvider } = await import('../../aws/assume-role.ts');
      const arn = `arn:${partitionOf(region)}:iam::${accountId}:role/${memberRole}`;
      const provider = createRoleProvider({ arn, externalId }, { clients, now });
      const member = clients.withCredentials(() => provider());
      members.set(accountId, member);
      return member.securityHub(region);
    },
  };
}
