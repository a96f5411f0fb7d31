import type { OrganizationConfiguration } from '../../core/organization/configuration.ts';
import type { MembersReading } from '../../core/organization/member.ts';
import type { AccountAccess, ScanDeps } from '../scan/deps.ts';
import { CANCELLED } from '../scan/read-group.ts';
import { ADMINISTRATOR_LATE, listLimit, timeLimit, withinLimit } from '../scan/time-limit.ts';
import { gaveNoAnswer, type RegionMembers } from './region-members.ts';

export interface FindOrder {
  /** The Regions in which an account may have to be added: whether the administrator can is asked there. */
  readonly toAdd?: ReadonlySet<string>;
  readonly signal: AbortSignal;
  /** A person has ended the run: what is not listed by then was not reached. */
  readonly cancel?: AbortSignal | undefined;
}

type FindDeps = Pick<ScanDeps, 'limits'>;

export interface Candidate {
  readonly accountId: string;
  readonly access: AccountAccess;
}

interface RegionOrder extends Pick<FindOrder, 'signal' | 'cancel'> {
  readonly region: string;
}

export interface RegionSearch {
  readonly region: string;
  readonly ids: readonly string[];
  /** Are they delegated administrators? The own account is tried where none is known. */
  readonly isKnown: boolean;
  readonly ownId: string;
  readonly candidates: Map<string, Candidate>;
  readonly accessTo: (accountId: string) => Candidate;
}

/** The designation is per Region: one that lists nobody may not be the administrator there. */
export async function findAdministrator(
  { region, ids, isKnown, ownId, candidates, accessTo }: RegionSearch,
  { signal, cancel, toAdd }: FindOrder,
  deps: FindDeps,
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

interface ConfigurationOrder extends Pick<FindOrder, 'signal' | 'cancel'> {
  readonly asked: readonly Candidate[];
}

/** An administrator without a member looks like any other account, until it is asked. One that says it is none is left for another. */
async function withConfiguration(
  found: RegionMembers,
  { asked, ...signals }: ConfigurationOrder,
  deps: FindDeps,
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
  { limits }: FindDeps,
): Promise<OrganizationConfiguration> {
  const limit = timeLimit(limits.callBudgetMs, signal);
  return withinLimit<OrganizationConfiguration>(limit, {
    work: () => access.readConfiguration({ region, signal: limit }),
    late: () => ADMINISTRATOR_LATE,
  });
}

const NOBODY: MembersReading = { kind: 'members', members: {} };

function isEmpty(reading: MembersReading): boolean {
  return reading.kind === 'members' && Object.keys(reading.members).length === 0;
}

async function readMembersOf(
  { access }: Candidate,
  { region, signal, cancel }: RegionOrder,
  { limits }: FindDeps,
): Promise<MembersReading> {
  const limit = listLimit(limits.callBudgetMs, signal);
  return withinLimit<MembersReading>(limit, {
    work: () => access.readMembers({ region, signal: limit }),
    late: () => (cancel?.aborted ? CANCELLED : ADMINISTRATOR_LATE),
  });
}
