import { bounded, textAt, valueAt } from './fields.ts';

export interface RoleSession {
  /** The name that somebody gave the session; null where a tool made it up. */
  readonly sessionName: string | null;
  /** The thing that holds the session: an instance, a function, or a session that only a tool named. */
  readonly holder: string | null;
}

/**
 * Names that SDKs, tools and services give a session when nobody does: they name no person.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#ck_rolesessionname
 */
const MADE_UP =
  /^(?:(?:botocore|aws-cli|aws-sdk|aws-go-sdk|aws-sdk-js|boto3?|terraform|cdk|pulumi|ansible|serverless|jenkins|packer|aws-vault|cloud-custodian)[-_]?(?:session)?[-_]?[\w.=,@-]*\d{4,}[\w-]*|botocore-session-\S+|aws-sdk-(?:js|java|php|net|rust|ruby|cpp)-session\S*|AWSCLI-Session|default_session|web-identity|(?:assume-?)?role-?session\d*|session-?\d*|GitHubActions|CognitoIdentityCredentials|AWSCloudFormation|aws-go-sdk-\d+|\d{10,}|[0-9a-f]{16,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** arn:aws:sts::111122223333:assumed-role/Admin/alice, or …:federated-user/alice */
const IN_ARN = /:(?:assumed-role\/[^/]+|federated-user)\/(.+)$/;

export function sessionOf(identity: unknown): RoleSession {
  // A service names the sessions of its own role.
  if (isOfServiceLinkedRole(identity)) return { sessionName: null, holder: null };
  const name = nameOf(identity);
  const holder = credentialsHolder(identity) ?? instanceOf(name, identity);
  if (name === null || holder !== null) return { sessionName: isOfThing(name) ? null : name, holder };
  return isOfThing(name)
    ? { sessionName: null, holder: `a session that a tool named ${name}` }
    : { sessionName: name, holder };
}

function nameOf(identity: unknown): string | null {
  const inArn = IN_ARN.exec(textAt(identity, 'arn') ?? '')?.[1] ?? null;
  // Without an ARN, and in a record for another account, the id of the principal ends with the name.
  const name = inArn ?? /^(?:AROA|ASIA)\w+:(.+)$/.exec(textAt(identity, 'principalId') ?? '')?.[1] ?? null;
  return name === null ? null : bounded(name);
}

function isOfServiceLinkedRole(identity: unknown): boolean {
  return textAt(identity, 'sessionContext', 'sessionIssuer', 'arn')?.includes(':role/aws-service-role/') === true;
}

function isOfThing(name: string | null): boolean {
  return name === null || MADE_UP.test(name) || /^i-[0-9a-f]{8,17}$/.test(name) || /^\d{12}$/.test(name);
}

/** On EC2 a session has the id of its instance as its name. */
function instanceOf(name: string | null, identity: unknown): string | null {
  if (name !== null && /^i-[0-9a-f]{8,17}$/.test(name)) return `the EC2 instance ${name}`;
  return valueAt(identity, 'sessionContext', 'ec2RoleDelivery') === undefined ? null : 'an EC2 instance';
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html: the service that passes its own role. */
function credentialsHolder(identity: unknown): string | null {
  const holder = textAt(identity, 'inScopeOf', 'credentialsIssuedTo') ?? textAt(identity, 'inScopeOf', 'sourceArn');
  const kind = textAt(identity, 'inScopeOf', 'issuerType');
  return holder === null ? null : `${kind === null ? '' : `${kind} `}${holder}`;
}
