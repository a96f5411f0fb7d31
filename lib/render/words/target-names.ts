import type { Target } from '../../core/target.ts';

/** How targets are named beside each other: by Region alone where all are of one account. */
export function targetNaming(targets: readonly Target[]): (target: Target) => string {
  const isOneAccount = new Set(targets.map(({ accountId }) => accountId)).size <= 1;
  return ({ accountId, region }) => (isOneAccount ? region : `${accountId} ${region}`);
}
