import type { Lookup } from '../../../core/lookup.ts';
import { showsMember, type DiscoveryAccounts, type DiscoveryView } from '../../../core/organization/discovery.ts';
import type { Policy } from '../../../policy/schema.ts';
import { OWN_ACCOUNT, type AccountAccess, type ScanDeps } from '../../scan/deps.ts';
import { ADMINISTRATOR_LATE, listLimit, timeLimit, withinLimit } from '../../scan/time-limit.ts';

/** What is known of the automated discovery in one Region before an account is asked. */
export interface RegionDiscovery {
  /** null: no administrator shows it. */
  readonly view: DiscoveryView | null;
  /** The delegated administrators of the organization; null: not known. */
  readonly delegated: readonly string[] | null;
}

export type DiscoveryLookup = (region: string) => Promise<RegionDiscovery>;

interface DiscoveryOrder {
  readonly policy: Pick<Policy, 'accounts' | 'roles'>;
  readonly signal: AbortSignal;
}

type DiscoveryDeps = Pick<ScanDeps, 'forAccount' | 'delegatedAdministrators' | 'limits'>;

const NOT_ASKED: RegionDiscovery = { view: null, delegated: null };

/** A run of one account cannot call the administrator. */
export function askNoAdministrator(): Promise<RegionDiscovery> {
  return Promise.resolve(NOT_ASKED);
}

/** The lookup of a scan. Each Region is asked once, whatever the number of accounts. */
export function createDiscoveryLookup(order: DiscoveryOrder, deps: DiscoveryDeps): DiscoveryLookup {
  if (order.policy.accounts === 'self') return askNoAdministrator;
  const asked = new Map<string, Promise<RegionDiscovery>>();
  return (region) => {
    const found = asked.get(region) ?? readRegionDiscovery(region, order, deps);
    asked.set(region, found);
    return found;
  };
}

async function readRegionDiscovery(
  region: string,
  { policy: { roles }, signal }: DiscoveryOrder,
  deps: DiscoveryDeps,
): Promise<RegionDiscovery> {
  const own = deps.forAccount(OWN_ACCOUNT);
  const limit = timeLimit(deps.limits.callBudgetMs, signal);
  const [{ accountId: ownId }, delegated] = await Promise.all([
    own.identify(limit),
    deps.delegatedAdministrators(limit),
  ]);
  for (const id of await candidatesIn(region, { own, ownId, delegated, limit })) {
    const access = id === ownId ? own : deps.forAccount(id, roles);
    const list = await readList(access, { region, signal }, deps);
    const view = list.kind === 'accounts' ? { administrator: id, statuses: list.statuses } : null;
    if (view && hasMembers(view)) return { view, delegated: knownOf(delegated) };
  }
  return { view: null, delegated: knownOf(delegated) };
}

interface Candidates {
  readonly own: AccountAccess;
  readonly ownId: string;
  readonly delegated: Lookup<readonly string[]>;
  readonly limit: AbortSignal;
}

/** The delegated administrators; where they are not known, the administrator of the own account, or the account itself. */
async function candidatesIn(region: string, { own, ownId, delegated, limit }: Candidates): Promise<readonly string[]> {
  if (delegated.kind === 'known') return delegated.value;
  const membership = await own.readMembership({ region, signal: limit });
  return [membership.kind === 'member' ? membership.administrator : ownId];
}

/** An account that is no administrator in the Region sees itself alone. */
function hasMembers(view: DiscoveryView): boolean {
  return Object.keys(view.statuses).some((id) => showsMember(view, id));
}

function knownOf(delegated: Lookup<readonly string[]>): readonly string[] | null {
  return delegated.kind === 'known' ? delegated.value : null;
}

async function readList(
  access: AccountAccess,
  { region, signal }: { readonly region: string; readonly signal: AbortSignal },
  { limits }: Pick<DiscoveryDeps, 'limits'>,
): Promise<DiscoveryAccounts> {
  const limit = listLimit(limits.callBudgetMs, signal);
  return withinLimit<DiscoveryAccounts>(limit, {
    work: () => access.readDiscoveryAccounts({ region, signal: limit }),
    late: () => ADMINISTRATOR_LATE,
  });
}
