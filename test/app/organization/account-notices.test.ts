import { describe, expect, test } from '@jest/globals';
import { noticesOfAccounts } from '../../../lib/app/organization/notices/account-notices.ts';
import type { Notice } from '../../../lib/core/compliance/report.ts';
import { unknownScopedAccount } from '../../../lib/targets/accounts.ts';

const idOf = (index: number) => String(111122223330 + index);
const unlisted = (index: number): Notice => ({
  kind: 'regions-enabled-unknown',
  message: `no list: arn:aws:iam::${idOf(index)}:role/reader is denied`,
});
const scan = (index: number, notices: readonly Notice[], name: string | null = null) => ({
  account: { ...unknownScopedAccount(idOf(index)), name },
  notices,
});

describe('notices of a run', () => {
  test('one about an account names it where there are several', () => {
    expect(noticesOfAccounts([scan(1, [unlisted(1)], 'prod'), scan(2, [])])).toEqual([
      {
        kind: 'regions-enabled-unknown',
        message: 'account prod (111122223331): no list: arn:aws:iam::ACCOUNT:role/reader is denied',
      },
    ]);
    expect(noticesOfAccounts([scan(1, [unlisted(1)], 'prod')])).toEqual([unlisted(1)]);
  });

  test('one that many accounts share is one, with some of their names', () => {
    const [shared, ...others] = noticesOfAccounts(
      Array.from({ length: 7 }, (_, index) => scan(index, [unlisted(index)])),
    );
    expect(others).toEqual([]);
    expect(shared?.message).toMatch(/^accounts 111122223330, (\d{12}, ){3}111122223334 and 2 more: no list: /);
  });

  test('one about the run is the same for all accounts', () => {
    const late: Notice = { kind: 'deadline', message: 'late' };
    expect(noticesOfAccounts([scan(1, [late]), scan(2, [late])])).toEqual([late]);
  });

  test('one about administrators names them, and leaves ARNs as they are', () => {
    const notice: Notice = {
      kind: 'administrator',
      message: `${idOf(1)} in eu-west-1; ${idOf(2)}: arn:aws:iam::${idOf(1)}:role/a`,
    };
    expect(noticesOfAccounts([scan(1, [notice], 'security'), scan(2, [notice])])).toEqual([
      {
        kind: 'administrator',
        message: `security (${idOf(1)}) in eu-west-1; ${idOf(2)}: arn:aws:iam::${idOf(1)}:role/a`,
      },
    ]);
  });
});
