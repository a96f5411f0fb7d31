/**
 * The items of a list in an answer. The SDK passes on what it got, whatever its types say: an item that is no object is left out.
 * Throws for what is no list, as the SDK does for what is no JSON.
 */
export function itemsOf<T extends object>(list: readonly T[] | null | undefined): readonly T[] {
  const found = list ?? [];
  if (Array.isArray(found)) return found.filter(isItem);
  throw Object.assign(new TypeError(`expected a list, found the type ${typeof found}`), {
    $metadata: { httpStatusCode: 200 },
  });
}

function isItem(item: unknown): boolean {
  return typeof item === 'object' && item !== null;
}
