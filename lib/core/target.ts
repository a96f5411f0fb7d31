import { compareText } from './order.ts';

/** One account × Region: the unit of everything. */
export interface Target {
  readonly accountId: string;
  readonly region: string;
}

export function targetKey({ accountId, region }: Target): string {
  return `${accountId} ${region}`;
}

/** By account, then Region. */
export function compareTargets(a: Target, b: Target): number {
  return compareText(a.accountId, b.accountId) || compareText(a.region, b.region);
}
