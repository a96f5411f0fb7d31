import { TARGET, KNOWN, KNOWN_OF_SETTING, VERDICT, WAIVER, COUNTS, RUN } from './table-columns.ts';

/** `targets`: read from Macie. `state`: read from the table of the stack. */
type Source = 'targets' | 'accounts' | 'state';

export interface TableDefinition {
  readonly name: string;
  readonly source: Source;
  readonly description: string;
  /** Each with its meaning. Every one is text, but for those of `numbers`. */
  readonly columns: Readonly<Record<string, string>>;
  readonly numbers?: readonly string[];
  /** The columns that are known of a target that could not be read. */
  readonly known?: readonly string[];
}

/** Every table of `macie-warden query`. */
export const TABLES: readonly TableDefinition[] = [
  {
    name: 'sessions',
    source: 'targets',
    description: 'the Macie session of each target (one account × Region), as it is now',
    columns: {
      ...TARGET,
      status: 'ENABLED, PAUSED, or DISABLED where Macie is off',
      finding_publishing_frequency: 'FIFTEEN_MINUTES, ONE_HOUR or SIX_HOURS',
      service_role: 'the ARN of the role that Macie uses',
      created_at: 'when Macie was enabled, ISO 8601 UTC',
      updated_at: 'when the session was last changed',
      ...VERDICT,
      verdict: `the settings of the session alone, ${VERDICT.verdict}`,
      data__Identifier: 'the account, as StackQL’s aws provider calls it in a WHERE',
      Identifier: 'the account, as StackQL’s awscc provider calls it',
    },
    known: [...KNOWN, 'data__identifier', 'identifier', 'reason'],
  },
  {
    name: 'settings',
    source: 'targets',
    description: 'each setting that the policy desires, of each target; without a file of a policy every setting',
    columns: {
      ...TARGET,
      setting: 'such as findingsPublication.policyFindings',
      settings_group: 'the settings that one call returns',
      desired: 'what the policy wants; null: no policy desires it',
      actual: 'what was read; null: no value, or not read',
      ...VERDICT,
    },
    known: ['region', 'aws_account_id', 'account_id', 'account_name', 'setting', 'settings_group', 'desired', 'reason'],
  },
  {
    name: 'drifts',
    source: 'targets',
    description: 'each setting of a target that differs from the policy; it needs a policy',
    columns: {
      ...TARGET,
      setting: 'such as status',
      settings_group: 'the settings that one call returns',
      desired: 'what the policy wants',
      actual: 'what was read',
      action: 'what apply does, such as resume, or manual',
      outcome: 'planned, skipped or manual',
      detail: 'why it is skipped or manual',
      ...WAIVER,
    },
    known: [...KNOWN, ...KNOWN_OF_SETTING],
  },
  {
    name: 'accounts',
    source: 'accounts',
    description: 'the accounts of the policy, from AWS Organizations where the policy needs it',
    columns: {
      account_id: 'the account',
      aws_account_id: 'the same',
      account_name: 'its name',
      email: 'its email address',
      state: 'its state in the organization, such as ACTIVE',
      organizational_units: 'the ids of the root and the units above it, with / between',
      is_own: '1: the account of the credentials',
      is_management: '1: the management account',
      is_covered: '1: runs read it',
      detail: 'why runs do not read it',
    },
    numbers: ['is_own', 'is_management', 'is_covered'],
  },
  {
    name: 'alerts',
    source: 'state',
    description: 'open and waived drifts and unreadable targets, as the last runs of the stack stored them',
    columns: {
      kind: 'drift or unreadable',
      state: 'open or waived',
      ...TARGET,
      setting: 'of a drift',
      settings_group: 'of an unreadable target',
      since: 'when it began, ISO 8601 UTC',
      desired: 'what the policy wants',
      actual: 'what was read',
      action: 'what a repair does, or manual',
      reason: 'why it could not be read',
      detail: 'the same as a sentence',
      changed_by: 'the caller, where CloudTrail has it',
      ...WAIVER,
    },
  },
  {
    name: 'runs',
    source: 'state',
    description: 'the runs of the stack, for a year',
    columns: { ...RUN, verdict: 'compliant, drifted or unknown', ...COUNTS },
    numbers: Object.keys(COUNTS),
  },
  {
    name: 'history',
    source: 'state',
    description: 'the counts of each account in each run',
    columns: {
      ...RUN,
      account_id: 'the account',
      account_name: 'its name, where it had anything to report',
      ...COUNTS,
    },
    numbers: Object.keys(COUNTS),
  },
];
