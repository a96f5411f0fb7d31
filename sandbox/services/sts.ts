import { formBody, queryXml, queryXmlError } from '../server/protocols.ts';
import { XML_ERRORS, type Call, type Service } from '../server/service.ts';
import { assumeRole, ROLE_ARN, ROLE_ID } from './assume-role.ts';

/** AWS STS. https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html */
export const sts: Service = {
  name: 'sts',
  operationOf: (request) => formBody(request).get('Action'),
  resourceOf: (request) => {
    const arn = formBody(request).get('RoleArn') ?? '';
    const { accountId } = ROLE_ARN.exec(arn)?.groups ?? {};
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
