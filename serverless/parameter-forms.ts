import { emailProblem } from './emails.ts';
import { scheduleProblem } from './schedule-grammar.ts';

// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
export const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** The problem with the value of a parameter, as `expected …, found …`; null if nothing is. */
type Check = (value: string) => string | null;

/** No wildcards: the value becomes a resource that the function may read. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
const SSM_NAME = /^(?!\/(aws|ssm))(\/[\w.-]+){1,15}$/i;
const MAX_SSM_NAME = 1011;
const MAX_OBJECT_KEY = 1024;

/** As in a policy: a role may have a path. https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html */
const ROLE_NAME = /^([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/;

/** Each parameter of the stack, and the form of its value. Empty: not used. */
export const FORMS: Readonly<Record<string, Check>> = {
  remediation: form(/^(report|enforce)$/, 'report or enforce'),
  // paceOf has its sentence.
  schedule: () => null,
  digest: (value) => (value === '' ? null : scheduleProblem(value)),
  alertEmail: (value) => (value === '' ? null : emailProblem(value)),
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-chatbot-slackchannelconfiguration.html
  slackWorkspaceId: form(/^$|^T[A-Z0-9]{1,254}$/, 'a Slack workspace id such as T0ABC1DEF'),
  slackChannelId: form(/^$|^[CG][A-Z0-9]{1,254}$/, 'a Slack channel id such as C0ABC1DEF'),
  slackWebhookParameter: (value) =>
    value === '' || isParameterName(value)
      ? null
      : expected('the name of an SSM parameter, such as /macie-warden/slack', value),
  slackTokenParameter: (value) =>
    value === '' || isParameterName(value)
      ? null
      : expected('the name of an SSM parameter, such as /macie-warden/slack-token', value),
  slackApiUrl: form(
    /^$|^https:\/\/[\w.-]+\/(?:[\w.-]+\/)*$/,
    'an https URL that ends with /, such as https://slack-gov.com/api/',
  ),
  accountName: form(
    /^$|^[A-Za-z0-9][A-Za-z0-9 ._+@()-]{0,49}$/,
    'a name of up to 50 letters, digits, spaces and . _ + @ ( ) -, such as prod',
  ),
  logRetentionDays: form(
    new RegExp(`^(${RETENTION_DAYS.join('|')})$`),
    `a number of days that CloudWatch Logs knows (${RETENTION_DAYS.join(', ')})`,
  ),
  securityHub: form(/^(off|on)$/, 'off or on'),
  securityHubIn: form(/^(hub|members)$/, 'hub or members'),
  archive: form(/^(off|on)$/, 'off or on'),
  archiveRetentionDays: form(
    /^([1-9]\d{0,2}|[12]\d{3}|3[0-5]\d{2}|36[0-4]\d|3650)$/,
    'a whole number of days from 1 to 3650',
  ),
  evidenceLock: form(/^(off|governance|compliance)$/, 'off, governance or compliance'),
  forwarding: form(/^(off|on)$/, 'off or on'),
  forwardingRegions: form(
    /^$|^[a-z]{2}(-[a-z]+)+-\d(,[a-z]{2}(-[a-z]+)+-\d)*$/,
    'names of Regions, such as eu-west-1,us-west-2',
  ),
  organization: form(/^(off|on)$/, 'off or on'),
  organizationId: form(/^$|^o-[a-z0-9]{10,32}$/, 'the id of an organization, such as o-a1b2c3d4e5'),
  maxConcurrency: form(/^([1-9]\d{0,2}|1000)$/, 'a whole number from 1 to 1000'),
  readRoleName: form(ROLE_NAME, 'the name of a role, such as macie-warden-read'),
  repairRoleName: form(ROLE_NAME, 'the name of a role, such as macie-warden-repair'),
  // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
  externalId: form(/^$|^[\w+=,.@:/-]{2,1224}$/, 'an external id of 2 to 1224 letters, digits and + = , . @ : / -'),
  pulse: (value) => (value === '' ? null : scheduleProblem(value)),
  memberStackSet: form(/^(off|service-managed|self-managed)$/, 'off, service-managed or self-managed'),
  // https://docs.aws.amazon.com/organizations/latest/APIReference/API_OrganizationalUnit.html
  organizationalUnits: form(
    listForm('(?:r-[a-z0-9]{4,32}|ou-[a-z0-9]{4,32}-[a-z0-9]{8,32})'),
    'ids of organizational units, such as ou-ab12-cdef3456,ou-ab12-cdef7890, or of the root, such as r-ab12',
  ),
  memberAccounts: form(listForm('\\d{12}'), 'ids of accounts, such as 111122223333,444455556666'),
  stackSetCallAs: form(/^(delegated-admin|self)$/, 'delegated-admin or self'),
  policySource: (value) => (isPolicySource(value) ? null : expected('policy.yml, ssm:/name or s3://bucket/key', value)),
  runbookUrl: (value) =>
    value === '' || isWebAddress(value)
      ? null
      : expected('an address such as https://wiki.example.com/macie-warden', value),
  // alertBusProblem has its sentences: they depend on the Region.
  alertBus: () => null,
  // arnProblems has their sentences: they depend on the Region.
  permissionsBoundary: () => null,
  existingTopicArn: () => null,
  alarmTopicArn: () => null,
  kmsKeyArn: () => null,
};

/** Nothing, or values with commas between them. */
function listForm(one: string): RegExp {
  return new RegExp(`^$|^${one}(,${one})*$`);
}

function form(pattern: RegExp, what: string): Check {
  return (value) => (pattern.test(value) ? null : expected(what, value));
}

function expected(what: string, found: string): string {
  return `expected ${what}, found ${JSON.stringify(found)}`;
}

/** CloudWatch takes 1,024 characters of description; the sentences of the alarms have less than half of them. */
const MAX_ADDRESS = 500;

function isWebAddress(text: string): boolean {
  return /^https:\/\/[^\s"<>]+$/.test(text) && URL.canParse(text) && text.length <= MAX_ADDRESS;
}

function isParameterName(name: string): boolean {
  return SSM_NAME.test(name) && name.length <= MAX_SSM_NAME;
}

function isPolicySource(source: string): boolean {
  if (source === 'policy.yml') return true;
  if (source.startsWith('ssm:')) return isParameterName(source.slice('ssm:'.length));
  const [, bucket = '', key = ''] = /^s3:\/\/([^/?]*)\/(.*?)(?:\?owner=\d{12})?$/s.exec(source) ?? [];
  return isBucketName(bucket) && /^[^*?$\s]+$/.test(key) && Buffer.byteLength(key) <= MAX_OBJECT_KEY;
}

/** Prefixes and suffixes that no bucket may have: access points and directory buckets, which the permission to read would not cover. */
const RESERVED = /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
function isBucketName(name: string): boolean {
  return (
    name.length >= 3 &&
    name.length <= 63 &&
    name.split('.').every((label) => /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(label)) &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name) &&
    !RESERVED.test(name)
  );
}
