import { compareText } from '../core/order.ts';
import type { Condition } from './conditions.ts';
import type { Reference } from './references.ts';

/** What has to be read for a statement; null: everything. A condition that is not found costs time, and changes no result. */
export interface Narrowing {
  readonly accounts: readonly string[] | null;
  readonly regions: readonly string[] | null;
  readonly settings: readonly string[] | null;
  /** Of runs: those from this time on. */
  readonly since: string | null;
}

const ACCOUNTS = ['aws_account_id', 'account_id', 'data__identifier', 'identifier'];

/** `references` null: not known, so that everything is read. */
export function narrowingOf(references: readonly Reference[] | null): Narrowing {
  const ofTargets = (references ?? []).filter(({ table }) => table.source === 'targets');
  const withSettings = ofTargets.filter(({ table }) => table.name !== 'sessions');
  const ofRuns = (references ?? []).filter(({ table }) => 'started_at' in table.columns);
  return {
    accounts: unionOf(ofTargets, ACCOUNTS),
    regions: unionOf(ofTargets, ['region']),
    settings: unionOf(withSettings, ['setting']),
    since: earliest(ofRuns.map(({ conditions }) => sinceOf(conditions))),
  };
}

/** The values that any of the tables may have; null: any. */
function unionOf(references: readonly Reference[], columns: readonly string[]): readonly string[] | null {
  const sets = references.map(({ conditions }) => allowed(conditions, columns));
  if (sets.length === 0 || sets.includes(null)) return null;
  return [...new Set(sets.flatMap((set) => set ?? []))].toSorted();
}

/** The values that satisfy each condition; null: there is none. */
function allowed(conditions: readonly Condition[], columns: readonly string[]): readonly string[] | null {
  return conditions
    .filter(({ column, operator }) => columns.includes(column) && operator === '=')
    .reduce<readonly string[] | null>(
      (before, { values }) => (before === null ? values : before.filter((value) => values.includes(value))),
      null,
    );
}

function sinceOf(conditions: readonly Condition[]): string | null {
  const [value] = conditions
    .filter(({ column }) => column === 'started_at')
    .flatMap(({ values }) => values.toSorted(byText)[0] ?? []);
  return value ?? null;
}

const byText = (a: string | null, b: string | null): number => compareText(a ?? '', b ?? '');

function earliest(times: readonly (string | null)[]): string | null {
  return times.length === 0 || times.includes(null) ? null : (times.toSorted(byText)[0] ?? null);
}
