import { AwsError } from './errors.ts';

export interface PageOptions {
  /** The requested size of a page; undefined is `max`. */
  readonly size: unknown;
  readonly token: unknown;
  readonly max: number;
  /** The codes with which the service rejects a size and a token. */
  readonly errorCodes?: { readonly size: string; readonly token: string };
}

const VALIDATION = { size: 'ValidationException', token: 'ValidationException' };

/** One page of a list. The token is opaque to callers, as in AWS. */
export function page<T>(
  all: readonly T[],
  { size, token, max, errorCodes = VALIDATION }: PageOptions,
): { items: readonly T[]; nextToken: string | null } {
  if (size !== undefined && (typeof size !== 'number' || size < 1 || size > max)) {
    throw new AwsError(errorCodes.size, { status: 400, message: `MaxResults must be from 1 to ${max}` });
  }
  const start = typeof token === 'string' ? Number(Buffer.from(token, 'base64url').toString()) : 0;
  if (!Number.isInteger(start) || start < 0)
    throw new AwsError(errorCodes.token, { status: 400, message: 'NextToken is invalid' });
  const end = start + (size ?? max);
  return {
    items: all.slice(start, end),
    nextToken: end < all.length ? Buffer.from(String(end)).toString('base64url') : null,
  };
}
