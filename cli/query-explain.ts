import { readsTable, type QueryPlan } from '../lib/app/query/plan-query.ts';
import { policyWithoutFile, readingPolicy, type QueryPolicy } from '../lib/app/query/query-policy.ts';
import { groupsToRead } from '../lib/core/settings/registry.ts';
import { SESSION } from '../lib/core/settings/session.ts';
import { flattenDesired } from '../lib/policy/flatten-desired.ts';
import { BUILT_IN } from '../lib/policy/source.ts';
import { plain } from '../lib/render/words/escape.ts';
import { loadPolicyOf } from './aws.ts';
import type { Io } from './io.ts';
import type { QueryOptions } from './query-options.ts';
import { querySource } from './query-policy-source.ts';

/** What a query reads, in words. Nothing is read for it but the policy. */
export async function explainQuery(plan: QueryPlan, options: QueryOptions, io: Io): Promise<string> {
  const isOfTargets = readsTable(plan, 'sessions', 'settings', 'drifts');
  const policy = isOfTargets || readsTable(plan, 'accounts') ? await policyOf(plan, options, io) : null;
  const rows: readonly (readonly [string, string])[] = [
    ['tables', plan.tables.map(({ name }) => name).join(', ') || 'none'],
    ...(policy === null ? [] : [['policy', policy.kind === 'none' ? 'none' : policy.loaded.source] as const]),
    ...(policy !== null && isOfTargets ? targetLines(plan, options, policy) : []),
    ...(readsTable(plan, 'accounts')
      ? [['accounts', 'organizations:ListAccounts, where the policy needs it'] as const]
      : []),
    ...(plan.tables.some(({ source }) => source === 'state') ? [['state', stateText(plan, options)] as const] : []),
  ];
  return rows.map(([name, value]) => `${`${name}:`.padEnd(10)}${plain(value)}\n`).join('');
}

async function policyOf(plan: QueryPlan, options: QueryOptions, io: Io): Promise<QueryPolicy> {
  const source = await querySource(plan, options, io);
  if (source === null) return policyWithoutFile('none', options, plan);
  if (source === BUILT_IN) return policyWithoutFile('built-in', options, plan);
  return { loaded: await loadPolicyOf(source, { io, options }), kind: 'given' };
}

function targetLines(
  plan: QueryPlan,
  { accounts, regions }: QueryOptions,
  policy: QueryPolicy,
): readonly (readonly [string, string])[] {
  const { narrowing } = plan;
  const { policy: read } = readingPolicy(policy, plan);
  const desired = [read.desired, ...read.overrides.map((override) => override.desired ?? {})];
  const groups = groupsToRead(Object.fromEntries(desired.flatMap((one) => Object.entries(flattenDesired(one)))));
  const others = groups.filter((group) => group !== SESSION);
  return [
    [
      'accounts',
      chosenText(narrowing.accounts, accounts, policy.kind === 'given' ? 'all of the policy' : 'the own one'),
    ],
    ['Regions', chosenText(narrowing.regions, regions, policy.kind === 'given' ? 'all of the policy' : 'every one')],
    ['groups', groups.join(', ')],
    [
      'calls',
      `macie2:GetMacieSession for each target${others.length === 0 ? '' : '; where Macie is on, those of the other groups'}`,
    ],
  ];
}

function chosenText(named: readonly string[] | null, option: readonly string[] | undefined, all: string): string {
  if (named === null) return option?.join(', ') ?? all;
  const kept = named.filter((name) => option?.includes(name) ?? true);
  return kept.length === 0 ? 'none: the conditions leave nothing' : `${kept.join(', ')}, by the WHERE`;
}

function stateText({ narrowing }: QueryPlan, { table }: QueryOptions): string {
  return `dynamodb:Query on ${table}${narrowing.since === null ? '' : `; runs since ${narrowing.since}`}`;
}
