/** A list that AWS was asked for, or a sentence on why it is not known. */
export type Lookup<T> =
  | { readonly kind: 'known'; readonly value: T }
  | { readonly kind: 'unknown'; readonly why: string };

/** By Region: is it enabled for the account? A Region that is being enabled or disabled still counts as enabled. */
export type RegionStates = ReadonlyMap<string, boolean>;
