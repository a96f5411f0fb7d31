import { WardenError } from '../../core/errors.ts';
import { REMEDIATIONS, type Remediation } from '../../core/run.ts';

/** The account whose Security Hub takes findings. */
export interface SecurityHubPlace {
  readonly accountId: string;
  /** The role by which findings are imported in the account of their target; null: all are imported in this account. */
  readonly memberRole: string | null;
  readonly externalId: string | undefined;
}

/** The settings that the stack gives its handlers. */
export interface Environment {
  readonly policySource: string;
  readonly topicArn: string;
  /** The ceiling that the stack was deployed with; its role holds no write permission under `report`. */
  readonly remediation: Remediation;
  /** The DynamoDB table of the state; null: every run reports everything. */
  readonly stateTable: string | null;
  /** The S3 bucket of the objects of runs; null: the stack does not run over an organization. */
  readonly archiveBucket: string | null;
  /** The S3 bucket of archived reports; null: no report is archived. */
  readonly reportBucket: string | null;
  /** The SSM parameter that holds the URL of a Slack webhook; null: no Slack. */
  readonly slackWebhookParameter: string | null;
  /** The name or ARN of the bus of EventBridge that gets each alert; null: none. */
  readonly alertBus: string | null;
  /** Where findings are imported; null: nowhere. */
  readonly securityHub: SecurityHubPlace | null;
  /** The app that posts to Slack; null: none. */
  readonly slackBot: { readonly tokenParameter: string; readonly channelId: string; readonly apiUrl: string } | null;
  /** The name of the account in messages; null: its id alone. */
  readonly accountName: string | null;
  readonly homeRegion: string;
}

/** GovSlack has another one. */
const SLACK_API = 'https://slack.com/api/';

const TOPIC_ARN = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/;

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads the environment of a handler. Throws a WardenError with every problem. Written by hand: this runs at every
 * cold start, and loading Zod for a few variables takes longer than loading everything else of ours.
 */
export function parseEnvironment(variables: Variables): Environment {
  const {
    TOPIC_ARN: topicArn,
    REMEDIATION: wanted = 'report',
    POLICY_SOURCE,
    STATE_TABLE,
    ARCHIVE_BUCKET,
    REPORT_BUCKET,
    SLACK_WEBHOOK_PARAMETER,
    ALERT_BUS,
    SLACK_TOKEN_PARAMETER,
    SLACK_CHANNEL_ID = '',
    SLACK_API_URL,
    ACCOUNT_NAME,
    AWS_REGION,
  } = variables;
  const remediation = REMEDIATIONS.find((one) => one === wanted);
  if (topicArn !== undefined && TOPIC_ARN.test(topicArn) && remediation) {
    return {
      policySource: POLICY_SOURCE || 'policy.yml',
      topicArn,
      remediation,
      stateTable: STATE_TABLE || null,
      archiveBucket: ARCHIVE_BUCKET || null,
      reportBucket: REPORT_BUCKET || null,
      slackWebhookParameter: SLACK_WEBHOOK_PARAMETER || null,
      alertBus: ALERT_BUS || null,
      securityHub: securityHubPlace(variables),
      slackBot: SLACK_TOKEN_PARAMETER
        ? { tokenParameter: SLACK_TOKEN_PARAMETER, channelId: SLACK_CHANNEL_ID, apiUrl: SLACK_API_URL || SLACK_API }
        : null,
      accountName: ACCOUNT_NAME || null,
      homeRegion: AWS_REGION || 'us-east-1',
    };
  }
  const problems = [
    ...(topicArn !== undefined && TOPIC_ARN.test(topicArn)
      ? []
      : [problem('TOPIC_ARN', { expected: EXAMPLE, found: topicArn })]),
    ...(remediation ? [] : [problem('REMEDIATION', { expected: `one of ${REMEDIATIONS.join(', ')}`, found: wanted })]),
  ];
  throw new WardenError('environment', `${problems.join('; ')}. Set it in the environment of the function`);
}

function securityHubPlace(variables: Variables): SecurityHubPlace | null {
  const { SECURITY_HUB_ACCOUNT, SECURITY_HUB_ROLE, SECURITY_HUB_EXTERNAL_ID } = variables;
  if (!SECURITY_HUB_ACCOUNT) return null;
  return {
    accountId: SECURITY_HUB_ACCOUNT,
    memberRole: SECURITY_HUB_ROLE || null,
    externalId: SECURITY_HUB_EXTERNAL_ID || undefined,
  };
}

const EXAMPLE = 'an SNS topic ARN such as arn:aws:sns:us-east-1:111122223333:alerts';

function problem(name: string, { expected, found }: { expected: string; found: string | undefined }): string {
  return `${name}: expected ${expected}, found ${found === undefined ? 'nothing' : JSON.stringify(found)}`;
}
