import type { Notice } from '../../core/compliance/report.ts';
import type { Lookup } from '../../core/lookup.ts';
import { compareText } from '../../core/order.ts';
import type { Desired } from '../../core/settings/desired.ts';
import { MEMBERSHIP } from '../../core/settings/membership-values.ts';
import { needsBuckets, resolve } from '../../policy/resolve.ts';
import { placeOf } from '../../targets/accounts.ts';
import type { RunRequest } from '../run/request.ts';
import { bucketsUnknown } from '../scan/buckets/without-buckets.ts';
import type { ScanDeps } from '../scan/deps.ts';
import type { SharedDeps } from '../scan/scan-account.ts';
import type { AccountScan, ScannedTarget } from '../scan/scan-result.ts';
import { timeLimit } from '../scan/time-limit.ts';
import { withAdministration } from './administration.ts';
import { withListedDiscoveries } from './discovery/listed-discovery.ts';
import { readAdministratorView } from './administrator-view.ts';
import { canBeAdded, withMembership } from './memberships.ts';
import type { AdministratorView } from './region-members.ts';
import { removalNotices } from './notices/removed-administrators.ts';

export interface AdministratorsOrder {
  readonly request: RunRequest;
  readonly startedAt: string;
  readonly signal: AbortSignal;
}

const NOT_ASKED: Lookup<readonly string[]> = { kind: 'unknown', why: 'a run of one account does not ask for them' };

/**
 * The scans of accounts with what the Macie administrators know of them. Their lists stand in for accounts whose role cannot be
 * assumed. They are asked in Regions where an account could not be reached, or may have to be added, and nowhere else.
 */
export async function askAdministrators(
  scans: readonly AccountScan[],
  order: AdministratorsOrder,
  deps: ScanDeps & Pick<SharedDeps, 'breaker' | 'discoveryIn'>,
): Promise<readonly AccountScan[]> {
  const { request, signal } = order;
  const { roles, accounts: covered } = request.policy.policy;
  if (signal.aborted) return scans;
  const isAsked = isMembershipDesired(request);
  if (covered === 'self')
    return isAsked ? scans.map((scan) => withMemberships(scan, { delegated: NOT_ASKED, view: null, order })) : scans;
  const delegated = await deps.delegatedAdministrators(timeLimit(deps.limits.callBudgetMs, signal));
  const toAdd = regionsOf(
    scans,
    ({ scan, scanned }) => canBeAdded(scanned, delegated) && isWanted(desiredFor(scanned, scan, order)),
  );
  const unreached = regionsOf(scans, ({ scan }) => scan.unreachable !== null);
  // A Region that counts as down costs its time limit once.
  const regions = [...new Set([...unreached, ...toAdd])]
    .filter((region) => deps.breaker.instead(region) === null)
    .toSorted(compareText);
  const view = regions.length === 0 ? null : await readAdministratorView({ regions, toAdd, roles, signal }, deps);
  const facts = { delegated, view, order };
  const completed = scans.map((scan) =>
    withAdministrations(isAsked || view ? withMemberships(scan, facts) : scan, { delegated, view }),
  );
  const listed = await Promise.all(completed.map((scan) => withListedDiscoveries(scan, order, deps)));
  return withRemovals(listed, signal, deps);
}

/** The scans of accounts with the Macie administrators that can write for them. */
export async function nameAdministrators(
  scans: readonly AccountScan[],
  { request, signal }: Pick<AdministratorsOrder, 'request' | 'signal'>,
  deps: ScanDeps,
): Promise<readonly AccountScan[]> {
  if (request.policy.policy.accounts === 'self' || signal.aborted) return scans;
  const delegated = await deps.delegatedAdministrators(timeLimit(deps.limits.callBudgetMs, signal));
  return scans.map((scan) => withAdministrations(scan, { delegated, view: null }));
}

async function withRemovals(
  scans: readonly AccountScan[],
  signal: AbortSignal,
  deps: ScanDeps,
): Promise<readonly AccountScan[]> {
  const accounts = scans.map(({ account }) => account);
  const regions = scans.find(({ account }) => account.isManagement)?.targets.map(({ target }) => target.region) ?? [];
  const notices = await removalNotices({ accounts, regions, signal }, deps);
  return notices.length === 0 ? scans : scans.map((scan) => ({ ...scan, notices: [...scan.notices, ...notices] }));
}

function isMembershipDesired({ policy: { policy } }: RunRequest): boolean {
  return [policy, ...policy.overrides].some(({ desired }) => desired?.[MEMBERSHIP] !== undefined);
}

function isWanted({ status, [MEMBERSHIP]: membership }: Desired): boolean {
  return status === 'ENABLED' || membership !== undefined;
}

interface TargetOfScan {
  readonly scan: AccountScan;
  readonly scanned: ScannedTarget;
}

function regionsOf(scans: readonly AccountScan[], isMeant: (one: TargetOfScan) => boolean): ReadonlySet<string> {
  return new Set(
    scans.flatMap((scan) =>
      scan.targets.filter((scanned) => isMeant({ scan, scanned })).map(({ target }) => target.region),
    ),
  );
}

function desiredFor({ target }: ScannedTarget, { account }: AccountScan, order: AdministratorsOrder): Desired {
  return resolve(order.request.policy.policy, placeOf(target, account), new Date(order.startedAt)).desired;
}

interface AdministratorFacts {
  readonly delegated: Lookup<readonly string[]>;
  readonly view: AdministratorView | null;
}

function withMemberships(
  scan: AccountScan,
  { delegated, view, order }: AdministratorFacts & { readonly order: AdministratorsOrder },
): AccountScan {
  const targets = scan.targets.map((scanned) => {
    const region = view?.regions[scanned.target.region];
    return withMembership(scanned, scan, { desired: desiredFor(scanned, scan, order), delegated, region });
  });
  const ofView = view === null ? [] : [...view.notices, ...bucketNotices(scan, order.request)];
  return { ...scan, targets, notices: [...scan.notices, ...ofView] };
}

/** The buckets of an account that cannot be reached are not known: its administrator does not show them. */
function bucketNotices({ account, unreachable }: AccountScan, { policy }: RunRequest): readonly Notice[] {
  return unreachable !== null && needsBuckets(policy.policy)
    ? [bucketsUnknown(account.accountId, unreachable.detail)]
    : [];
}

function withAdministrations(scan: AccountScan, { delegated, view }: AdministratorFacts): AccountScan {
  const targets = scan.targets.map((scanned) =>
    withAdministration(scanned, scan.account, { delegated, region: view?.regions[scanned.target.region] }),
  );
  return { ...scan, targets };
}
