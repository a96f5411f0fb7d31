import pMap from 'p-map';
import type { Notice } from '../../../core/compliance/report.ts';
import { compareText } from '../../../core/order.ts';
import type { Designation } from '../../../core/organization/configuration.ts';
import type { ScopedAccount } from '../../../targets/accounts.ts';
import { OWN_ACCOUNT, type ScanDeps } from '../../scan/deps.ts';
import { timeLimit, withinLimit } from '../../scan/time-limit.ts';

interface RemovalOrder {
  readonly accounts: readonly ScopedAccount[];
  readonly regions: readonly string[];
  readonly signal: AbortSignal;
}

/**
 * Notices of administrators that are being removed. Only the management account sees it, so it is asked where the credentials of the
 * run are its own.
 */
export async function removalNotices(
  { accounts, regions, signal }: RemovalOrder,
  { forAccount, limits }: Pick<ScanDeps, 'forAccount' | 'limits'>,
): Promise<readonly Notice[]> {
  const management = accounts.find(({ isManagement }) => isManagement);
  if (management === undefined) return [];
  const own = forAccount(OWN_ACCOUNT);
  const { accountId } = await own.identify(timeLimit(limits.callBudgetMs, signal));
  if (accountId !== management.accountId) return [];
  const found = await pMap(
    regions,
    async (region) => {
      const limit = timeLimit(limits.callBudgetMs, signal);
      return withinLimit<readonly Designation[]>(limit, {
        work: () => own.readDesignations({ region, signal: limit }),
        late: () => [],
      });
    },
    { concurrency: limits.parallelReads },
  );
  return noticesOf(found.flat());
}

/** One for each administrator, with its Regions. Pure. */
function noticesOf(designations: readonly Designation[]): readonly Notice[] {
  const removed = designations.filter(({ status }) => status === 'DISABLING_IN_PROGRESS');
  return [...Map.groupBy(removed, ({ accountId }) => accountId)].map(([accountId, ofAccount]) => {
    const regions = ofAccount.map(({ region }) => region).toSorted(compareText);
    return {
      kind: 'administrator',
      message: `the Macie administrator ${accountId} is being removed in ${regions.join(', ')} (DISABLING_IN_PROGRESS): its members become standalone accounts, and automated discovery ends in them. If nobody meant it, designate it again from the management account, by EnableOrganizationAdminAccount`,
    };
  });
}
