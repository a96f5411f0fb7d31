import type { ChangedSession } from '../../core/alerts/changed-session.ts';
import type { Alert } from '../../core/alerts/model.ts';
import type { MacieCall } from '../../core/activity/macie-call.ts';
import type { WriteAnswer } from '../../core/compliance/write-answer.ts';
import type { Organization } from '../../core/organization/account.ts';
import type { Bucket } from '../../core/bucket.ts';
import type { CostFacts, Storage } from '../../core/cost/model.ts';
import type { AccountUsage, UsageCosts } from '../../core/cost/usage.ts';
import type { Lookup, RegionStates } from '../../core/lookup.ts';
import type { Failure, GroupValues, Membership, Observation, Reading } from '../../core/observation.ts';
import type { Designation, OrganizationConfiguration } from '../../core/organization/configuration.ts';
import type { DiscoveryAccounts } from '../../core/organization/discovery.ts';
import type { MembersReading } from '../../core/organization/member.ts';
import type { SharedAnswers } from '../../core/organization/shared-answers.ts';
import type { Progress } from '../../core/progress.ts';
import type { Caller } from '../../core/run.ts';
import type { Desired } from '../../core/settings/desired.ts';
import type { Write } from '../../core/settings/group.ts';
import type { Target } from '../../core/target.ts';
import type { Policy } from '../../policy/schema.ts';

/** The account of the own credentials: its id is known once it is identified. */
export const OWN_ACCOUNT = 'own';

export interface ReadOrder {
  readonly group: string;
  readonly region: string;
  readonly signal: AbortSignal;
  /** The desired values of the target: a reading may ask for more where something depends on it. Left out: none. */
  readonly desired?: Desired | undefined;
  /** Values of the group that are known before it is read. Left out: none. */
  readonly known?: GroupValues | undefined;
  /** Of this reading of the target. Left out: the reading asks by itself. */
  readonly answers?: SharedAnswers | undefined;
}

/** One account, with credentials for it. A second account is a second value of this type. Each call ends soon after its signal does. */
export interface AccountAccess {
  /** Asked once. Throws a WardenError for the own credentials, and an UnreachableAccountError for another account. */
  readonly identify: (signal: AbortSignal) => Promise<Caller>;
  /** The same with the role that repairs; left out for the own account, which needs none. */
  readonly identifyForRepairs?: (signal: AbortSignal) => Promise<Caller>;
  readonly enabledRegions: (signal: AbortSignal) => Promise<Lookup<RegionStates>>;
  readonly read: (order: ReadOrder) => Promise<Reading>;
  readonly readMembership: (order: Omit<ReadOrder, 'group'>) => Promise<Membership>;
  /** The members of the account, which is a Macie administrator. Never rejects. */
  readonly readMembers: (order: Omit<ReadOrder, 'group'>) => Promise<MembersReading>;
  /** A settings group of an account, as the account of this access shows it: its Macie administrator. Never rejects. */
  readonly readMember: (accountId: string, order: ReadOrder) => Promise<Observation>;
  /** Is the account the Macie administrator of its organization? Never rejects. */
  readonly readConfiguration: (order: Omit<ReadOrder, 'group'>) => Promise<OrganizationConfiguration>;
  /** The administrators that the account has designated as the management account. Never rejects. */
  readonly readDesignations: (order: Omit<ReadOrder, 'group'>) => Promise<readonly Designation[]>;
  /** The automated discovery of the account, and of its members if it is a Macie administrator. Never rejects. */
  readonly readDiscoveryAccounts: (order: Omit<ReadOrder, 'group'>) => Promise<DiscoveryAccounts>;
  readonly write: (write: Write, order: Omit<ReadOrder, 'group'>) => Promise<WriteAnswer>;
  /** The calls behind the drifts of these alerts, as far as CloudTrail has them. Never rejects. */
  readonly lookUpCalls: (
    alerts: readonly Alert[],
    run: {
      readonly startedAt: string;
      readonly signal: AbortSignal;
      /** The reading of the session of a target; null where there is none. */
      readonly sessionOf: (target: Target) => GroupValues | null;
    },
  ) => Promise<readonly MacieCall[]>;
  /** The same of members of the account, which is their Macie administrator: the calls that it made for them. Never rejects. */
  readonly lookUpMemberCalls: AccountAccess['lookUpCalls'];
  /** The calls that CloudTrail recorded of these sessions between two runs. Never rejects. */
  readonly lookUpChanges: (
    changed: readonly ChangedSession[],
    run: { readonly signal: AbortSignal },
  ) => Promise<readonly MacieCall[]>;
  /** Its general purpose buckets, in all Regions. Never rejects. */
  readonly listBuckets: (signal: AbortSignal) => Promise<Lookup<readonly Bucket[]>>;
  /** The objects and bytes of buckets of one Region. Never rejects. */
  readonly readBucketMetrics: (buckets: readonly string[], order: Omit<ReadOrder, 'group'>) => Promise<Lookup<Storage>>;
  /** The count of Macie, where it is on. Never rejects. */
  readonly readBucketStatistics: (order: Omit<ReadOrder, 'group'>) => Promise<CostFacts>;
  /** The usage of the account, where Macie is on. Never rejects. */
  readonly readUsageTotals: (order: Omit<ReadOrder, 'group'>) => Promise<Lookup<UsageCosts>>;
  /** The same with the free trials, by account: of a Macie administrator with its members. Never rejects. */
  readonly readUsageStatistics: (
    order: Omit<ReadOrder, 'group'>,
  ) => Promise<Lookup<Readonly<Record<string, AccountUsage>>>>;
  /** Drops its clients: with those of every account, a large organization does not fit into memory. They are made again when needed. */
  readonly release?: () => void;
}

/** An account that cannot be reached with the role of the policy. It is unknown, and no other account is. */
export class UnreachableAccountError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.detail, options);
    this.name = 'UnreachableAccountError';
    this.failure = failure;
  }
}

/** The dependencies of a scan and of its repairs. */
export interface ScanDeps {
  readonly now: () => Date;
  readonly newId: () => string;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly offeredRegions: (signal: AbortSignal) => Promise<Lookup<readonly string[]>>;
  /** The accounts of the organization, and which of these units there are none of. Never rejects. */
  readonly readOrganization: (order: {
    readonly units: readonly string[];
    readonly signal: AbortSignal;
  }) => Promise<Lookup<Organization>>;
  /** The delegated administrators of Macie in the organization, whatever their Region. Never rejects. */
  readonly delegatedAdministrators: (signal: AbortSignal) => Promise<Lookup<readonly string[]>>;
  /** `account`: an id, or OWN_ACCOUNT. `roles`: those to assume in an account other than the own. */
  readonly forAccount: (account: string, roles?: Policy['roles']) => AccountAccess;
  readonly limits: Limits;
  readonly onProgress?: (progress: Progress) => void;
}

export interface Limits {
  /** Accounts that are read at the same time, each with its own `parallelReads`. */
  readonly parallelAccounts: number;
  readonly parallelReads: number;
  readonly parallelWrites: number;
  /** The most that one read call or one lookup may cost, retries and waits included. */
  readonly callBudgetMs: number;
  /** Waits between a write and the readings after it, until one shows the desired value. */
  readonly readBackWaitsMs: readonly number[];
  /** Waits between readings of a target that does not show the expected state yet. */
  readonly expectedStateWaitsMs: readonly number[];
}

export const LIMITS: Limits = {
  parallelAccounts: 8,
  parallelReads: 32,
  parallelWrites: 8,
  callBudgetMs: 12_000,
  readBackWaitsMs: [100, 250, 500, 1000, 2000, 4000, 8000],
  expectedStateWaitsMs: [250, 500, 1000, 2000, 4000],
};
