import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EMPTY_STATE } from '../../lib/core/alerts/records.ts';
import { reconcile } from '../../lib/core/alerts/reconcile.ts';
import { runRecord } from '../../lib/core/alerts/statistics.ts';
import type { RunRecord } from '../../lib/core/compliance/report.ts';
import { createStateTable } from '../../lib/state/table.ts';
import { drift, reportFor, resultOf } from '../core/values.ts';
import { CLOSED, DEV, OWN, PROD, useOrganization } from './organization.ts';

const { world, calls, run, url } = useOrganization();
const SETTINGS = { remindAfterMs: 1e9, unreadableAfter: 2, flapLimit: 3 };
const DENIED = 'faults: [{ kind: deny, match: { operations: [ListAccounts] } }]';

/** A drift in two accounts of the organization, and the record of the run that found them. */
const result = (accountId: string, accountName: string, isDrifted = true) => ({
  ...resultOf('eu-west-1', isDrifted ? { drifts: [drift()] } : {}),
  accountId,
  accountName,
});
const REPORT = reportFor([
  result(OWN, 'management', false),
  result(PROD, 'prod-payments'),
  result(DEV, 'dev-payments'),
]);

let client: DynamoDBClient;
beforeEach(() => {
  client = new DynamoDBClient({
    endpoint: url(),
    region: 'us-east-1',
    credentials: { accessKeyId: OWN, secretAccessKey: 'x' },
  });
});
afterEach(() => client.destroy());

async function stored(rest = ''): Promise<void> {
  world({ rest: `tables: [macie-warden-prod]\n${rest}` });
  const store = createStateTable({
    client: () => Promise.resolve(client),
    table: 'macie-warden-prod',
    wait: () => Promise.resolve(),
  });
  const now = new Date();
  const after = reconcile({ state: EMPTY_STATE, report: REPORT, now, settings: SETTINGS });
  const before = { state: EMPTY_STATE, asOf: null, unreadableKeys: [], convertedKeys: [] };
  for (const accountId of [PROD, DEV]) await store.save(accountId, { before, after });
  const at = now.toISOString();
  await store.putRun(runRecord({ ...REPORT, startedAt: at, finishedAt: at }, []));
}

const shownIn = async (args: readonly string[]): Promise<readonly string[]> => {
  const { stdout, stderr } = await run(['alerts', '--format', 'json', ...args]);
  expect(stderr).toBe('');
  const listed: readonly { accountId: string }[] = JSON.parse(stdout);
  return listed.map(({ accountId }) => accountId);
};

describe('alerts', () => {
  test.each<[readonly string[], readonly string[]]>([
    [[], [PROD, DEV]],
    [['--account', PROD], [PROD]],
    [
      ['-a', `${DEV},${PROD}`],
      [PROD, DEV],
    ],
    [['--account', 'dev-payments'], [DEV]],
    [
      ['--account', '*-payments'],
      [PROD, DEV],
    ],
    [['--account', `prod-*,${OWN}`], [PROD]],
    [['--ou', 'ou-ab12-11111111'], [PROD]],
    [
      ['--ou', 'ou-ab12-33333333,ou-ab12-22222222'],
      [PROD, DEV],
    ],
    [['--ou', 'ou-ab12-11111111', '--account', '*-payments'], [PROD]],
    [
      ['--ou', 'r-ab12'],
      [PROD, DEV],
    ],
  ])('%j', async (args, expected) => {
    await stored();
    expect(await shownIn(args)).toEqual(expected);
  });

  test('name the accounts, without AWS Organizations', async () => {
    await stored(DENIED);
    const { stdout, code } = await run(['alerts', '--account', `${PROD},${OWN}`]);
    expect([code, calls('ListAccounts')]).toEqual([1, []]);
    expect(stdout).toMatch(new RegExp(`^account +name +Region.*\n${PROD} +prod-payments +eu-west-1 `));
  });

  test('an account with nothing open is said so, in the organization or read by a run', async () => {
    await stored();
    for (const account of [OWN, CLOSED, 'management', 'old'])
      expect(await run(['alerts', '--account', account])).toMatchObject({ code: 0, stdout: 'Nothing is open.\n' });
  });
});

describe.each(['alerts', 'history'])('%s', (command) => {
  test.each<[readonly string[], RegExp]>([
    [['--account', '999999999999'], /--account: expected accounts that a run has read, .* found 999999999999\n$/],
    [['--account', 'prod-paymnts'], /found prod-paymnts\. Did you mean prod-payments\?\n$/],
    [['--account', 'none-*,prod-*'], /found none-\*/],
    [['--ou', 'ou-ab12-99999999'], /--ou: expected ids of organizational units .*, found ou-ab12-99999999\n$/],
    [['--ou', 'Workloads'], /Expected ids of organizational units.*found "Workloads"/],
    [
      ['--ou', 'ou-ab12-22222222', '--account', PROD],
      new RegExp(`none of the accounts ${PROD} is in ou-ab12-22222222`),
    ],
    [['--account', ','], /Expected ids, names or patterns of names/],
  ])('%j names what there is none of', async (args, message) => {
    await stored();
    const ran = await run([command, ...args]);
    expect(ran).toMatchObject({ code: 3, stdout: '' });
    expect(ran.stderr).toMatch(message);
  });

  test.each([
    ['--ou', 'ou-ab12-11111111', 'name accounts by their ids'],
    ['--account', 'prod-*', 'name accounts that runs have read by their ids'],
    ['--account', '999999999999', 'name accounts that runs have read by their ids'],
  ])('%s %s without AWS Organizations: one sentence with the way out', async (option, value, wayOut) => {
    await stored(DENIED);
    const ran = await run([command, option, value]);
    expect(ran).toMatchObject({ code: 3, stdout: '' });
    expect(ran.stderr).toMatch(
      /^macie-warden: --(ou|account): .*: the accounts of the organization could not be listed: /,
    );
    expect(ran.stderr).toMatch(new RegExp(`or ${wayOut}\n$`));
  });
});

describe('history', () => {
  test.each<[readonly string[], Partial<RunRecord['summary']> | null]>([
    [[], { targets: 3, drifted: 2 }],
    [['--account', OWN], { targets: 1, compliant: 1, drifted: 0 }],
    [['--ou', 'ou-ab12-11111111'], { targets: 1, drifted: 1 }],
    [['--account', 'old'], null],
  ])('%j has the counts of these accounts', async (args, summary) => {
    await stored();
    const ran = await run(['history', '--runs', '--format', 'json', ...args]);
    const runs: readonly RunRecord[] = JSON.parse(ran.stdout);
    expect(runs).toMatchObject(summary === null ? [] : [{ summary }]);
  });
});
