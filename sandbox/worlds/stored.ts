export interface AssumedRole {
  readonly accountId: string;
  readonly arn: string;
  readonly sessionName: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export interface ObjectFacts {
  readonly headers: Readonly<Record<string, string>>;
  /** ISO 8601. */
  readonly modified: string;
}
