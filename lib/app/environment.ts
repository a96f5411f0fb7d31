import * as z from 'zod/mini';
import { REMEDIATIONS } from '../core/model.ts';

/** What the stack tells the handlers. */
export interface Environment {
  readonly policySource: string;
  readonly topicArn: string;
  /** The ceiling that the stack was deployed with; its role holds no write permission under `report`. */
  readonly remediation: (typeof REMEDIATIONS)[number];
  readonly homeRegion: string;
}

/** The environment is not what a handler needs. The message names the variable. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

const TOPIC_ARN = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/;

const schema = z.object({
  POLICY_SOURCE: z._default(z.string().check(z.minLength(1, 'a path, ssm:/name or s3://bucket/key')), 'policy.yml'),
  TOPIC_ARN: z
    .string('an SNS topic ARN')
    .check(z.regex(TOPIC_ARN, 'an SNS topic ARN such as arn:aws:sns:us-east-1:111122223333:alerts')),
  REMEDIATION: z._default(z.enum(REMEDIATIONS, `one of ${REMEDIATIONS.join(', ')}`), 'report'),
  AWS_REGION: z._default(z.string(), 'us-east-1'),
});

/** Reads the environment of a handler. Throws EnvironmentError with every problem. */
export function parseEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const parsed = schema.safeParse(variables);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      const value = variables[name];
      return `${name}: expected ${issue.message}, found ${value === undefined ? 'nothing' : JSON.stringify(value)}`;
    });
    throw new EnvironmentError(`${problems.join('; ')}. Set it in the environment of the function`);
  }
  const { POLICY_SOURCE, TOPIC_ARN: topicArn, REMEDIATION, AWS_REGION } = parsed.data;
  return { policySource: POLICY_SOURCE, topicArn, remediation: REMEDIATION, homeRegion: AWS_REGION };
}
