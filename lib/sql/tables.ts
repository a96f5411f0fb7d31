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

const TARGET = {
  region: 'the Region',
  aws_account_id: 'the account',
  account_id: 'the same',
  account_name: 'its name in the organization, where it is known',
};

const VERDICT = {
  verdict: 'compared with the policy: compliant, drifted, waived, unknown or not-applicable; null: without a policy',
  reason: 'why it could not be read, such as access-denied; null: it was',
  detail: 'the same as a sentence, or why it is not applicable',
};

const WAIVER = {
  waiver_reason: 'why the drift is accepted; null: it is not waived',
  waiver_owner: 'who owns the waiver',
  waiver_expires: 'the last day of the waiver',
};

const COUNTS = {
  targets: 'how many targets',
  compliant: 'how many of them',
  drifted: 'how many of them',
  waived: 'how many of them',
  unknown: 'how many of them',
  not_applicable: 'how many of them',
};

const RUN = {
  run_id: 'the run',
  started_at: 'when it began, ISO 8601 UTC',
  finished_at: 'when it ended',
  trigger: 'schedule, change, manual or command-line',
  scope: 'full or partial',
};

/** Every table of `warden query`. */
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
    known: ['region', 'aws_account_id', 'account_id', 'account_name', 'data__identifier', 'identifier', 'reason'],
  },
  {
    name: 'settings',
    source: 'targets',
    description: 'each setting that the policy desires, of each target; without a policy every setting',
    columns: {
      ...TARGET,
      setting: 'such as findingsPublication.policyFindings',
      settings_group: 'the settings that one call returns',
      desired: 'what the policy wants; null: without a policy',
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
    known: ['region', 'aws_account_id', 'account_id', 'account_name', 'setting', 'settings_group', 'desired'],
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
      changed_by: 'who made it so, where CloudTrail says it',
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

/** Names for `sessions`: those of StackQL. */
export const SESSION_NAMES: readonly string[] = ['aws.macie.', 'awscc.macie.', 'macie.'].flatMap((prefix) =>
  ['session', 'sessions'].map((name) => prefix + name),
);

/** As one word, which has as many characters. */
export function asWord(name: string): string {
  return name.replaceAll('.', '_');
}

const BY_NAME: ReadonlyMap<string, TableDefinition> = new Map([
  ...TABLES.map((table) => [table.name, table] as const),
  ...[...SESSION_NAMES, ...SESSION_NAMES.map(asWord)].flatMap((name) =>
    TABLES.filter((table) => table.name === 'sessions').map((table) => [name, table] as const),
  ),
]);

/** null: there is no such table. */
export function tableOf(name: string): TableDefinition | null {
  return BY_NAME.get(name.toLowerCase()) ?? null;
}
