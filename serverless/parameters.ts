import { alarmWindows, type AlarmWindows } from './alarm-windows.ts';
import { forwardingProblems, forwardingRegions, principals } from './forwarding.ts';
import type { StackContext } from './stack-context.ts';
import { scheduleProblem } from './schedule-grammar.ts';
import { paceOf } from './schedule.ts';

/** What serverless.yml asks of the parameters, beside their values. */
export interface StackValues {
  readonly remediation: 'report' | 'enforce';
  readonly logRetentionDays: number;
  readonly windows: AlarmWindows;
  readonly policySource: PolicySource;
  readonly slackWebhook: 'none' | 'ssm';
  readonly slackChannel: 'none' | 'channel';
  /** The schedule of the digest; that of the runs where there is none, which a condition leaves out. */
  readonly digest: string;
  readonly forwarding: 'off' | 'on';
  /** The Regions from which changes are forwarded; never the one of the stack. */
  readonly forwardingRegions: readonly string[];
  /** Who takes on the role of the StackSet: CloudFormation, and what it is called in opt-in Regions. */
  readonly forwardingPrincipals: readonly string[];
}

/** Where the policy is kept, as the resource part of an ARN. */
export interface PolicySource {
  readonly kind: 'file' | 'ssm' | 's3';
  readonly resource: string;
}

/** With problems the values are those of safe defaults: nothing may be packaged with them. */
export interface Parsed {
  readonly values: StackValues;
  readonly problems: readonly string[];
}

// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
const RETENTION_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827, 2192, 2557, 2922, 3288];

/** Each parameter of the stack, and how its value must look, as a pattern and in words. Empty: not used. */
const FORMS: Readonly<Record<string, { readonly pattern: RegExp; readonly expected: string }>> = {
  remediation: { pattern: /^(report|enforce)$/, expected: 'report or enforce' },
  schedule: { pattern: /(?:)/, expected: 'what paceOf reads' },
  digest: { pattern: /(?:)/, expected: 'what scheduleProblem takes' },
  slackWebhookParameter: {
    pattern: /^$|^\/[\w./-]+$/,
    expected: 'the name of an SSM parameter, such as /macie-warden/slack',
  },
  forwarding: { pattern: /^(off|on)$/, expected: 'off or on' },
  forwardingRegions: {
    pattern: /^$|^[a-z]{2}(-[a-z]+)+-\d(,[a-z]{2}(-[a-z]+)+-\d)*$/,
    expected: 'names of Regions, such as eu-west-1,us-west-2',
  },
  alertEmail: { pattern: /^$|^[^\s@]+@[^\s@]+\.[^\s@]+$/, expected: 'an email address' },
  slackWorkspaceId: { pattern: /^$|^T[A-Z0-9]+$/, expected: 'a Slack workspace id such as T0ABC1DEF' },
  slackChannelId: { pattern: /^$|^[CG][A-Z0-9]+$/, expected: 'a Slack channel id such as C0ABC1DEF' },
  logRetentionDays: {
    pattern: new RegExp(`^(${RETENTION_DAYS.join('|')})$`),
    expected: `a number of days that CloudWatch Logs knows (${RETENTION_DAYS.join(', ')})`,
  },
  // No wildcards: the value becomes the one resource that the function may read.
  policySource: {
    pattern: /^(policy\.yml|ssm:\/[\w./-]+|s3:\/\/[a-z0-9][a-z0-9.-]+\/[^*?$\s]+(\?owner=\d{12})?)$/,
    expected: 'policy.yml, ssm:/name or s3://bucket/key',
  },
};

export const PARAMETERS: readonly string[] = Object.keys(FORMS);

/** Reads the parameters of the stack: what follows from them, and a sentence on each thing that is wrong with them. */
export function parseParameters(given: ReadonlyMap<string, string>, context: StackContext): Parsed {
  const value = (name: string): string => given.get(name) ?? '';
  const pace = paceOf(value('schedule'));
  const regions = forwardingRegions(value('forwardingRegions'), context);
  return {
    values: {
      remediation: value('remediation') === 'enforce' ? 'enforce' : 'report',
      logRetentionDays: RETENTION_DAYS.find((days) => String(days) === value('logRetentionDays')) ?? 90,
      windows: alarmWindows('problem' in pace ? 60 : pace.longestGapMinutes),
      policySource: policySource(value('policySource')),
      slackWebhook: value('slackWebhookParameter') === '' ? 'none' : 'ssm',
      slackChannel: value('slackChannelId') === '' ? 'none' : 'channel',
      digest: value('digest') === '' ? value('schedule') : value('digest'),
      forwarding: value('forwarding') === 'on' ? 'on' : 'off',
      forwardingRegions: regions,
      forwardingPrincipals: principals([context.region, ...regions]),
    },
    problems: [
      ...[...given].flatMap(([name, found]) => problemWith(name, found)),
      ...forwardingProblems(value('forwardingRegions')),
      ...scheduleProblems(value('schedule'), value('digest')),
      ...((value('slackWorkspaceId') === '') === (value('slackChannelId') === '')
        ? []
        : ['--param slackWorkspaceId and slackChannelId: expected both or none, found one. Add the other']),
      ...(value('forwarding') === 'on' && regions.length === 0
        ? [
            '--param forwarding: there is no Region beside that of the stack. Name some with forwardingRegions, or leave it off',
          ]
        : []),
      ...(STAGE.test(context.stage)
        ? []
        : [`--stage: expected 1 to 25 letters, digits and hyphens, found ${JSON.stringify(context.stage)}`]),
    ],
  };
}

// The longest name that it is part of is macie-warden-STAGE-forwarding-ap-northeast-1, and a role has 64 characters.
const STAGE = /^[A-Za-z0-9-]{1,25}$/;

function scheduleProblems(schedule: string, digest: string): readonly string[] {
  const pace = paceOf(schedule);
  const ofSchedule = 'problem' in pace ? pace.problem : scheduleProblem(schedule);
  const ofDigest = digest === '' ? null : scheduleProblem(digest);
  return [
    ...(ofSchedule === null ? [] : [`--param schedule: ${ofSchedule}`]),
    ...(ofDigest === null ? [] : [`--param digest: ${ofDigest}`]),
  ];
}

function problemWith(name: string, found: string): readonly string[] {
  const form = FORMS[name];
  if (form === undefined) return [`--param ${name}: there is no such parameter. There are ${PARAMETERS.join(', ')}`];
  if (form.pattern.test(found)) return [];
  return [`--param ${name}: expected ${form.expected}, found ${JSON.stringify(found)}`];
}

function policySource(source: string): PolicySource {
  if (source.startsWith('ssm:')) return { kind: 'ssm', resource: `parameter${source.slice('ssm:'.length)}` };
  if (source.startsWith('s3://'))
    return { kind: 's3', resource: source.slice('s3://'.length).replace(/\?owner=\d{12}$/, '') };
  return { kind: 'file', resource: source };
}
