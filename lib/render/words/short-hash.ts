/** Enough of a hash to tell two policies apart, in a line that has no room for all of it. */
export function shortHash({ sha256 }: { readonly sha256: string }): string {
  return sha256.slice(0, 12);
}
