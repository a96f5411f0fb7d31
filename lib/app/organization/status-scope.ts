import type { ScopedAccount } from '../../targets/accounts.ts';
import type { RegionScope } from '../../targets/scope.ts';
import type { RunRequest } from '../run/request.ts';
import { withoutBucketless } from '../scan/buckets/without-buckets.ts';
import type { ScanDeps } from '../scan/deps.ts';
import type { ScopeLookup } from '../scan/region-scope.ts';
import type { AccountInScope } from './account-scope.ts';

export type KnownAccount = Omit<AccountInScope, 'account'> & { readonly account: ScopedAccount };

interface ScopeContext {
  readonly request: RunRequest;
  readonly lookup: ScopeLookup;
  readonly signal: AbortSignal;
  readonly deps: Pick<ScanDeps, 'limits'>;
}

/** The buckets of an account are listed with its own role, if the policy depends on them: its administrator does not know them. */
export async function statusScope(
  { account, access, notApplicable }: KnownAccount,
  { request, lookup, signal, deps }: ScopeContext,
): Promise<RegionScope> {
  if (notApplicable !== null) return lookup.scope;
  const identity = Promise.resolve({ accountId: account.accountId });
  // The Regions that the own account has not enabled say nothing of this one.
  const scope = { ...lookup.scope, notApplicable: [] };
  try {
    return await withoutBucketless(scope, { request, identity, account, access }, { deps, signal });
  } finally {
    access.release?.();
  }
}
