/** More names than this do not help where they are all Regions of the policy. */
const MOST_NAMES = 6;

/** The names of Regions, or their number if they are all of them. */
export function regionsText(alike: readonly { readonly region: string }[], ofAll: number): string {
  return alike.length === ofAll && ofAll > MOST_NAMES
    ? `all ${ofAll} Regions`
    : alike.map(({ region }) => region).join(', ');
}
