import type { Failure, Observation } from '../observation.ts';
import { DISCOVERY_OF_MEMBERS, type MemberDiscovery } from '../settings/discovery-of-members.ts';

/** The status of automated discovery by account id; null: the answer had none. */
export type DiscoveryStatuses = Readonly<Record<string, string | null>>;

/** The accounts whose automated discovery an account shows, in one Region: its own, and those of its members. */
export type DiscoveryAccounts =
  | { readonly kind: 'accounts'; readonly statuses: DiscoveryStatuses }
  /** Macie refuses it, because the account is not the administrator. */
  | { readonly kind: 'not-administrator'; readonly detail: string }
  | ({ readonly kind: 'unknown' } & Failure);

/** What a Macie administrator shows of the automated discovery in one Region. */
export interface DiscoveryView {
  readonly administrator: string;
  readonly statuses: DiscoveryStatuses;
}

/** Does the view show that an account is a member of its administrator? An account that it lacks may be one all the same. */
export function showsMember({ administrator, statuses }: DiscoveryView, accountId: string): boolean {
  return accountId !== administrator && Object.hasOwn(statuses, accountId);
}

/** The automated discovery of a member, as its administrator shows it. */
export function discoveryOfMember(accountId: string, { administrator, statuses }: DiscoveryView): Observation {
  if (!Object.hasOwn(statuses, accountId))
    return {
      kind: 'unknown',
      reason: 'bad-response',
      detail: `the Macie administrator ${administrator} does not list the automated discovery of the account`,
    };
  const values = {
    [DISCOVERY_OF_MEMBERS]: statuses[accountId] ?? null,
    administrator,
    administratorStatus: statuses[administrator] ?? null,
    memberOf: administrator,
  } satisfies MemberDiscovery;
  return { kind: 'values', values };
}
