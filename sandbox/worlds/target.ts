/** One account and Region. */
export interface Target {
  readonly accountId: string;
  readonly region: string;
}

export function keyOf({ accountId, region }: Target): string {
  return `${accountId}/${region}`;
}
