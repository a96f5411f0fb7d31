import { pairwise } from './pairwise.ts';

/** Options of the command line, by name; all but `region` and `stage` are parameters. */
export type Options = Readonly<Record<string, string>>;

/** Of each parameter, the values that lead to different templates. REGION stands for the Region of the stack. */
const VALUES: Readonly<Record<string, readonly Options[]>> = {
  region: [{}, { region: 'ap-northeast-1' }],
  // The longest stage that packaging takes.
  stage: [{}, { stage: 'a'.repeat(25) }],
  remediation: [{}, { remediation: 'enforce' }],
  schedule: [{}, { schedule: 'cron(0 8 ? * MON-FRI *)' }],
  accountName: [{}, { accountName: 'prod' }],
  alertEmail: [{}, { alertEmail: 'a@example.com,b@example.com,c@example.com' }],
  // A token and a webhook exclude each other.
  slack: [
    {},
    { slackWorkspaceId: 'T0ABC1DEF', slackChannelId: 'C0ABC1DEF' },
    { slackWebhookParameter: '/macie-warden/slack' },
    {
      slackTokenParameter: '/macie-warden/slack-token',
      slackChannelId: 'C0ABC1DEF',
      slackApiUrl: 'https://slack-gov.com/api/',
    },
  ],
  alertBus: [{}, { alertBus: 'alerts' }, { alertBus: 'arn:aws:events:REGION:444455556666:event-bus/alerts' }],
  securityHub: [{}, { securityHub: 'on' }],
  digest: [{}, { digest: 'cron(0 8 ? * MON *)' }],
  logRetentionDays: [{}, { logRetentionDays: '3653' }],
  archive: [{}, { archive: 'off' }, { archiveRetentionDays: '3650', evidenceLock: 'compliance' }],
  forwarding: [{}, { forwarding: 'on' }, { forwarding: 'on', forwardingRegions: 'af-south-1,eu-west-1' }],
  permissionsBoundary: [{}, { permissionsBoundary: 'arn:aws:iam::111122223333:policy/teams/boundary' }],
  existingTopicArn: [{}, { existingTopicArn: 'arn:aws:sns:REGION:111122223333:alerts' }],
  alarmTopicArn: [{}, { alarmTopicArn: 'arn:aws:sns:REGION:111122223333:alarms' }],
  runbookUrl: [{}, { runbookUrl: `https://wiki.example.com/${'a'.repeat(400)}#alarms` }],
  kmsKeyArn: [{}, { kmsKeyArn: `arn:aws:kms:REGION:111122223333:key/mrk-${'1234abcd'.repeat(4)}` }],
  organization: [
    {},
    { organization: 'on' },
    {
      organization: 'on',
      organizationId: 'o-a1b2c3d4e5',
      memberStackSet: 'service-managed',
      organizationalUnits: 'ou-ab12-cdef3456,ou-ab12-cdef7890',
      pulse: 'rate(10 minutes)',
      maxConcurrency: '40',
    },
    {
      organization: 'on',
      organizationId: 'o-a1b2c3d4e5',
      memberStackSet: 'self-managed',
      memberAccounts: '111122223333,444455556666',
      readRoleName: 'security-macie-read',
      repairRoleName: 'security-macie-repair',
      externalId: 'macie-2026',
      securityHub: 'on',
      securityHubIn: 'members',
    },
    {
      organization: 'on',
      organizationId: 'o-a1b2c3d4e5',
      memberStackSet: 'service-managed',
      organizationalUnits: 'r-ab12',
      stackSetCallAs: 'self',
    },
  ],
  policySource: [
    {},
    { policySource: 'ssm:/macie-warden/policy' },
    { policySource: 's3://policies/policy.yml?owner=444455556666' },
  ],
};

/** The parameters and options that `VALUES` gives. */
export const VARIED: ReadonlySet<string> = new Set(Object.values(VALUES).flat().flatMap(Object.keys));

/** Sets of options in which every two values meet. */
const PAIRWISE_SETS: readonly Options[] = pairwise(VALUES).map((row) => {
  const options: Options = Object.assign({}, ...Object.values(row));
  const region = options['region'] ?? 'us-east-1';
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [name, value.replace('REGION', region)]));
});

/** The first sets that together have every value. */
function withEveryValue(sets: readonly Options[]): readonly Options[] {
  const seen = new Set<string>();
  return sets.filter((options) => {
    const values = Object.entries(options).map(([name, value]) => `${name}=${value}`);
    const isNew = values.some((value) => !seen.has(value));
    for (const value of values) seen.add(value);
    return isNew;
  });
}

/** Compiling a template takes seconds: only with EVERY_PARAMETER_SET all sets in which two values meet. */
export const HAS_EVERY_SET = process.env['EVERY_PARAMETER_SET'] === '1';
export const OPTION_SETS: readonly Options[] = HAS_EVERY_SET ? PAIRWISE_SETS : withEveryValue(PAIRWISE_SETS);
