import type { Assessment } from '../../core/compliance/assess.ts';
import type { Drift } from '../../core/compliance/drift.ts';
import type { Plan, PlannedWrite } from '../../core/compliance/plan.ts';
import type { CostLimit, CostSum } from '../../core/cost/model.ts';
import { actionLimitNotice, limitActions } from '../../core/guard-rails/action-limit.ts';
import { costLimitNotice, limitCost } from '../../core/guard-rails/cost-limit.ts';
import { groupOf } from '../../core/settings/registry.ts';
import { targetKey, type Target } from '../../core/target.ts';
import { plain } from './escape.ts';
import { countOf } from './sentence.ts';

/** Names of accounts by id; one without a name is left out. */
export type AccountNames = ReadonlyMap<string, string>;

export interface PlanFacts {
  readonly names: AccountNames;
  /** Where the policy was read. */
  readonly source: string;
  /** More writes than this, and none is made. */
  readonly maxActions: number;
  /** The same for what they add to the bill; left out: there is no such limit. */
  readonly maxMonthlyCost?: CostLimit;
  /** What the writes add to the bill; left out or null: nothing. */
  readonly cost?: CostSum | null;
}

/** The plan in words: each write, and why the other drifts are left alone. Writes to several accounts are grouped by account. */
export function describePlan(plan: Plan, facts: PlanFacts): string {
  const { names, source, maxActions, maxMonthlyCost = 'none', cost = null } = facts;
  const limited = limitCost(limitActions(plan, maxActions), cost, maxMonthlyCost);
  const { writes, assessments } = limited;
  const isOneAccount = new Set(assessments.map(({ target }) => target.accountId)).size <= 1;
  const held = driftsWithoutWrite(limited);
  const isReport = held.some(({ drift }) => drift.outcome === 'planned');
  const limit = actionLimitNotice(plan.writes.length, maxActions) ?? costLimitNotice(cost, maxMonthlyCost);
  const placeOf = ({ accountId, region }: Target): string =>
    isOneAccount ? region : `${accountText(accountId, names)} ${region}`;
  return [
    ...(writes.length > 0
      ? writeLines(writes, { names, isOneAccount })
      : [`Nothing to write: ${limit?.message ?? whyNothing(held, { assessments, source })}.`]),
    ...(held.length > 0 ? ['Left alone:'] : []),
    ...[...Map.groupBy(held, ({ drift }) => `${drift.setting}: ${whyWithout(drift)}`)].map(
      ([why, equal]) => `  ${equal.map(({ target }) => placeOf(target)).join(', ')}  ${why}`,
    ),
    ...(isReport ? [`To repair there, set remediation: enforce in ${source}.`] : []),
  ]
    .map(plain)
    .join('\n');
}

/** Such as `3 writes in 2 accounts`. */
export function writesText({ writes }: Pick<Plan, 'writes'>): string {
  const accounts = new Set(writes.map(({ target }) => target.accountId)).size;
  return `${countOf(writes.length, 'write')}${accounts > 1 ? ` in ${countOf(accounts, 'account')}` : ''}`;
}

/** An account by its id, with its name where it is known. */
function accountText(accountId: string, names: AccountNames): string {
  const name = names.get(accountId);
  return name === undefined ? accountId : `${accountId} (${name})`;
}

function writeLines(
  writes: readonly PlannedWrite[],
  { names, isOneAccount }: Pick<PlanFacts, 'names'> & { readonly isOneAccount: boolean },
): readonly string[] {
  const lineOf = ({ target, write, changes }: PlannedWrite): string =>
    `${target.region}  ${groupOf(write.group).describeWrite(write)}${changes === undefined ? '' : `; changes ${changes} targets`}`;
  const count = countOf(writes.length, 'write');
  const byAccount = [...Map.groupBy(writes, ({ target }) => target.accountId)];
  if (isOneAccount) {
    const [accountId = ''] = byAccount.map(([id]) => id);
    return [`${count} to account ${accountText(accountId, names)}:`, ...writes.map((one) => `  ${lineOf(one)}`)];
  }
  const groups = byAccount.flatMap(([accountId, own]) => [
    `  ${accountText(accountId, names)}, ${countOf(own.length, 'write')}:`,
    ...own.map((one) => `    ${lineOf(one)}`),
  ]);
  return [`${count} to ${countOf(byAccount.length, 'account')}:`, ...groups];
}

function driftsWithoutWrite({ writes, assessments }: Plan): readonly { target: Target; drift: Drift }[] {
  const written = new Set(
    writes.flatMap(({ target, settings }) => settings.map((setting) => `${targetKey(target)} ${setting}`)),
  );
  return assessments.flatMap(({ target, drifts }) =>
    drifts.filter(({ setting }) => !written.has(`${targetKey(target)} ${setting}`)).map((drift) => ({ target, drift })),
  );
}

function whyWithout({ outcome, detail }: Drift): string {
  return outcome === 'planned' ? 'the remediation of the policy is report here' : (detail ?? outcome);
}

function whyNothing(
  held: readonly { drift: Drift }[],
  { assessments, source }: { assessments: readonly Assessment[]; source: string },
): string {
  // A waiver or a guard rail has its own reason in the list below.
  if (held.length > 0)
    return held.every(({ drift }) => drift.outcome === 'planned')
      ? `the remediation of ${source} is report`
      : 'nothing that was found may be repaired';
  const unread = assessments.filter(({ unknowns }) => unknowns.length > 0).length;
  return `no drift was found${unread > 0 ? `, but ${countOf(unread, 'target')} could not be read` : ''}`;
}
