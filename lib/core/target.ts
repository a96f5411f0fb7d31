/** One account × Region: the unit of everything. */
export interface Target {
  readonly accountId: string;
  readonly region: string;
}

export function targetKey({ accountId, region }: Target): string {
  return `${accountId} ${region}`;
}

/** Where something is: at a target, or in a whole account (`region` null). */
export interface Place {
  readonly accountId: string;
  readonly region: string | null;
}
