import { expect, test } from '@jest/globals';
import { groupByAccount, reportOfAccount } from '../../../lib/app/machine/states/reconcile-accounts.ts';
import { estate } from '../../fixtures/estates.ts';

test('each account of a run is reconciled with its own targets: all accounts together go through the targets once', () => {
  const report = estate({ accounts: 300, regions: 22, perThousand: 150 });
  const byAccount = groupByAccount(report, { targets: [] });
  const reports = [...byAccount.results.keys()].map((accountId) => reportOfAccount(accountId, { report, byAccount }));
  expect(reports).toHaveLength(300);
  expect(reports.flatMap(({ results }) => results)).toEqual(report.results);
  expect(reportOfAccount('000000000000', { report, byAccount }).results).toEqual([]);
});
