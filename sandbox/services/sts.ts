import { AwsError } from '../server/errors.ts';
import { formBody, queryXml, queryXmlError } from '../server/protocols.ts';
import { XML_ERRORS, type Call, type Service } from '../server/service.ts';

/** Stands for the id that IAM generates for a role. */
const ROLE_ID = 'AROASANDBOX';
const ROLE = /^arn:aws[a-z-]*:iam::(?<accountId>\d{12}):role\/(?:.*\/)?(?<role>[^/]+)$/;

/** AWS STS. https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html */
export const sts: Service = {
  name: 'sts',
  operationOf: (request) => formBody(request).get('Action'),
  resourceOf: (request) => {
    const arn = formBody(request).get('RoleArn') ?? '';
    const { accountId } = ROLE.exec(arn)?.groups ?? {};
    return accountId ? { arn, accountId } : null;
  },
  operations: { GetCallerIdentity: getCallerIdentity, AssumeRole: assumeRole },
  success: (result, { operation }) =>
    queryXml(result, { operation, namespace: 'https://sts.amazonaws.com/doc/2011-06-15/' }),
  failure: queryXmlError,
  errorCodes: XML_ERRORS,
};

function getCallerIdentity({ accountId, callerArn }: Call): object {
  const name = callerArn.split('/').at(-1) ?? '';
  return {
    Arn: callerArn,
    UserId: callerArn.includes(':assumed-role/') ? `${ROLE_ID}:${name}` : name,
    Account: accountId,
  };
}

const SESSION_MS = 60 * 60 * 1000;

function assumeRole({ request, state, now }: Call): object {
  const form = formBody(request);
  const roleArn = form.get('RoleArn') ?? '';
  const sessionName = form.get('RoleSessionName') ?? '';
  const { accountId, role } = ROLE.exec(roleArn)?.groups ?? {};
  if (!accountId || !role) throw new AwsError('ValidationError', { status: 400, message: `${roleArn} is invalid` });
  if (!/^[\w+=,.@-]{2,64}$/.test(sessionName)) {
    throw new AwsError('ValidationError', {
      status: 400,
      message: 'Value at roleSessionName failed to satisfy constraint',
    });
  }
  const arn = `arn:aws:sts::${accountId}:assumed-role/${role}/${sessionName}`;
  const AccessKeyId = `ASIASANDBOX${String(state.roles.size + 1).padStart(9, '0')}`;
  state.roles.set(AccessKeyId, { accountId, arn, sessionName });
  return {
    AssumedRoleUser: { AssumedRoleId: `${ROLE_ID}:${sessionName}`, Arn: arn },
    Credentials: {
      AccessKeyId,
      SecretAccessKey: 'sandbox',
      SessionToken: 'sandbox',
      Expiration: new Date(now.getTime() + SESSION_MS).toISOString(),
    },
  };
}
