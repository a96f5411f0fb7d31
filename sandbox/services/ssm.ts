import { createHash } from 'node:crypto';
import { AwsError } from '../server/errors.ts';
import { awsJson, awsJsonError, jsonBody } from '../server/protocols.ts';
import { page } from '../server/paging.ts';
import { MACIE_REGIONS } from '../worlds/regions.ts';
import { JSON_ERRORS, type Call, type Service } from '../server/service.ts';
import type { Parameter } from '../worlds/state.ts';

/** Parameter Store, read operations. https://docs.aws.amazon.com/systems-manager/latest/APIReference/Welcome.html */
export const ssm: Service = {
  name: 'ssm',
  operationOf: ({ headers }) => /^AmazonSSM\.(\w+)$/.exec(String(headers['x-amz-target']))?.[1] ?? null,
  operations: { GetParameter: getParameter, GetParametersByPath: getParametersByPath },
  success: awsJson,
  failure: awsJsonError,
  errorCodes: { ...JSON_ERRORS, internal: 'InternalServerError' },
};

const PUBLIC = '/aws/service/global-infrastructure/services/macie/regions';

/** The parameters of the world, and the public parameters of AWS. */
function parametersOf({ state }: Call): ReadonlyMap<string, Parameter> {
  const publicOnes = MACIE_REGIONS.map((value) => [`${PUBLIC}/${value}`, { type: 'String', value }] as const);
  return new Map<string, Parameter>([...publicOnes, ...state.parameters]);
}

function describe(name: string, { parameter: { type, value }, call }: { parameter: Parameter; call: Call }): object {
  const isReadable = type === 'String' || jsonBody(call.request)['WithDecryption'] === true;
  const owner = name.startsWith('/aws/') ? '' : call.accountId;
  const ARN = `arn:aws:ssm:${call.region}:${owner}:parameter${name}`;
  return { Name: name, Value: isReadable ? value : encrypted(value), Type: type, Version: 1, DataType: 'text', ARN };
}

/** Stands for the ciphertext of the key service. */
function encrypted(value: string): string {
  return createHash('sha512').update(value).digest('base64');
}

function getParameter(call: Call): object {
  const name = String(jsonBody(call.request)['Name']);
  const parameter = parametersOf(call).get(name);
  // AWS sends no message with this error.
  if (!parameter) throw new AwsError('ParameterNotFound', { status: 400, message: '' });
  return { Parameter: describe(name, { parameter, call }) };
}

function getParametersByPath(call: Call): object {
  const { Path, MaxResults, NextToken, Recursive } = jsonBody(call.request);
  if (typeof Path !== 'string' || !Path.startsWith('/')) {
    const message =
      'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/".';
    throw new AwsError('ValidationException', { status: 400, message });
  }
  const prefix = Path.replace(/\/?$/, '/');
  const found = [...parametersOf(call)]
    .filter(([name]) => name.startsWith(prefix) && (Recursive === true || !name.slice(prefix.length).includes('/')))
    .map(([name, parameter]) => describe(name, { parameter, call }));
  const { items, nextToken } = page(found, { size: MaxResults, token: NextToken, max: 10 });
  return { Parameters: items, ...(nextToken ? { NextToken: nextToken } : {}) };
}
