import { expectedOfDesired, type ExpectedGroups } from '../../core/activity/expected-groups.ts';
import type { ExpectedState } from '../../core/activity/expected-state.ts';
import { assess, type ReadTarget } from '../../core/compliance/assess.ts';
import type { Drift } from '../../core/compliance/drift.ts';
import type { Lookup, RegionStates } from '../../core/lookup.ts';
import type { Membership, Observation, Observations, Reading } from '../../core/observation.ts';
import type { SharedAnswers } from '../../core/organization/shared-answers.ts';
import type { Desired } from '../../core/settings/desired.ts';
import { groupOf, groupsToRead, settingOf } from '../../core/settings/registry.ts';
import { SESSION } from '../../core/settings/session.ts';
import type { Caller } from '../../core/run.ts';
import { resolve } from '../../policy/resolve.ts';
import type { Policy } from '../../policy/schema.ts';
import { placeOf, type ScopedAccount } from '../../targets/accounts.ts';
import { NOT_ENABLED } from '../../targets/scope.ts';
import type { AccountAccess, ScanDeps } from './deps.ts';
import type { DiscoveryLookup } from '../organization/discovery/discovery-view.ts';
import { accessForStanding, readForStanding } from '../organization/discovery/read-for-standing.ts';
import { readMembership, readOnce, readUntilExpected } from './read-group.ts';

export interface TargetOrder {
  readonly region: string;
  readonly policy: Policy;
  /** When the run began, ISO 8601. */
  readonly startedAt: string;
  /** Of the account. The session is read without waiting for it. */
  readonly identity: Promise<Caller>;
  /** What rules can match of it; null: nothing beside its id. */
  readonly account: ScopedAccount | null;
  /** Of the session. */
  readonly expected: ExpectedState | undefined;
  /** Of the other settings groups. */
  readonly expectedGroups: ExpectedGroups[string] | undefined;
  /** Ends the reading: a group without an answer is unknown. */
  readonly signal: AbortSignal;
  readonly cancel: AbortSignal | undefined;
}

export interface TargetDeps extends Pick<ScanDeps, 'limits' | 'wait'> {
  readonly account: AccountAccess;
  readonly discoveryIn: DiscoveryLookup;
  /** Asked only if a Region rejects the credentials. */
  readonly enabledRegions: () => Promise<Lookup<RegionStates>>;
}

export interface TargetReading {
  readonly observations: Observations;
  /** Left out: no action depends on it. */
  readonly membership?: Membership;
  /** The Region rejected the token, and no list says that it is disabled. */
  readonly isTokenRejected: boolean;
}

/** Reads the session of a target, then the other settings groups that its policy needs. */
export async function readTarget(order: TargetOrder, deps: TargetDeps): Promise<TargetReading> {
  const reading = await readSession(order, deps);
  const session = await observationOf(reading, order, deps);
  if (session.kind === 'unknown')
    return { observations: { [SESSION]: session }, isTokenRejected: reading.kind === 'token-rejected' };
  const targetPolicy = await policyOf(order);
  const { desired } = targetPolicy.policy;
  const others = groupsToRead(desired).filter((group) => group !== SESSION);
  const answers: SharedAnswers = {};
  const facts = { ...order, session, desired, accountId: targetPolicy.target.accountId, answers };
  const [membership, ...observed] = await Promise.all([
    readMembershipForPlan({ ...order, ...targetPolicy, session, answers }, deps),
    ...others.map(async (group) => [group, await readOther(group, facts, deps)] as const),
  ]);
  const observations = { [SESSION]: session, ...Object.fromEntries(observed) };
  return { observations, isTokenRejected: false, ...(membership === null ? {} : { membership }) };
}

async function policyOf({
  region,
  policy,
  startedAt,
  identity,
  account,
}: TargetOrder): Promise<Omit<ReadTarget, 'observations'>> {
  const target = { accountId: (await identity).accountId, region };
  return { target, policy: resolve(policy, placeOf(target, account), new Date(startedAt)) };
}

/** The administrator of the account, where a planned action depends on it: one call more for a session that is to be resumed. */
async function readMembershipForPlan(
  {
    session,
    region,
    signal,
    answers,
    ...read
  }: Pick<OtherOrder, 'region' | 'signal' | 'session' | 'answers'> & Omit<ReadTarget, 'observations'>,
  { account, limits }: TargetDeps,
): Promise<Membership | null> {
  const { drifts } = assess({ ...read, observations: { [SESSION]: session } });
  if (!drifts.some(needsMembership)) return null;
  return readMembership(account, { region, signal, answers }, limits);
}

function needsMembership(drift: Drift): boolean {
  return drift.outcome === 'planned' && settingOf(drift.setting).dependsOnMembership?.(drift) === true;
}

async function readSession(order: TargetOrder, deps: TargetDeps): Promise<Reading> {
  const { expected } = order;
  const call = { ...order, group: SESSION };
  return expected ? readUntilExpected(deps.account, { ...call, expected }, deps) : readOnce(deps.account, call, deps);
}

interface OtherOrder extends Pick<TargetOrder, 'region' | 'signal' | 'cancel' | 'expectedGroups'> {
  readonly session: Exclude<Observation, { kind: 'unknown' }>;
  readonly desired: Desired;
  readonly accountId: string;
  readonly answers: SharedAnswers;
}

/** A call in an account without Macie would only be a denial in its CloudTrail. */
async function readOther(
  group: string,
  { session, region, signal, cancel, desired, accountId, expectedGroups, answers }: OtherOrder,
  deps: TargetDeps,
): Promise<Observation> {
  if (session.kind === 'not-applicable') return session;
  if (session.values['status'] === 'DISABLED') {
    const values = groupOf(group).whileOff;
    return values ? { kind: 'values', values } : { kind: 'not-applicable', detail: 'Macie is off here' };
  }
  const order = { group, region, signal, cancel, desired, accountId };
  const known = expectedGroups?.[group];
  const expected = known && expectedOfDesired(known, desired);
  // What is read again and again is asked for each time.
  const reading = expected
    ? readUntilExpected(accessForStanding(order, deps), { ...order, expected }, deps)
    : readForStanding({ ...order, answers }, deps);
  return observationOf(await reading, order, deps);
}

async function observationOf(
  reading: Reading,
  { region }: Pick<TargetOrder, 'region'>,
  { enabledRegions }: TargetDeps,
): Promise<Observation> {
  if (reading.kind !== 'token-rejected') return reading;
  const states = await enabledRegions();
  return states.kind === 'known' && states.value.get(region) === false
    ? { kind: 'not-applicable', detail: NOT_ENABLED }
    : { kind: 'unknown', reason: 'credentials', detail: reading.detail };
}
