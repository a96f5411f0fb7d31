import { TABLES, type TableDefinition } from './table-list.ts';

/** Names for `sessions`: those of StackQL. */
export const SESSION_NAMES: readonly string[] = ['aws.macie.', 'awscc.macie.', 'macie.'].flatMap((prefix) =>
  ['session', 'sessions'].map((name) => prefix + name),
);

/** As one word, which has as many characters. */
export function asWord(name: string): string {
  return name.replaceAll('.', '_');
}

const BY_NAME: ReadonlyMap<string, TableDefinition> = new Map([
  ...TABLES.map((table) => [table.name, table] as const),
  ...[...SESSION_NAMES, ...SESSION_NAMES.map(asWord)].flatMap((name) =>
    TABLES.filter((table) => table.name === 'sessions').map((table) => [name, table] as const),
  ),
]);

/** null: there is no such table. */
export function tableOf(name: string): TableDefinition | null {
  return BY_NAME.get(name.toLowerCase()) ?? null;
}
