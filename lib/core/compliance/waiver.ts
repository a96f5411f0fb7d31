/** A drift that is accepted until a date. `expires` is a UTC date, YYYY-MM-DD; the waiver holds to the end of that day. */
export interface Waiver {
  readonly reason: string;
  readonly owner: string;
  readonly expires: string;
}
