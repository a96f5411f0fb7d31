/** Whether anybody receives what a channel takes. */
export type Audience =
  | { readonly kind: 'subscribed' }
  /** `pending`: subscriptions that wait for their confirmation. */
  | { readonly kind: 'unsubscribed'; readonly pending: number }
  /** The question failed. */
  | { readonly kind: 'unknown'; readonly why: string };
