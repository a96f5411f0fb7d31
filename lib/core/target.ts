/** One account × Region: the unit of everything. */
export interface Target {
  readonly accountId: string;
  readonly region: string;
}

export function targetKey({ accountId, region }: Target): string {
  return `${accountId} ${region}`;
}
