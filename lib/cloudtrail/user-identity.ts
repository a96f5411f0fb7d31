import type { Actor } from '../core/activity/macie-call.ts';
import { ACCOUNT_ID } from '../core/names.ts';
import { bounded, matchAt, textAt, valueAt } from './fields.ts';
import { sessionOf } from './session-name.ts';

const NOBODY = 'an identity that CloudTrail does not name';

/** The ARN of the role or user that issued a session; of the caller, if there is none. */
export function issuerArnOf(identity: unknown): string | null {
  return textAt(identity, 'sessionContext', 'sessionIssuer', 'arn') ?? textAt(identity, 'arn');
}

/**
 * The most that a record has of the person or the thing behind a call.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function actorOf(record: unknown): Actor {
  const identity = valueAt(record, 'userIdentity');
  const { sessionName, holder } = sessionOf(identity);
  const person = personOf(identity);
  const through = holder ?? serviceOf(identity) ?? providerOf(identity) ?? rootSessionOf(identity);
  const sourceIp = textAt(record, 'sourceIPAddress');
  const userAgent = textAt(record, 'userAgent');
  return {
    type: bounded(textAt(identity, 'type') ?? 'an unknown identity'),
    name: bounded(nameOf(identity)),
    sessionName: sessionName === null ? null : bounded(sessionName),
    sourceIp: sourceIp === null ? null : bounded(sourceIp),
    userAgent: userAgent === null ? null : bounded(userAgent),
    // Present only where they are known: most callers have neither.
    ...(person === null || person === sessionName ? {} : { person: bounded(person) }),
    ...(through === null ? {} : { through: bounded(through) }),
  };
}

/** An ARN, or a name of a service, a provider's user or an account as such: never the bare id of an account. */
function nameOf(identity: unknown): string {
  const named =
    issuerArnOf(identity) ??
    roleOf(identity) ??
    identityCenterUser(identity) ??
    textAt(identity, 'invokedBy') ??
    providerUser(identity) ??
    textAt(identity, 'userName') ??
    principalOf(identity);
  if (named !== null && !ACCOUNT_ID.test(named)) return named;
  const account = matchAt(ACCOUNT_ID, identity, 'accountId') ?? named;
  if (account === null) return NOBODY;
  const type = textAt(identity, 'type') ?? '';
  const words = Object.hasOwn(OF_ACCOUNT, type) ? OF_ACCOUNT[type] : undefined;
  return `${words ?? 'an identity of account'} ${account}`;
}

/** Before the account of an identity that has no name. */
const OF_ACCOUNT: Readonly<Record<string, string>> = {
  Root: 'that of account',
  AWSAccount: 'account',
  IdentityCenterUser: 'an IAM Identity Center user of account',
};

/** The issuer of a session may come without an ARN. */
function roleOf(identity: unknown): string | null {
  const role = textAt(identity, 'sessionContext', 'sessionIssuer', 'userName');
  const account =
    matchAt(ACCOUNT_ID, identity, 'sessionContext', 'sessionIssuer', 'accountId') ??
    matchAt(ACCOUNT_ID, identity, 'accountId');
  return role === null || account === null ? role : `${role} of account ${account}`;
}

/** A user of IAM Identity Center has an id and a store, and no name. */
function identityCenterUser(identity: unknown): string | null {
  const user = textAt(identity, 'onBehalfOf', 'userId');
  const store = textAt(identity, 'onBehalfOf', 'identityStoreArn')?.split('/').at(-1);
  if (user === null) return null;
  return `the IAM Identity Center user ${user}${store ? ` of ${store}` : ''}`;
}

/** WebIdentityUser and SAMLUser: the name is unique at its provider alone. */
function providerUser(identity: unknown): string | null {
  const user = textAt(identity, 'userName');
  const provider = textAt(identity, 'identityProvider');
  return user === null || provider === null ? null : `${user} of ${provider}`;
}

/** AROA…:session, accounts.google.com:app:user, or the id of an account. */
function principalOf(identity: unknown): string | null {
  const principal = textAt(identity, 'principalId');
  const account = matchAt(ACCOUNT_ID, identity, 'accountId');
  const isOfAccount = principal !== null && account !== null && !principal.includes(account);
  return isOfAccount ? `${principal} of account ${account}` : principal;
}

/** The person whom the identity provider vouches for: set when the session began, and kept through every role after it. */
function personOf(identity: unknown): string | null {
  const source = textAt(identity, 'sessionContext', 'sourceIdentity') ?? textAt(identity, 'sourceIdentity');
  if (source !== null && !ACCOUNT_ID.test(source)) return source;
  // For an IdentityCenterUser that is the name already.
  if (issuerArnOf(identity) !== null && identityCenterUser(identity) !== null) return identityCenterUser(identity);
  return webIdentity(identity);
}

/** The subject of a token, such as repo:example/app:ref:refs/heads/main of GitHub. */
function webIdentity(identity: unknown): string | null {
  const data = valueAt(identity, 'sessionContext', 'webIdFederationData');
  const provider = textAt(data, 'federatedProvider');
  const attributes = valueAt(data, 'attributes');
  const keys = typeof attributes === 'object' && attributes !== null ? Object.keys(attributes) : [];
  const key = keys.find((one) => /(?:^|:)(?:sub|user_id|id|email)$/.test(one));
  const subject = key === undefined ? null : textAt(attributes, key);
  if (provider === null) return null;
  const name = provider.split('oidc-provider/').at(-1) ?? provider;
  return subject === null ? `a user of ${name}` : `${subject} of ${name}`;
}

/** The service through which the call came, where that is not the caller itself. */
function serviceOf(identity: unknown): string | null {
  const service = textAt(identity, 'invokedBy');
  return service === null || service === nameOf(identity) ? null : service;
}

/** A product provider with delegated access has no name but its account. */
function providerOf(identity: unknown): string | null {
  const account = matchAt(ACCOUNT_ID, identity, 'invokedByDelegate', 'accountId');
  return account === null ? null : `the product provider of account ${account}`;
}

/** A session as the root user of a member, taken by the management account of its organization or a delegated administrator. */
function rootSessionOf(identity: unknown): string | null {
  const isAssumed = String(valueAt(identity, 'sessionContext', 'assumedRoot')) === 'true';
  return isAssumed ? 'sts:AssumeRoot of its organization' : null;
}
