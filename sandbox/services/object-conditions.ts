import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AwsError } from '../server/errors.ts';
import type { Call } from '../server/service.ts';

export function etagOf(bytes: Buffer): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`;
}

/** `If-None-Match: *` and `If-Match: ETAG`. https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
export function checkConditions({ request: { headers }, state }: Call, name: string): void {
  const [noneMatch, match] = [headers['if-none-match'], headers['if-match']];
  const found = state.objects.get(name);
  if (noneMatch !== undefined && noneMatch !== '*')
    throw new AwsError('NotImplemented', {
      status: 501,
      message: 'A header you provided implies functionality that is not implemented',
    });
  if (match !== undefined && found === undefined)
    throw new AwsError('NoSuchKey', { status: 404, message: 'The specified key does not exist.' });
  const isBroken = noneMatch === '*' ? found !== undefined : match !== undefined && found && match !== etagOf(found);
  if (!isBroken) return;
  throw new AwsError('PreconditionFailed', {
    status: 412,
    message: 'At least one of the pre-conditions you specified did not hold',
  });
}

const CHECKSUMS: Readonly<Record<string, (bytes: Buffer) => string>> = {
  'x-amz-checksum-sha256': (bytes) => createHash('sha256').update(bytes).digest('base64'),
  'x-amz-checksum-crc32': (bytes) => {
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(bytes));
    return sum.toString('base64');
  },
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html */
export function checkChecksums({ request: { headers } }: Call, bytes: Buffer): void {
  for (const [header, checksumOf] of Object.entries(CHECKSUMS)) {
    const given = headers[header];
    if (given === undefined || given === checksumOf(bytes)) continue;
    const message = `Value for ${header} header is invalid.`;
    throw new AwsError('BadDigest', { status: 400, message });
  }
}
