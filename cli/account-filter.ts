import { InvalidArgumentError, Option, type Command } from 'commander';
import type { OrganizationStore } from '../lib/app/machine/organization-store.ts';
import { OWN_ACCOUNT, type ScanDeps } from '../lib/app/scan/deps.ts';
import { ORGANIZATIONAL_UNIT_ID } from '../lib/core/names.ts';
import type { RunRecord } from '../lib/core/compliance/report.ts';
import type { Io } from './io.ts';

/** The options that narrow what the state shows to some accounts. */
export interface AccountFilter {
  readonly account?: readonly string[];
  /** The same, by the name that it has on the commands that run. */
  readonly accounts?: readonly string[];
  readonly ou?: readonly string[];
}

export function filterOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '-a, --account <names>',
        'only these accounts: ids, names or patterns of names, with commas between',
      ).argParser(names),
    )
    .addOption(new Option('--accounts <names>', 'the same').argParser(names).hideHelp())
    .addOption(
      new Option('--ou <ids>', 'only accounts in these organizational units, and in those below them').argParser(units),
    );
}

interface Filtering {
  readonly runs: readonly RunRecord[];
  /** Accounts with something open; null: the table does not say. */
  readonly open: readonly string[] | null;
  readonly io: Io;
}

/** The ids of the accounts to show; null: all. Throws a WardenError for an account or a unit that there is none of. */
export async function filteredAccounts(
  { account, accounts, ou }: AccountFilter,
  { runs, open, io }: Filtering,
  deps: ScanDeps,
): Promise<ReadonlySet<string> | null> {
  const { chooseAccounts } = await import('../lib/app/accounts/choose-accounts.ts');
  const { accountId } = await deps.forAccount(OWN_ACCOUNT).identify(io.cancel);
  const read = runs.flatMap((run) => run.accounts ?? []).flatMap((counts) => counts.accounts);
  const named = account || accounts ? [...(account ?? []), ...(accounts ?? [])] : undefined;
  const knownIds = new Set([accountId, ...(open ?? []), ...read]);
  return chooseAccounts({ accounts: named, units: ou }, { knownIds, signal: io.cancel }, deps);
}

/** null: the table of an earlier version has no index of them. */
export async function openAccounts(store: OrganizationStore): Promise<readonly string[] | null> {
  return store.openAccounts().catch((error: unknown) => {
    if (error instanceof Error && error.name === 'ValidationException') return null;
    throw error;
  });
}

/** The names of accounts by id, as the last runs had them. */
export function namesInRuns(runs: readonly RunRecord[]): ReadonlyMap<string, string> {
  return new Map(runs.flatMap((run) => Object.entries(run.names ?? {})));
}

/** Names of accounts can have blanks: only commas part them. */
function names(text: string, before: readonly string[] = []): readonly string[] {
  return listed(text, {
    before,
    expected: 'ids, names or patterns of names with commas between, such as 111122223333,prod-*',
  });
}

function units(text: string, before: readonly string[] = []): readonly string[] {
  const expected = 'ids of organizational units with commas between, such as ou-ab12-11111111,ou-ab12-22222222';
  const found = listed(text, { before, expected });
  const odd = found.find((id) => !ORGANIZATIONAL_UNIT_ID.test(id));
  if (odd === undefined) return found;
  throw new InvalidArgumentError(`Expected ${expected}, found ${JSON.stringify(odd)}.`);
}

function listed(
  text: string,
  { before, expected }: { readonly before: readonly string[]; readonly expected: string },
): readonly string[] {
  const found = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (found.length > 0) return [...new Set([...before, ...found])];
  throw new InvalidArgumentError(`Expected ${expected}.`);
}
