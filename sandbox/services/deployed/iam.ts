import { AwsError } from '../../server/errors.ts';
import { formBody, queryXml, queryXmlError } from '../../server/protocols.ts';
import { XML_ERRORS, type Call, type Service } from '../../server/service.ts';
import { functionsOf, roleArn } from './parts.ts';

/** AWS IAM: account aliases, and what the policies of the stack's roles allow. https://docs.aws.amazon.com/IAM/latest/APIReference/welcome.html */
export const iam: Service = {
  name: 'iam',
  operationOf: (request) => formBody(request).get('Action'),
  operations: {
    ListAccountAliases: () => ({ AccountAliases: [], IsTruncated: false }),
    SimulatePrincipalPolicy: simulate,
  },
  success: (result, { operation }) =>
    queryXml(result, { operation, namespace: 'https://iam.amazonaws.com/doc/2010-05-08/' }),
  failure: queryXmlError,
  errorCodes: XML_ERRORS,
};

function simulate({ request, state, accountId }: Call): object {
  const form = formBody(request);
  const arn = form.get('PolicySourceArn') ?? '';
  const { stack } = state;
  const roles = stack?.account === accountId ? Object.values(functionsOf(stack)) : [];
  const role = stack && roles.find((one) => roleArn(stack, one) === arn);
  if (stack === undefined || role === undefined)
    throw new AwsError('NoSuchEntity', { status: 404, message: `The role ${arn} cannot be found.` });
  const actions = [...form].filter(([key]) => key.startsWith('ActionNames.member.')).map(([, action]) => action);
  const isDenied = (action: string): boolean =>
    [action, `${role} ${action}`].some((one) => stack.deniedActions.includes(one));
  return {
    IsTruncated: false,
    EvaluationResults: actions.map((action) => ({
      EvalActionName: action,
      EvalResourceName: form.get('ResourceArns.member.1') ?? '*',
      EvalDecision: isDenied(action) ? 'implicitDeny' : 'allowed',
    })),
  };
}
