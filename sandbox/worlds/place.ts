/** One account and Region. */
export interface Place {
  readonly accountId: string;
  readonly region: string;
}

export function keyOf({ accountId, region }: Place): string {
  return `${accountId}/${region}`;
}
