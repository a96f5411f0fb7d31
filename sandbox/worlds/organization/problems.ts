import { closest } from 'fastest-levenshtein';
import type { z } from 'zod';
import { idsOf, type WorldUnit } from './unit-schema.ts';

/** Where an account is in the tree. */
interface Placed {
  readonly organizationalUnit?: string | undefined;
}

/** Ids of OUs occur once, and an account names one of them. */
export function checkUnits(
  organization: {
    readonly organizationalUnits: readonly WorldUnit[];
    readonly accounts: Readonly<Record<string, Placed>>;
    readonly defaults: Placed;
  },
  context: z.RefinementCtx,
): void {
  const { organizationalUnits, accounts, defaults } = organization;
  const ids = idsOf(organizationalUnits);
  const twice = ids.find((id, index) => ids.indexOf(id) < index);
  const add = (message: string, path: readonly string[]): void =>
    context.addIssue({ code: 'custom', message, path: [...path] });
  if (twice !== undefined) add(`${twice} is there twice`, ['organizationalUnits']);
  const named = Object.entries(accounts).map(([id, account]) => [['accounts', id], account] as const);
  for (const [path, { organizationalUnit }] of [[['defaults'], defaults] as const, ...named]) {
    if (organizationalUnit === undefined || ids.includes(organizationalUnit)) continue;
    const hint = ids.length === 0 ? 'there are none' : `did you mean ${closest(organizationalUnit, ids)}?`;
    add(`${organizationalUnit} is no OU of this organization; ${hint}`, [...path, 'organizationalUnit']);
  }
}

/** An account is described once. */
export function checkAccounts(
  {
    accounts,
    organization,
  }: {
    readonly accounts: Readonly<Record<string, unknown>>;
    readonly organization?: { readonly accounts: Readonly<Record<string, unknown>> } | undefined;
  },
  context: z.RefinementCtx,
): void {
  for (const id of Object.keys(accounts)) {
    if (organization === undefined || !Object.hasOwn(organization.accounts, id)) continue;
    const message = `${id} is an account of the organization as well: describe it once`;
    context.addIssue({ code: 'custom', message, path: ['accounts', id] });
  }
}
