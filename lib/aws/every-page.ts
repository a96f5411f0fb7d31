/** A service that gives the same token so often has lost its place. */
const MOST_REPEATS = 10;

/**
 * The pages of a list. A page may be empty and have the token of the page before it. Throws for a service that goes on giving the
 * same token: a list that broke off is not the whole list.
 */
export async function* everyPage<T extends object>(
  pages: AsyncIterable<T>,
  tokenOf: (page: T) => string | undefined,
): AsyncGenerator<T> {
  let last: string | undefined;
  let repeats = 0;
  for await (const page of pages) {
    yield page;
    const token = tokenOf(page);
    repeats = token === last ? repeats + 1 : 0;
    last = token;
    if (token !== undefined && repeats >= MOST_REPEATS)
      throw Object.assign(new TypeError('the list goes on for ever with the same token'), {
        $metadata: { httpStatusCode: 200 },
      });
  }
}

/** The token in a page of AWS Organizations. */
export function tokenOf({ NextToken }: { readonly NextToken?: string | undefined }): string | undefined {
  return NextToken;
}
