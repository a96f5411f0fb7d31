import { AwsError } from './errors.ts';

export interface PageOptions {
  /** The requested size of a page; undefined is `max`. */
  readonly size: unknown;
  readonly token: unknown;
  readonly max: number;
  /** New items come first, so a page continues after the last item of the page before, wherever that is by now. */
  readonly isNewestFirst?: true;
  /** The codes with which the service rejects a size and a token. */
  readonly errorCodes?: { readonly size: string; readonly token: string };
}

const VALIDATION = { size: 'ValidationException', token: 'ValidationException' };

/** One page of a list. The token is opaque to callers, as in AWS. */
export function page<T>(
  all: readonly T[],
  { size, token, max, isNewestFirst, errorCodes = VALIDATION }: PageOptions,
): { items: readonly T[]; nextToken: string | null } {
  const position = positionOf({ size, token, max, errorCodes, length: all.length });
  const start = position.index + (isNewestFirst ? all.length - position.length : 0);
  const end = start + position.size;
  return { items: all.slice(start, end), nextToken: end < all.length ? writeToken(end, all.length) : null };
}

/** Where a page begins, and its size. */
function positionOf({
  size,
  token,
  max,
  errorCodes,
  length,
}: Omit<Required<PageOptions>, 'isNewestFirst'> & { readonly length: number }): {
  readonly index: number;
  readonly length: number;
  readonly size: number;
} {
  if (size !== undefined && (typeof size !== 'number' || !Number.isInteger(size) || size < 1 || size > max))
    throw new AwsError(errorCodes.size, { status: 400, message: `MaxResults must be from 1 to ${max}` });
  const position = typeof token === 'string' ? readToken(token) : { index: 0, length };
  if (!position) throw new AwsError(errorCodes.token, { status: 400, message: 'NextToken is invalid' });
  return { ...position, size: size ?? max };
}

/** A list whose items are computed; an index without an item is null. */
export interface LazyList<T> {
  readonly count: number;
  readonly at: (index: number) => T | null;
}

/** One page of a lazy list. It reads no further than to the end of the page. */
export function scan<T>(
  { count, at }: LazyList<T>,
  { size, token, max, errorCodes = VALIDATION }: Omit<PageOptions, 'isNewestFirst'>,
): { items: readonly T[]; nextToken: string | null } {
  const position = positionOf({ size, token, max, errorCodes, length: count });
  const items: T[] = [];
  let { index } = position;
  for (; index < count && items.length < position.size; index++) {
    const item = at(index);
    if (item !== null) items.push(item);
  }
  return { items, nextToken: index < count ? writeToken(index, count) : null };
}

/** The token of the first page. */
export const FIRST_PAGE = writeToken(0, 0);

/** A token holds the index of the next item, and the length of the list at that time. */
function writeToken(index: number, length: number): string {
  return Buffer.from(`${index}/${length}`).toString('base64url');
}

function readToken(token: string): { index: number; length: number } | null {
  const { index, length } =
    /^(?<index>\d+)\/(?<length>\d+)$/.exec(Buffer.from(token, 'base64url').toString())?.groups ?? {};
  return index === undefined || length === undefined ? null : { index: Number(index), length: Number(length) };
}
