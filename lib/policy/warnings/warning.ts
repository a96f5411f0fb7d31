/** Something in a valid policy that is probably not meant. */
export interface PolicyWarning {
  readonly kind:
    | 'hidden-rule'
    | 'idle-buckets'
    | 'idle-pattern'
    | 'no-actions'
    | 'not-desired'
    | 'not-read'
    | 'unknown-region'
    | 'waiver-ending'
    | 'waiver-expired';
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** Asked for where it is shown: comparing names costs time. */
  readonly hint?: () => string | null;
}
