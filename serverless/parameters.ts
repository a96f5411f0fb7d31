import { alertBusOf, alertBusProblem } from './alert-bus.ts';
import { alarmWindows } from './alarm-windows.ts';
import { slackParameter, slackProblems } from './slack.ts';
import { archiveProblems, archiveValues, archiveWarnings } from './archive.ts';
import { arnProblems, regionProblem, regionWarning } from './arns.ts';
import { emailAddresses } from './emails.ts';
import { forwardingProblems, forwardingRegions, forwardingWarnings, principals } from './forwarding.ts';
import { organizationProblems, organizationValues, organizationWarnings, scheduledRuns } from './organization.ts';
import { FORMS, RETENTION_DAYS } from './parameter-forms.ts';
import { scheduleProblem } from './schedule-grammar.ts';
import { paceOf } from './schedule.ts';
import { securityHubProblems, securityHubValues } from './security-hub.ts';
import type { Parsed, PolicySource, StackContext, StackValues } from './stack-values.ts';
import { emailSubscriptions } from './subscriptions.ts';

export const PARAMETERS: readonly string[] = Object.keys(FORMS);

/** Reads the parameters of the stack: what follows from them, and a sentence on each thing that is wrong with them. */
export function parseParameters(given: ReadonlyMap<string, string>, context: StackContext): Parsed {
  const value = (name: string): string => given.get(name) ?? '';
  const pace = paceOf(value('schedule'));
  const longestGapMinutes = 'problem' in pace ? 60 : pace.longestGapMinutes;
  const regions = forwardingRegions(value('forwardingRegions'), context);
  const topic = value('existingTopicArn') || { Ref: 'Topic' };
  const facts = {
    remediation: value('remediation') === 'enforce' ? 'enforce' : 'report',
    policySource: policySource(value('policySource')),
    alertBus: alertBusOf(value('alertBus')),
    securityHub: securityHubValues(value),
    slackWebhook: slackParameter(value) === '' ? 'none' : 'ssm',
    slackParameter: slackParameter(value),
    keyOwner: keyOwner(value),
    topicOwner: value('existingTopicArn') === '' ? 'stack' : 'other',
  } as const;
  return {
    values: {
      ...facts,
      logRetentionDays: RETENTION_DAYS.find((days) => String(days) === value('logRetentionDays')) ?? 90,
      windows: alarmWindows(longestGapMinutes),
      slackChannel: value('slackWorkspaceId') === '' ? 'none' : 'channel',
      digest: value('digest') === '' ? 'off' : 'on',
      forwarding: value('forwarding') === 'on' ? 'on' : 'off',
      forwardingRegions: regions,
      forwardingPrincipals: principals([context.region, ...regions]),
      topic,
      alarmTopic: value('alarmTopicArn') || topic,
      key: value('kmsKeyArn') || { Ref: 'TopicKey' },
      subscriptions: { Resources: emailSubscriptions(emailAddresses(value('alertEmail')), topic) },
      runs: scheduledRuns(value('organization') === 'on'),
      archive: archiveValues(value, facts.keyOwner),
      organization: organizationValues(value, {
        ...facts,
        longestGapMinutes,
        regions: [context.region, ...regions].toSorted(),
      }),
    },
    warnings: warningsOn(value, context),
    problems: problemsWith(given, { value, regions, context }),
  };
}

function warningsOn(value: Value, context: StackContext): readonly string[] {
  return [
    ...[regionWarning(context.region), audienceWarning(value)].filter((one) => one !== null),
    ...forwardingWarnings(value('forwardingRegions'), {
      isOn: value('forwarding') === 'on' || value('memberStackSet') !== 'off',
      region: context.region,
    }),
    ...archiveWarnings(value),
    ...organizationWarnings(value, context),
  ];
}

interface Checked {
  readonly value: Value;
  /** From which changes are forwarded. */
  readonly regions: readonly string[];
  readonly context: StackContext;
}

function problemsWith(given: ReadonlyMap<string, string>, { value, regions, context }: Checked): readonly string[] {
  return [
    ...[...given].flatMap(([name, found]) => problemWith(name, found)),
    ...[alertBusProblem(value('alertBus'), context.region)].flatMap((one) =>
      one === null ? [] : [`--param alertBus: ${one}`],
    ),
    ...arnProblems(given, context.region),
    ...[regionProblem(context.region)].filter((one) => one !== null),
    ...forwardingProblems(value('forwardingRegions')),
    ...scheduleProblems(value('schedule')),
    ...archiveProblems(value),
    ...organizationProblems(value),
    ...slackProblems(value),
    ...securityHubProblems(value),
    ...(value('forwarding') === 'on' && regions.length === 0
      ? [
          '--param forwarding: there is no Region beside that of the stack. Name some with forwardingRegions, or leave it off',
        ]
      : []),
    ...(STAGE.test(context.stage)
      ? []
      : [`--stage: expected 1 to 25 letters, digits and hyphens, found ${JSON.stringify(context.stage)}`]),
  ];
}

// The longest name that it is part of is macie-warden-STAGE-forwarding-ap-northeast-1, and a role has 64 characters.
const STAGE = /^[A-Za-z0-9-]{1,25}$/;

type Value = (name: string) => string;

function keyOwner(value: Value): StackValues['keyOwner'] {
  if (value('kmsKeyArn') !== '') return 'other';
  return value('existingTopicArn') === '' ? 'stack' : 'none';
}

/** A sentence for a stack whose parameters name no receiver of its messages; null if they name one. */
function audienceWarning(value: Value): string | null {
  const isGiven = (...names: readonly string[]): boolean => names.some((name) => value(name) !== '');
  if (isGiven('alertEmail', 'slackWorkspaceId', 'existingTopicArn')) return null;
  if (slackParameter(value) === '')
    return 'no alert will reach anybody: give --param alertEmail=you@example.com, or a Slack channel. Until somebody is subscribed to the topic, alerts stay pending';
  return isGiven('alarmTopicArn')
    ? null
    : 'alarms will reach nobody: Slack gets alerts alone. Give --param alertEmail=you@example.com or alarmTopicArn';
}

function scheduleProblems(schedule: string): readonly string[] {
  const pace = paceOf(schedule);
  const isExpression = /^(rate|cron)\(.*\)$/.test(schedule);
  const problem = (isExpression ? scheduleProblem(schedule) : null) ?? ('problem' in pace ? pace.problem : null);
  return problem === null ? [] : [`--param schedule: ${problem}`];
}

function problemWith(name: string, found: string): readonly string[] {
  const check = FORMS[name];
  if (check === undefined) return [`--param ${name}: there is no such parameter. There are ${PARAMETERS.join(', ')}`];
  const problem = check(found);
  return problem === null ? [] : [`--param ${name}: ${problem}`];
}

function policySource(source: string): PolicySource {
  if (source.startsWith('ssm:')) return { kind: 'ssm', resource: `parameter${source.slice('ssm:'.length)}` };
  if (source.startsWith('s3://')) return { kind: 's3', resource: source.slice('s3://'.length).split('?')[0] ?? '' };
  return { kind: 'file', resource: source };
}
