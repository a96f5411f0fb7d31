import { AwsError } from '../errors.ts';
import { awsJson, awsJsonError, jsonBody } from '../protocols.ts';
import { page } from '../paging.ts';
import { MACIE_REGIONS } from '../regions.ts';
import { JSON_ERRORS, type Call, type Service } from '../service.ts';

/** Parameter Store, reading. https://docs.aws.amazon.com/systems-manager/latest/APIReference/Welcome.html */
export const ssm: Service = {
  name: 'ssm',
  operationOf: ({ headers }) => /^AmazonSSM\.(\w+)$/.exec(String(headers['x-amz-target']))?.[1] ?? null,
  operations: { GetParameter: getParameter, GetParametersByPath: getParametersByPath },
  success: awsJson,
  failure: awsJsonError,
  errorCodes: { ...JSON_ERRORS, internal: 'InternalServerError' },
};

const PUBLIC = '/aws/service/global-infrastructure/services/macie/regions';

/** The parameters of the world, and the public ones that AWS keeps. */
function all({ state }: Call): ReadonlyMap<string, string> {
  return new Map([...MACIE_REGIONS.map((region) => [`${PUBLIC}/${region}`, region] as const), ...state.parameters]);
}

function parameter(name: string, { value, call }: { value: string; call: Call }): object {
  const owner = name.startsWith('/aws/') ? '' : call.accountId;
  const ARN = `arn:aws:ssm:${call.region}:${owner}:parameter${name}`;
  return { Name: name, Value: value, Type: 'String', Version: 1, DataType: 'text', ARN };
}

function getParameter(call: Call): object {
  const name = String(jsonBody(call.request)['Name']);
  const value = all(call).get(name);
  if (value === undefined)
    throw new AwsError('ParameterNotFound', { status: 400, message: `Parameter ${name} not found.` });
  return { Parameter: parameter(name, { value, call }) };
}

function getParametersByPath(call: Call): object {
  const { Path, MaxResults, NextToken, Recursive } = jsonBody(call.request);
  const prefix = String(Path).replace(/\/?$/, '/');
  const found = [...all(call)]
    .filter(([name]) => name.startsWith(prefix) && (Recursive === true || !name.slice(prefix.length).includes('/')))
    .map(([name, value]) => parameter(name, { value, call }));
  const { items, nextToken } = page(found, { size: MaxResults, token: NextToken, max: 10 });
  return { Parameters: items, ...(nextToken ? { NextToken: nextToken } : {}) };
}
