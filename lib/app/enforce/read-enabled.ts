import type { Assessment } from '../../core/compliance/assess.ts';
import { withGroupsRead } from '../../core/compliance/outcomes.ts';
import type { Observation } from '../../core/observation.ts';
import { groupOf, groupsToRead } from '../../core/settings/registry.ts';
import { ADMINISTRATOR_ACTIONS, SESSION } from '../../core/settings/session.ts';
import { askNoAdministrator } from '../organization/discovery/discovery-view.ts';
import { OF_ADMINISTRATOR, readForStanding } from '../organization/discovery/read-for-standing.ts';
import type { AccountAccess, ScanDeps } from '../scan/deps.ts';
import { observationAfterWrite } from './send-write.ts';

interface Enabled {
  readonly account: AccountAccess;
  /** By account id: the accounts of the run, and the Macie administrators that write for them. */
  readonly accounts: ReadonlyMap<string, AccountAccess>;
  readonly stop: AbortSignal;
}

/**
 * A session that was enabled has other settings: they are read at once. Enabling can also turn on automated discovery.
 * https://docs.aws.amazon.com/macie/latest/user/getting-started.html
 */
export async function readGroupsOfEnabled(
  assessment: Assessment,
  enabled: Enabled,
  deps: ScanDeps,
): Promise<Assessment> {
  const { observations, policy } = assessment;
  const session = observations[SESSION];
  const missing = groupsToRead(policy.desired).filter((group) => observations[group] === undefined);
  if (session?.kind !== 'values' || missing.length === 0 || enabled.stop.aborted) return assessment;
  const read = missing.map(async (group) => [group, await readGroup(group, { assessment, enabled }, deps)] as const);
  return withGroupsRead(assessment, Object.fromEntries(await Promise.all(read)));
}

interface GroupOfEnabled {
  readonly assessment: Assessment;
  readonly enabled: Enabled;
}

/** Of an account that its administrator has just added, the administrator knows more than the account. */
async function readGroup(
  group: string,
  { assessment, enabled: { account, accounts, stop } }: GroupOfEnabled,
  deps: ScanDeps,
): Promise<Observation> {
  const { target, policy } = assessment;
  const order = { ...target, group, signal: stop, desired: policy.desired };
  const { appliesTo } = groupOf(group);
  const administrator = appliesTo === undefined ? null : administratorOfAdded(assessment);
  if (administrator !== null && appliesTo === 'non-members') return OF_ADMINISTRATOR;
  const known = { administrator };
  const access = accounts.get(administrator ?? '');
  if (access) return access.readMember(target.accountId, { ...order, known });
  const own = { account, limits: deps.limits, discoveryIn: askNoAdministrator };
  return observationAfterWrite(await readForStanding(order, own));
}

/** The administrator that has added or resumed the account in this run; null: none has. */
function administratorOfAdded({ drifts, administration }: Assessment): string | null {
  const isAdded = drifts.some(({ action }) => ADMINISTRATOR_ACTIONS.has(action));
  return (isAdded ? administration?.administrator : undefined) ?? null;
}
