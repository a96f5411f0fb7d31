import { WardenError } from '../../core/errors.ts';
import { REMEDIATIONS, type Remediation } from '../../core/run.ts';

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
  /** The name of the account in messages; null: its id alone. */
  readonly accountName: string | null;
  readonly homeRegion: string;
}

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

const EXAMPLE = 'an SNS topic ARN such as arn:aws:sns:us-east-1:111122223333:alerts';

function problem(name: string, { expected, found }: { expected: string; found: string | undefined }): string {
  return `${name}: expected ${expected}, found ${found === undefined ? 'nothing' : JSON.stringify(found)}`;
}
