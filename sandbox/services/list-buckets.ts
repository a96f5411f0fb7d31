import { AwsError } from '../server/errors.ts';
import type { Reply, Request } from '../server/http.ts';
import { page } from '../server/paging.ts';
import { toXml } from '../server/protocols.ts';
import type { Call } from '../server/service.ts';
import { AWS_REGIONS } from '../worlds/regions.ts';

const MAX_BUCKETS = 10_000;
const PARAMETERS = ['bucket-region', 'continuation-token', 'max-buckets', 'prefix'];

/** `GET /` without a bucket in the host name. SDKs add `x-id`. */
export function isListBuckets({ method, path, query, headers }: Request): boolean {
  const isOfBucket = /^.+\.localhost(?::\d+)?$/.test(headers.host ?? '');
  const isKnown = [...query.keys()].every((key) => key === 'x-id' || PARAMETERS.includes(key));
  return method === 'GET' && path === '/' && isKnown && !isOfBucket;
}

/**
 * The buckets of the caller in all Regions, by name. Only a request with a parameter gets their Regions:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html
 */
export function listBuckets({ accountId, region, request, state }: Call): Reply {
  const { query } = request;
  const prefix = query.get('prefix') ?? '';
  const wantedRegion = query.get('bucket-region');
  if (wantedRegion !== null) checkRegion(wantedRegion, region);
  const all = Object.entries(state.accountOf(accountId).buckets)
    .filter(([name, bucket]) => name.startsWith(prefix) && (wantedRegion ?? bucket.region) === bucket.region)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const { items, nextToken } = page(all, {
    size: sizeOf(query),
    token: query.get('continuation-token'),
    max: MAX_BUCKETS,
    errorCodes: { size: 'InvalidArgument', token: 'InvalidArgument' },
  });
  const hasRegions = PARAMETERS.some((name) => query.has(name));
  const buckets = items.map(([name, bucket]) => {
    const place = hasRegions ? { BucketRegion: bucket.region, BucketArn: `arn:aws:s3:::${name}` } : {};
    return `<Bucket>${toXml({ Name: name, CreationDate: bucket.createdAt, ...place })}</Bucket>`;
  });
  const rest = toXml({ ...(nextToken ? { ContinuationToken: nextToken } : {}), ...(prefix ? { Prefix: prefix } : {}) });
  const owner = toXml({ Owner: { ID: `canonical-id-of-${accountId}` } });
  const body = `<?xml version="1.0" encoding="UTF-8"?><ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Buckets>${buckets.join('')}</Buckets>${owner}${rest}</ListAllMyBucketsResult>`;
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}

function sizeOf(query: URLSearchParams): number | undefined {
  const size = query.get('max-buckets');
  return size === null ? undefined : Number(size);
}

/** AWS documents that the endpoint has to be of the Region, but no text for the error. */
function checkRegion(wanted: string, endpointRegion: string): void {
  if (AWS_REGIONS.includes(wanted) && wanted === endpointRegion) return;
  const message = `Argument value ${wanted} is not a valid AWS Region of this endpoint`;
  throw new AwsError('InvalidArgument', { status: 400, message });
}
