/** What else there is to know of a stack. */
export interface StackContext {
  /** The Region that it is deployed in. */
  readonly region: string;
  /** Part of every name. */
  readonly stage: string;
  /** The policy that is packaged with it, as far as it can be read; null where it is kept elsewhere. */
  readonly policy: { readonly regions: 'all' | readonly string[]; readonly excludeRegions: readonly string[] } | null;
}
