import type { Planned } from '../lib/app/scan/plan-run.ts';
import type { Plan } from '../lib/core/compliance/plan.ts';
import { compareText } from '../lib/core/order.ts';
import type { PlanCost } from '../lib/core/cost/model.ts';
import { maxActionsOf, maxMonthlyCostOf } from '../lib/policy/run-settings.ts';
import { dearestText, notEstimatedTexts, planCostText } from '../lib/render/words/cost-words.ts';
import { plain } from '../lib/render/words/escape.ts';
import { namingOf } from '../lib/render/words/place-words.ts';
import { describePlan, type AccountNames } from '../lib/render/words/plan-words.ts';
import { countOf } from '../lib/render/words/sentence.ts';
import { targetNaming } from '../lib/render/words/target-names.ts';
import { wrap } from '../lib/render/words/wrap.ts';
import type { CommandLineAws } from '../lib/app/wiring/command-line/command-line.ts';
import { note, type Io } from './io.ts';

type AccessFacts = Awaited<ReturnType<CommandLineAws['describeAccess']>>;

/** The plan in words, and above it with which rights, to where it would go, and what it adds to the bill. */
export async function showPlan(planned: Planned, { io, aws }: { io: Io; aws: CommandLineAws }): Promise<void> {
  const { limitPlan } = await import('../lib/app/enforce/limit-plan.ts');
  const { costOfPlanned } = await import('../lib/app/cost/planned-cost.ts');
  const { request, scan, plan } = planned;
  const { policy, source } = request.policy;
  const cost = costOfPlanned(planned);
  const [maxActions, maxMonthlyCost] = [maxActionsOf(policy, request), maxMonthlyCostOf(policy, request)];
  const names = new Map(scan.accounts.flatMap(({ accountId, name }) => (name ? [[accountId, name] as const] : [])));
  await showAccess(limitPlan(planned), { io, aws, repairRole: policy.roles.repair, cost, names });
  await note(io, describePlan(plan, { names, source, maxActions, maxMonthlyCost, cost }));
}

interface AccessContext {
  readonly io: Io;
  readonly aws: CommandLineAws;
  /** Its name in the policy. */
  readonly repairRole: string;
  /** What the plan adds to the bill; null: nothing. */
  readonly cost: PlanCost | null;
  /** Of accounts, by id. */
  readonly names: AccountNames;
}

const MAX_TARGETS = 20;

/** Shows with which rights and to where the writes of a plan go, and what they add to the bill. */
async function showAccess(plan: Plan, { io, aws, repairRole, cost, names }: AccessContext): Promise<void> {
  const [first] = plan.writes;
  if (!first) return;
  const facts = await aws.describeAccess(first.target.region, io.cancel);
  const writers = new Set(plan.writes.map(({ target, write }) => write.at ?? target.accountId));
  writers.delete(facts.accountId);
  const others = writers.size > 0 ? `${repairRole}, in ${othersText([...writers], names)}` : null;
  await note(io, describeAccess(facts, { homeRegion: aws.homeRegion, others, name: names.get(facts.accountId) }));
  if (cost !== null) await note(io, costText(cost, { names, width: io.stderr.columns ?? null }));
}

const MAX_NAMES = 3;

/** A few accounts by their names; many are counted. */
function othersText(accountIds: readonly string[], names: AccessContext['names']): string {
  if (accountIds.length > MAX_NAMES) return countOf(accountIds.length, 'other account');
  return accountIds
    .toSorted(compareText)
    .map((id) => namedAccount(id, names.get(id)))
    .join(', ');
}

function namedAccount(accountId: string, name: string | undefined): string {
  return name === undefined ? accountId : `${name} (${accountId})`;
}

interface AccessWords {
  readonly homeRegion: CommandLineAws['homeRegion'];
  readonly others: string | null;
  /** Of the own account, in AWS Organizations. */
  readonly name: string | undefined;
}

function describeAccess(
  { accountId, alias, identity, profile, endpoint }: AccessFacts,
  { homeRegion, others, name }: AccessWords,
): string {
  const rows = [
    ['account', alias === null ? namedAccount(accountId, name) : `${accountId} (${alias})`],
    ['identity', identity],
    ...(others === null ? [] : [['role', others] as const]),
    ['profile', profile ?? 'none named'],
    ['home Region', `${homeRegion.value} (${homeRegion.name})`],
    ['endpoint', endpoint ?? 'not known'],
  ] as const;
  return rows.map(([name, value]) => `${`${name}:`.padEnd(13)}${plain(value)}`).join('\n');
}

/** What the plan adds to the bill, with each target and every reason why a part is not estimated. */
function costText(
  cost: PlanCost,
  { names, width }: { readonly names: AccountNames; readonly width: number | null },
): string {
  const name = targetNaming(cost.items, namingOf(names));
  const dearest = dearestText(cost.items, { name, most: MAX_TARGETS });
  const lines = [
    planCostText(cost),
    ...dearest.map((text) => `  ${text}`),
    ...notEstimatedTexts(cost.items, { name }).map((text) => `  ${text}`),
    ...(dearest.length === 0 ? [] : cost.assumptions.map((text) => `  ${text}`)),
  ];
  return lines
    .map((text) => wrap(plain(text.trimStart()), { indent: text.length - text.trimStart().length, hanging: 4, width }))
    .join('\n');
}
