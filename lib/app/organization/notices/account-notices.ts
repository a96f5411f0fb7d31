import type { Notice } from '../../../core/compliance/report.ts';
import type { ScopedAccount } from '../../../targets/accounts.ts';

/** Notices about the account that was read. The others are about the run. */
const OF_ONE_ACCOUNT: ReadonlySet<Notice['kind']> = new Set(['regions-enabled-unknown']);

interface Noticing {
  readonly account: ScopedAccount;
  readonly notices: readonly Notice[];
}

interface Noticed {
  readonly account: ScopedAccount;
  readonly notice: Notice;
}

/** The notices of the accounts of a run, each once. Where there are several accounts, one about an account names it. Pure. */
export function noticesOfAccounts(scans: readonly Noticing[]): readonly Notice[] {
  const noticed = scans.flatMap(({ account, notices }) =>
    notices.map((notice): Noticed => ({ account, notice: ofAnyAccount(notice, account, scans.length) })),
  );
  const groups = Map.groupBy(noticed, ({ notice }) => JSON.stringify(notice));
  const names = new Map(scans.map(({ account: { accountId, name } }) => [accountId, name]));
  return [...groups.values()].flatMap(([first, ...others]) =>
    first ? [withNames(naming(first.notice, [first, ...others], scans.length), names)] : [],
  );
}

/** An id that stands alone, and not in an ARN. */
const LONE_ID = /(?<=^|\s)\d{12}(?=[\s,;:]|$)/g;

/** A notice about administrators with their names, as far as they are accounts of the run. */
function withNames(notice: Notice, names: ReadonlyMap<string, string | null>): Notice {
  if (notice.kind !== 'administrator') return notice;
  const named = (id: string): string => {
    const name = names.get(id) ?? null;
    return name === null ? id : `${name} (${id})`;
  };
  return { ...notice, message: notice.message.replaceAll(LONE_ID, named) };
}

/** Such as a denial, which has the ARN of the caller. */
function ofAnyAccount(notice: Notice, { accountId }: ScopedAccount, accounts: number): Notice {
  if (accounts < 2 || !OF_ONE_ACCOUNT.has(notice.kind)) return notice;
  return { ...notice, message: notice.message.replaceAll(accountId, 'ACCOUNT') };
}

const MAX_NAMES = 5;

function naming(notice: Notice, noticed: readonly Noticed[], accounts: number): Notice {
  if (accounts < 2 || !OF_ONE_ACCOUNT.has(notice.kind)) return notice;
  const names = noticed.map(({ account: { accountId, name } }) =>
    name === null ? accountId : `${name} (${accountId})`,
  );
  const left = names.length - MAX_NAMES;
  const list = `${names.slice(0, MAX_NAMES).join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
  return { ...notice, message: `${noticed.length === 1 ? 'account' : 'accounts'} ${list}: ${notice.message}` };
}
