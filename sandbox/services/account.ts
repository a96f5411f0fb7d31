import { jsonBody, restJson, restJsonError } from '../server/protocols.ts';
import { AWS_REGIONS } from '../worlds/regions.ts';
import { JSON_ERRORS, type Call, type Service } from '../server/service.ts';
import { page } from '../server/paging.ts';

/** AWS Account Management, its Region list. https://docs.aws.amazon.com/accounts/latest/reference/API_ListRegions.html */
export const account: Service = {
  name: 'account',
  operationOf: ({ path }) => (path === '/listRegions' ? 'ListRegions' : null),
  operations: { ListRegions: listRegions },
  success: restJson,
  failure: restJsonError,
  errorCodes: { ...JSON_ERRORS, throttled: 'TooManyRequestsException' },
};

function listRegions({ accountId, request, state }: Call): object {
  const { MaxResults, NextToken, RegionOptStatusContains } = jsonBody(request);
  const wanted = Array.isArray(RegionOptStatusContains) ? RegionOptStatusContains : null;
  const all = AWS_REGIONS.map((RegionName) => ({
    RegionName,
    RegionOptStatus: state.optStatus({ accountId, region: RegionName }),
  })).filter(({ RegionOptStatus }) => wanted?.includes(RegionOptStatus) ?? true);
  const { items, nextToken } = page(all, { size: MaxResults, token: NextToken, max: 50 });
  return { Regions: items, ...(nextToken ? { NextToken: nextToken } : {}) };
}
