import { LINKED_FORMAT } from '../../core/archive/kept-formats.ts';
import type { ArchivePlace } from '../../core/archive/place.ts';

/** By the first part of the name of a Region: where the console of S3 is. */
const CONSOLES: Readonly<Record<string, string>> = {
  cn: 'console.amazonaws.cn/s3/object',
  'us-gov': 'console.amazonaws-us-gov.com/s3/object',
};

/** The page of an archived report in the console of AWS. A presigned URL ends with the session of the function, and needs no permission. */
export function archiveUrl({ bucket, region, key }: ArchivePlace): string {
  const partition = Object.keys(CONSOLES).find((name) => region.startsWith(`${name}-`)) ?? '';
  const page = CONSOLES[partition] ?? 's3.console.aws.amazon.com/s3/object';
  const object = `${key}.${LINKED_FORMAT.extension}`;
  return `https://${page}/${bucket}?region=${region}&prefix=${encodeURIComponent(object)}`;
}
