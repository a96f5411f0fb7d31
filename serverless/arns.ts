import { ALL_REGIONS } from '../lib/core/regions.ts';
import { closest } from '../lib/policy/closest.ts';

interface Form {
  readonly service: string;
  /** Services without Regions have none in their ARNs. */
  readonly isRegional: boolean;
  readonly account: RegExp;
  readonly resource: RegExp;
  readonly expected: string;
}

const ACCOUNT = /^\d{12}$/;
const TOPIC = {
  service: 'sns',
  isRegional: true,
  account: ACCOUNT,
  // A FIFO topic takes no email subscription, and wants a group for each message.
  resource: /^[\w-]{1,256}$/,
  expected: 'the ARN of a standard SNS topic, such as arn:aws:sns:REGION:111122223333:alerts',
};

const FORMS: Readonly<Record<string, Form>> = {
  permissionsBoundary: {
    service: 'iam',
    isRegional: false,
    account: /^(\d{12}|aws)$/,
    resource: /^policy\/([\x21-\x7e]+\/)?[\w+=,.@-]{1,128}$/,
    expected: 'the ARN of a managed policy, such as arn:aws:iam::111122223333:policy/boundary',
  },
  existingTopicArn: TOPIC,
  alarmTopicArn: TOPIC,
  kmsKeyArn: {
    service: 'kms',
    isRegional: true,
    account: ACCOUNT,
    // An alias would do for SNS, and not for CloudWatch Logs.
    // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_AssociateKmsKey.html
    resource: /^key\/([\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|mrk-[\da-f]{32})$/,
    expected: 'the ARN of a KMS key, such as arn:aws:kms:REGION:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  },
};

/** A sentence on each ARN that AWS would refuse in a stack of that Region. */
export function arnProblems(given: ReadonlyMap<string, string>, region: string): readonly string[] {
  return Object.entries(FORMS).flatMap(([name, form]) => {
    const found = given.get(name) ?? '';
    const problem = found === '' ? null : arnProblem(found, form, region);
    return problem === null ? [] : [`--param ${name}: ${problem}, found ${JSON.stringify(found)}`];
  });
}

function arnProblem(arn: string, { service, isRegional, account, resource, expected }: Form, region: string) {
  const [prefix, partition, ofService, ofRegion, ofAccount = '', ...rest] = arn.split(':');
  const example = `expected ${expected.replace('REGION', region)}`;
  if (prefix !== 'arn' || ofService !== service || !account.test(ofAccount) || !resource.test(rest.join(':')))
    return example;
  if (partition !== 'aws') return `${example}: Macie is offered in the partition aws alone`;
  if (isRegional && ofRegion !== region) return `${example}, in ${region}, the Region of the stack`;
  return isRegional || ofRegion === '' ? null : example;
}

const REGION_NAME = /^[a-z]{2,4}(-[a-z]+)+-\d$/;
const OTHER_PARTITION = /^(cn|us-gov|us-iso[a-z]*|eu-isoe|eusc)-/;

/** A sentence on a Region in which the stack cannot be; null if it can. A name that AWS may have added is taken. */
export function regionProblem(region: string): string | null {
  const found = `found ${JSON.stringify(region)}`;
  if (!REGION_NAME.test(region)) return `--region: expected the name of a Region, such as us-east-1, ${found}`;
  return OTHER_PARTITION.test(region)
    ? `--region: expected a Region of the partition aws, ${found}. Macie is not offered there`
    : null;
}

/** A sentence on a Region that this version does not know; null if it knows it. */
export function regionWarning(region: string): string | null {
  if (ALL_REGIONS.includes(region) || regionProblem(region) !== null) return null;
  const near = closest(region, ALL_REGIONS);
  const hint = near === null ? '' : `. Did you mean ${near}?`;
  return `--region: this version does not know a Region ${JSON.stringify(region)}${hint}`;
}
