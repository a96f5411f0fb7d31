import pMap from 'p-map';
import type { OrganizationConfiguration } from '../../core/organization/configuration.ts';
import type { MembersReading } from '../../core/organization/member.ts';
import type { Policy } from '../../policy/schema.ts';
import { gaveNoAnswer, type AdministratorView, type RegionMembers } from './region-members.ts';
import { administratorNotices } from './notices/administrator-notices.ts';
import { OWN_ACCOUNT, type AccountAccess, type ScanDeps } from '../scan/deps.ts';
import { CANCELLED } from '../scan/read-group.ts';
import { timeLimit, withinLimit } from '../scan/time-limit.ts';

export interface ViewOrder {
  readonly regions: readonly string[];
  /** The Regions in which an account may have to be added: whether the administrator can is asked there. */
  readonly toAdd?: ReadonlySet<string>;
  readonly roles: Policy['roles'];
  readonly signal: AbortSignal;
  /** A person has ended the run: what is not listed by then was not reached. */
  readonly cancel?: AbortSignal | undefined;
}

interface ViewDeps extends Pick<ScanDeps, 'forAccount' | 'delegatedAdministrators' | 'limits'> {
  /** A Region has been listed, or will not be. */
  readonly onListed?: (found: RegionMembers) => void;
}

interface Candidate {
  readonly accountId: string;
  readonly access: AccountAccess;
}

/** A list of 10,000 members has 400 pages, one after the other. */
const LONGEST_LIST_MS = 300_000;

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
      const listed = await readRegion({ region, ids, isKnown, ownId, candidates, accessTo }, order, deps);
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

interface RegionOrder extends Pick<ViewOrder, 'signal' | 'cancel'> {
  readonly region: string;
}

interface RegionSearch {
  readonly region: string;
  readonly ids: readonly string[];
  /** Are they delegated administrators? The own account is tried where none is known. */
  readonly isKnown: boolean;
  readonly ownId: string;
  readonly candidates: Map<string, Candidate>;
  readonly accessTo: (accountId: string) => Candidate;
}

/** The designation is per Region: one that lists nobody may not be the administrator there. */
async function readRegion(
  { region, ids, isKnown, ownId, candidates, accessTo }: RegionSearch,
  { signal, cancel, toAdd }: ViewOrder,
  deps: ViewDeps,
): Promise<RegionMembers> {
  const tried: Candidate[] = [];
  let best: RegionMembers = { region, administrator: null, reading: NOBODY };
  const own = candidates.get(ownId);
  const membership = ids.includes(ownId) ? null : await own?.access.readMembership({ region, signal });
  const designated = membership?.kind === 'member' ? [membership.administrator] : [];
  for (const id of new Set([...designated, ...ids])) {
    const candidate = candidates.get(id) ?? accessTo(id);
    candidates.set(id, candidate);
    tried.push(candidate);
    const reading = await readMembersOf(candidate, { region, signal, cancel }, deps);
    const found = { region, administrator: id, reading };
    if (reading.kind === 'members' && !isEmpty(reading)) {
      best = found;
      break;
    }
    // Of several that list nobody, none is known to be the administrator here.
    const isHere = designated.includes(id) || (isKnown && (reading.kind === 'off' || ids.length === 1));
    const showsNothing = reading.kind === 'members' || (reading.kind === 'off' && !isHere);
    if (!showsNothing && best.reading === NOBODY) best = isHere ? found : { ...found, administrator: null };
    // A Region that gives one of them no answer is not waited for again.
    if (gaveNoAnswer(reading)) break;
  }
  // Members by invitation may be listed by an administrator that is designated in other Regions alone.
  const isDoubtful = ids.length > 1 && best.reading.kind === 'members' && !isEmpty(best.reading);
  if (toAdd?.has(region) !== true && !isDoubtful) return best;
  const others = [...ids.flatMap((id) => candidates.get(id) ?? []), ...tried];
  return withConfiguration(best, { asked: [...new Set(others)], signal, cancel }, deps);
}

interface ConfigurationOrder extends Pick<ViewOrder, 'signal' | 'cancel'> {
  readonly asked: readonly Candidate[];
}

/** An administrator without a member looks like any other account, until it is asked. One that says it is none is left for another. */
async function withConfiguration(
  found: RegionMembers,
  { asked, ...signals }: ConfigurationOrder,
  deps: ViewDeps,
): Promise<RegionMembers> {
  const { region, administrator } = found;
  const first = asked.filter(({ accountId }) => accountId === administrator);
  let best = found;
  for (const candidate of [...first, ...asked.filter((one) => !first.includes(one))]) {
    const configuration = await configurationOf(candidate, { region, ...signals }, deps);
    const { accountId } = candidate;
    if (accountId === administrator || administrator === null) best = { ...found, configuration };
    if (configuration.kind === 'administrator') {
      if (accountId === administrator) return best;
      const reading = await readMembersOf(candidate, { region, ...signals }, deps);
      return { region, administrator: accountId, reading, configuration };
    }
    // One that cannot be asked may be the administrator.
    if (accountId === administrator && configuration.kind === 'unknown') return best;
  }
  return best;
}

function configurationOf(
  { access }: Candidate,
  { region, signal }: RegionOrder,
  { limits }: ViewDeps,
): Promise<OrganizationConfiguration> {
  const limit = timeLimit(limits.callBudgetMs, signal);
  return withinLimit<OrganizationConfiguration>(limit, {
    work: () => access.readConfiguration({ region, signal: limit }),
    late: () => ({ kind: 'unknown', reason: 'timeout', detail: 'the Macie administrator gave no answer in time' }),
  });
}

const NOBODY: MembersReading = { kind: 'members', members: {} };

function isEmpty(reading: MembersReading): boolean {
  return reading.kind === 'members' && Object.keys(reading.members).length === 0;
}

async function readMembersOf(
  { access }: Candidate,
  { region, signal, cancel }: RegionOrder,
  { limits }: Pick<ViewDeps, 'limits'>,
): Promise<MembersReading> {
  const limit = timeLimit(Math.max(LONGEST_LIST_MS, limits.callBudgetMs), signal);
  return withinLimit(limit, {
    work: () => access.readMembers({ region, signal: limit }),
    late: () =>
      cancel?.aborted
        ? CANCELLED
        : { kind: 'unknown', reason: 'timeout', detail: 'the Macie administrator did not list its members in time' },
  });
}
