/** An account of an organization, as AWS Organizations describes it. What it did not say is null. */
export interface OrganizationAccount {
  readonly accountId: string;
  readonly name: string | null;
  readonly email: string | null;
  /** ACTIVE, PENDING_CLOSURE, SUSPENDED, CLOSED or PENDING_ACTIVATION; a word that this version does not know is kept. */
  readonly state: string | null;
  /** The ids of its root and of the organizational units above it, from the root down. */
  readonly organizationalUnits: readonly string[];
  /** The account that owns the organization. */
  readonly isManagement: boolean;
}

/** States in which an account can be used. https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_account_state.html */
const USABLE: ReadonlySet<string> = new Set(['ACTIVE', 'PENDING_CLOSURE']);

/** Why an account is not read; null for one that is. A state that AWS did not give is no reason. */
export function whyNotUsable({ state }: Pick<OrganizationAccount, 'state'>): string | null {
  return state === null || USABLE.has(state) ? null : `the state of the account is ${state} in AWS Organizations`;
}

/** What AWS Organizations says of the accounts and units that a policy is about. */
export interface Organization {
  readonly accounts: readonly OrganizationAccount[];
  /** Organizational units that were asked for and that there are none of. */
  readonly missingUnits: readonly string[];
}
