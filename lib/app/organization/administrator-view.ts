import pMap from 'p-map';
import type { Policy } from '../../policy/schema.ts';
import { findAdministrator, type Candidate, type FindOrder } from './find-administrator.ts';
import type { AdministratorView, RegionMembers } from './region-members.ts';
import { administratorNotices } from './notices/administrator-notices.ts';
import { OWN_ACCOUNT, type ScanDeps } from '../scan/deps.ts';
import { timeLimit } from '../scan/time-limit.ts';

export interface ViewOrder extends FindOrder {
  readonly regions: readonly string[];
  readonly roles: Policy['roles'];
}

interface ViewDeps extends Pick<ScanDeps, 'forAccount' | 'delegatedAdministrators' | 'limits'> {
  /** A Region has been listed, or will not be. */
  readonly onListed?: (found: RegionMembers) => void;
}

/** Reads the lists of members of every Region, all Regions at the same time. Throws a WardenError for bad credentials of its own. */
export async function readAdministratorView(order: ViewOrder, deps: ViewDeps): Promise<AdministratorView> {
  const own = deps.forAccount(OWN_ACCOUNT);
  const limit = timeLimit(deps.limits.callBudgetMs, order.signal);
  const [{ accountId: ownId }, delegated] = await Promise.all([
    own.identify(limit),
    deps.delegatedAdministrators(limit),
  ]);
  const accessTo = (accountId: string): Candidate => ({
    accountId,
    access: accountId === ownId ? own : deps.forAccount(accountId, order.roles),
  });
  const isKnown = delegated.kind === 'known' && delegated.value.length > 0;
  const ids = isKnown ? delegated.value : [ownId];
  const candidates = new Map([...ids, ownId].map((id) => [id, accessTo(id)]));
  const found = await pMap(
    order.regions,
    async (region) => {
      const listed = await findAdministrator({ region, ids, isKnown, ownId, candidates, accessTo }, order, deps);
      deps.onListed?.(listed);
      return listed;
    },
    { concurrency: deps.limits.parallelReads },
  );
  return {
    regions: Object.fromEntries(found.map((one) => [one.region, one])),
    notices: administratorNotices(found, delegated),
  };
}
