import { describe, expect, test } from '@jest/globals';
import type { AccountAccess, ScanDeps } from '../../../lib/app/scan/deps.ts';
import { session } from '../../core/values.ts';
import { fakeMacie, requestFor } from '../fake-macie.ts';
import { runOnce } from '../run-once.ts';

const IDS = Array.from({ length: 10 }, (_, index) => String(111122223333 + index));
const REQUEST = requestFor(`regions: [eu-west-1, us-east-1]\naccounts: [${IDS.map((id) => `"${id}"`).join()}]`);

/** Ten accounts, read one after the other. In eu-west-1 `read` answers, given how often it was asked there. */
function accounts(read: (asked: number) => ReturnType<AccountAccess['read']>, over: Partial<ScanDeps> = {}) {
  let asked = 0;
  const fakes = new Map(
    IDS.map((id) => {
      const fake = fakeMacie({ 'eu-west-1': session(), 'us-east-1': session() }, {}, id);
      const access: AccountAccess = {
        ...fake.access,
        read: (order) => (order.region === 'eu-west-1' ? read(++asked) : fake.access.read(order)),
      };
      return [id, { ...fake, access }] as const;
    }),
  );
  const [first] = fakes.values();
  if (!first) throw new Error('no account');
  const forAccount: ScanDeps['forAccount'] = (id) => (fakes.get(id) ?? first).access;
  const limits = { ...first.deps.limits, parallelAccounts: 1, callBudgetMs: 20 };
  const deps: ScanDeps = { ...first.deps, forAccount, limits, ...over };
  return { deps, asked: () => asked };
}

const HANGING = new Promise<never>(() => {});
const VALUES = { kind: 'values', values: session() } as const;

async function reasons(deps: ScanDeps) {
  const { results } = await runOnce(REQUEST, deps);
  return results.filter(({ region }) => region === 'eu-west-1').map(({ reason }) => reason);
}

describe('a Region that hangs in all accounts', () => {
  test('is waited for in three accounts, and not asked in the others', async () => {
    const { deps, asked } = accounts(() => HANGING);
    const { results } = await runOnce(REQUEST, deps);
    expect(asked()).toBe(3);
    const there = results.filter(({ region }) => region === 'eu-west-1');
    expect(there.map(({ reason }) => reason)).toEqual([
      ...Array.from({ length: 3 }, () => 'timeout'),
      ...Array.from({ length: 7 }, () => 'not-reached'),
    ]);
    expect(there.at(-1)?.detail).toMatch(
      /^eu-west-1 was not asked for this account, because it gave 3 accounts in a row/,
    );
    expect(results.filter(({ region }) => region === 'us-east-1').every(({ verdict }) => verdict === 'compliant')).toBe(
      true,
    );
  });

  test('is asked again a minute later', async () => {
    let time = 0;
    const now = (): Date => new Date((time += 10_000));
    const { deps } = accounts((asked) => (asked <= 3 ? HANGING : Promise.resolve(VALUES)), { now });
    expect(new Set(await reasons(deps))).toEqual(new Set(['timeout', 'not-reached', null]));
  });

  test('is asked by the next scan', async () => {
    const { deps, asked } = accounts(() => HANGING);
    await reasons(deps);
    await reasons(deps);
    expect(asked()).toBe(6);
  });
});

test('a Region that fails now and then is asked in every account', async () => {
  const { deps, asked } = accounts((count) => (count % 3 === 0 ? Promise.resolve(VALUES) : HANGING));
  await reasons(deps);
  expect(asked()).toBe(10);
});

test('denials and errors of the service are answers: they do not keep other accounts from being asked', async () => {
  const denied = { kind: 'unknown', reason: 'access-denied', detail: 'no' } as const;
  const failed = { kind: 'unknown', reason: 'service-error', detail: 'HTTP 500' } as const;
  const { deps, asked } = accounts((count) => Promise.resolve(count % 2 === 0 ? denied : failed));
  await reasons(deps);
  expect(asked()).toBe(10);
});

test('the end of the run is no failure of its Regions', async () => {
  const deadline = new AbortController();
  const { deps } = accounts((count) => {
    if (count === 4) deadline.abort();
    return count < 4 ? Promise.resolve(VALUES) : HANGING;
  });
  const { results } = await runOnce(REQUEST, deps, { deadline: deadline.signal });
  const details = results.flatMap(({ detail }) => detail ?? []);
  expect(details.filter((detail) => detail.includes('was not asked'))).toEqual([]);
  // Accounts that were not begun by then have not been reached.
  expect([...new Set(details)]).toEqual([
    'the time of the run was over before this Region answered',
    'the time of the run was over before this account was read',
  ]);
});
