import type { PolicyTarget } from '../policy-target.ts';
import type { Policy } from '../schema.ts';

/** Accounts that two policies cannot tell apart, and one that stands for them. */
export interface AccountGroup {
  /** In words: an id, `every other account`. */
  readonly name: string;
  readonly account: Omit<PolicyTarget, 'region'>;
}

/** No account has this id. */
const NO_ID = '000000000000';

/** The groups of accounts that the rules of these policies name, and all others. Sorted; the others come last. */
export function accountGroups(policies: readonly Policy[]): readonly AccountGroup[] {
  const matches = policies.flatMap(({ overrides, waivers }) => [...overrides, ...waivers].map(({ match }) => match));
  const listed = policies.flatMap(({ accounts }) => (typeof accounts === 'string' ? [] : accounts));
  const excluded = policies.flatMap(({ excludeAccounts }) => excludeAccounts);
  const ids = [...listed, ...excluded, ...matches.flatMap((match) => match.accounts ?? [])];
  const rules = [
    ...policies.flatMap(({ organizationalUnits }) => organizationalUnits.map((unit) => ({ units: [unit], names: [] }))),
    ...matches.map((match) => ({ units: match.organizationalUnits ?? [], names: match.accountNames ?? [] })),
  ];
  const named = new Map([
    ...ids.map((accountId): [string, AccountGroup] => [accountId, { name: accountId, account: { accountId } }]),
    ...rules.flatMap(groupsOfRule).map((group): [string, AccountGroup] => [group.name, group]),
  ]);
  const sorted = [...named.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const others = { name: sorted.length === 0 ? 'every account' : 'every other account', account: { accountId: NO_ID } };
  return [...sorted, others];
}

interface NamedRule {
  readonly units: readonly string[];
  readonly names: readonly string[];
}

/** A rule on units and names is about the accounts that have both. */
function groupsOfRule({ units, names }: NamedRule): readonly AccountGroup[] {
  const pairs = orNone(units).flatMap((unit) => orNone(names).map((name) => ({ unit, name })));
  return pairs.flatMap(({ unit, name }) => {
    if (unit === null && name === null) return [];
    const words = [name === null ? '' : ` named ${name}`, unit === null ? '' : ` under ${unit}`];
    return {
      name: `accounts${words.join('')}`,
      account: {
        accountId: NO_ID,
        accountName: name === null ? null : name.replaceAll('*', ''),
        organizationalUnits: unit === null ? [] : [unit],
      },
    };
  });
}

function orNone(values: readonly string[]): readonly (string | null)[] {
  return values.length === 0 ? [null] : values;
}

/** `if it is the own account`: the account of the credentials alone is covered, and it is not known which account that is. */
export type GroupCoverage = 'covered' | 'not covered' | 'covered if it is the own account';

/** Does a policy cover the accounts of a group? */
export function coverageOf(
  policy: Policy,
  { accountId, organizationalUnits = [] }: AccountGroup['account'],
): GroupCoverage {
  if (policy.excludeAccounts.includes(accountId)) return 'not covered';
  if (policy.accounts === 'self') return 'covered if it is the own account';
  const units = policy.organizationalUnits;
  const isCovered =
    typeof policy.accounts !== 'string'
      ? policy.accounts.includes(accountId)
      : units.length === 0 || units.some((unit) => organizationalUnits.includes(unit));
  return isCovered ? 'covered' : 'not covered';
}
