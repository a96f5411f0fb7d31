import type { LoadedPolicy } from '../../policy/loaded-policy.ts';
import { parsePolicy } from '../../policy/parse.ts';
import { sha256Of } from '../../policy/sha256.ts';
import type { SessionUpdate } from '../../sql/update.ts';

/**
 * The policy of an update: it desires what the patch has, of one target, and nothing else. Accounts, roles, limits and prices are those
 * of `base`; null: there is none.
 */
export function updatePolicy({ target, patch }: SessionUpdate, base: LoadedPolicy | null): LoadedPolicy {
  const { accountId, region } = target;
  const own = { version: 1, accounts: [accountId], regions: [region], remediation: 'enforce', desired: patch };
  const text = JSON.stringify(own);
  const policy = base
    ? { ...base.policy, remediation: 'enforce' as const, desired: patch, overrides: [], waivers: [] }
    : parsePolicy(text, 'the patch');
  return { policy, source: 'the patch', sha256: sha256Of(text) };
}
