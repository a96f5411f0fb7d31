import { describe, expect, test } from '@jest/globals';
import { OWN_ACCOUNT, type ScanDeps } from '../../../lib/app/scan/deps.ts';
import type { Report } from '../../../lib/core/compliance/report.ts';
import type { Progress } from '../../../lib/core/progress.ts';
import { MACIE_REGIONS } from '../../../lib/core/regions.ts';
import { NOT_ENABLED } from '../../../lib/targets/scope.ts';
import { session } from '../../core/values.ts';
import { ACCOUNT, fakeMacie, requestFor, withAccess } from '../fake-macie.ts';
import { runOnce } from '../run-once.ts';

const PAUSED = session({ status: 'PAUSED' });
const DENIED = { kind: 'unknown', reason: 'access-denied', detail: 'no' } as const;

const outcomes = (report: Report) =>
  report.results
    .filter(({ detail }) => detail !== NOT_ENABLED)
    .map(({ region, verdict, drifts }) => [region, verdict, ...drifts.map(({ outcome }) => outcome)].join(' '));

describe('a scan', () => {
  test('gives every Region its verdict, sorted', async () => {
    const { deps, written } = fakeMacie({ 'us-east-1': session(), 'eu-west-1': PAUSED, 'ap-south-1': DENIED });
    const report = await runOnce(requestFor('regions: all'), deps);
    expect(outcomes(report)).toEqual(['ap-south-1 unknown', 'eu-west-1 drifted planned', 'us-east-1 compliant']);
    expect(report).toMatchObject({ verdict: 'drifted', runId: 'run-1', startedAt: '2026-11-24T09:00:00.000Z' });
    expect(report.regions).toEqual({ source: 'live', excluded: [] });
    expect(written).toEqual([]);
  });

  test('does not wait for an administrator that gives no answer', async () => {
    const { deps } = fakeMacie({ 'eu-west-1': PAUSED }, { access: { readMembership: () => new Promise(() => {}) } });
    const limits = { ...deps.limits, callBudgetMs: 20 };
    const report = await runOnce(requestFor('regions: [eu-west-1]'), { ...deps, limits });
    expect(outcomes(report)).toEqual(['eu-west-1 drifted planned']);
  });

  test('never calls a Region that is excluded, not offered or not enabled', async () => {
    const { deps, reads } = fakeMacie(
      { 'us-east-1': session() },
      {
        offeredRegions: () => Promise.resolve({ kind: 'known', value: ['us-east-1', 'eu-west-1', 'me-south-1'] }),
        access: {
          enabledRegions: () =>
            Promise.resolve({
              kind: 'known',
              value: new Map([
                ...MACIE_REGIONS.map((region) => [region, false] as const),
                ['us-east-1', true],
                ['eu-west-1', true],
                ['me-south-1', false],
                ['ap-south-2', true],
                ['ap-east-2', false],
              ]),
            }),
        },
      },
    );
    const report = await runOnce(requestFor('excludeRegions: [eu-west-1]'), deps);
    expect(reads).toEqual(['us-east-1']);
    expect(outcomes(report)).toEqual(['ap-south-2 not-applicable', 'us-east-1 compliant']);
    expect(report.results.find(({ region }) => region === 'me-south-1')).toMatchObject({ detail: NOT_ENABLED });
    expect(report.regions).toEqual({ source: 'live', excluded: ['eu-west-1'] });
  });

  test('uses the committed lists where AWS does not give its own, and says so', async () => {
    const unknown = { kind: 'unknown', why: 'denied' } as const;
    const over = {
      offeredRegions: () => Promise.resolve(unknown),
      access: { enabledRegions: () => Promise.resolve(unknown) },
    };
    const { deps, reads } = fakeMacie({ 'us-east-1': session() }, over);
    const report = await runOnce(requestFor('regions: all'), deps);
    expect(reads).toHaveLength(22);
    expect(report.regions.source).toBe('committed');
    expect(report.notices.map(({ kind }) => kind)).toEqual(['regions-enabled-unknown', 'regions-not-live']);
  });

  test('calls a Region that rejects the credentials not applicable only if the list says that it is off', async () => {
    const rejected = { kind: 'token-rejected', detail: 'bad token' } as const;
    const states = new Map([
      ['me-south-1', false],
      ['eu-west-1', true],
    ]);
    const { deps } = fakeMacie(
      { 'me-south-1': rejected, 'eu-west-1': rejected },
      { access: { enabledRegions: () => Promise.resolve({ kind: 'known', value: states }) } },
    );
    const report = await runOnce(requestFor('regions: [me-south-1, eu-west-1]'), deps);
    expect(report.results.map(({ region, verdict, reason }) => [region, verdict, reason])).toEqual([
      ['eu-west-1', 'unknown', 'credentials'],
      ['me-south-1', 'not-applicable', null],
    ]);
  });

  test('calls an opt-in Region that alone rejects the credentials probably not enabled, when ListRegions is denied', async () => {
    const rejected = { kind: 'token-rejected', detail: 'bad token' } as const;
    const { deps } = fakeMacie(
      { 'me-south-1': rejected, 'eu-west-1': session() },
      { access: { enabledRegions: () => Promise.resolve({ kind: 'unknown', why: 'denied' }) } },
    );
    const report = await runOnce(requestFor('regions: [me-south-1, eu-west-1]'), deps);
    expect(report.verdict).toBe('unknown');
    expect(report.results[1]).toMatchObject({
      reason: 'credentials',
      detail: expect.stringContaining('me-south-1 is probably not enabled for this account'),
    });
  });

  test('spends its budget on a Region that hangs, not the whole run', async () => {
    const fake = fakeMacie({ 'us-east-1': session() });
    const deps = withAccess(fake, {
      read: (order) => (order.region === 'eu-west-1' ? new Promise<never>(() => {}) : fake.access.read(order)),
    });
    const limits = { ...deps.limits, callBudgetMs: 30 };
    const report = await runOnce(requestFor('regions: [us-east-1, eu-west-1]'), { ...deps, limits });
    expect(outcomes(report)).toEqual(['eu-west-1 unknown', 'us-east-1 compliant']);
    expect(report.results[0]).toMatchObject({ reason: 'timeout', detail: 'no answer within 0.03 s, retries included' });
  });

  test('reports the rest as unknown when the time of the run is over', async () => {
    const deadline = new AbortController();
    const fake = fakeMacie({});
    const deps = withAccess(fake, {
      read: (order) => {
        const reading = fake.access.read(order);
        if (fake.reads.length === 2) deadline.abort();
        return reading;
      },
    });
    const slow = { ...deps, limits: { ...deps.limits, parallelReads: 1 } };
    const request = requestFor('regions: [ap-south-1, eu-west-1, us-east-1]');
    const report = await runOnce(request, slow, { deadline: deadline.signal });
    expect(fake.reads).toHaveLength(2);
    expect(report.results.map(({ reason }) => reason)).toEqual([null, null, 'timeout']);
    expect(report.notices.map(({ kind }) => kind)).toEqual(['deadline']);
  });

  test('counts every Region as progress', async () => {
    const seen: Progress[] = [];
    const { deps } = fakeMacie({});
    await runOnce(requestFor('regions: [eu-west-1, us-east-1]'), { ...deps, onProgress: (one) => seen.push(one) });
    const targets = seen.flatMap((one) =>
      one.phase === 'reading' ? [`${one.targets.done}/${one.targets.total}`] : [],
    );
    expect(targets).toEqual(['0/2', '1/2', '2/2', '2/2']);
  });

  test('reports an expired waiver, which waives nothing', async () => {
    const { deps } = fakeMacie({ 'eu-west-1': PAUSED });
    const waiver =
      'waivers: [{ match: { regions: [eu-west-1] }, settings: [status], reason: r, owner: o, expires: 2026-11-23 }]';
    const report = await runOnce(requestFor(`regions: [eu-west-1]\n${waiver}`), deps);
    expect(outcomes(report)).toEqual(['eu-west-1 drifted planned']);
    expect(report.notices).toMatchObject([{ kind: 'waiver-expired', message: expect.stringContaining('2026-11-23') }]);
  });
});

test('an account that the run does not cover is refused', async () => {
  const { deps } = fakeMacie({});
  const request = requestFor('regions: [eu-west-1]', { only: { accounts: [ACCOUNT, '999999999999'] } });
  await expect(runOnce(request, deps)).rejects.toThrow(/accounts: expected 111122223333, .* found 999999999999/);
});

describe('a narrowed run', () => {
  test('reads its Regions alone, and says of how many targets', async () => {
    const { deps, reads } = fakeMacie({ 'eu-west-1': session(), 'us-east-1': session() });
    const only = { regions: ['eu-west-1', 'ap-east-2'], accounts: [ACCOUNT] };
    const report = await runOnce(requestFor('regions: all', { only }), deps);
    expect(reads).toEqual(['eu-west-1']);
    expect(outcomes(report)).toEqual(['ap-east-2 not-applicable', 'eu-west-1 compliant']);
    const regions = ['ap-east-2', 'eu-west-1'];
    expect(report.scope).toEqual({ kind: 'partial', accounts: [ACCOUNT], regions, targets: 2, ofTargets: 22 });
  });

  test('to everything is a full run', async () => {
    const { deps } = fakeMacie({ 'eu-west-1': session() });
    const report = await runOnce(requestFor('regions: all', { only: { regions: MACIE_REGIONS } }), deps);
    expect(report.scope).toMatchObject({ kind: 'full', targets: 22, ofTargets: 22 });
  });
});

describe('a cancelled scan', () => {
  test('has what was read, and the rest as not reached: it is partial, and makes no write', async () => {
    const cancel = new AbortController();
    const fake = fakeMacie({ 'ap-south-1': PAUSED, 'eu-west-1': session(), 'us-east-1': session() });
    const deps = withAccess(fake, {
      read: (order) => {
        if (fake.reads.length === 0) return fake.access.read(order);
        cancel.abort();
        return new Promise<never>(() => {});
      },
    });
    const slow = { ...deps, limits: { ...deps.limits, parallelReads: 1 } };
    const request = requestFor('remediation: enforce\nregions: [ap-south-1, eu-west-1, us-east-1]');
    const report = await runOnce(request, slow, { cancel: cancel.signal });
    expect(outcomes(report)).toEqual(['ap-south-1 drifted skipped', 'eu-west-1 unknown', 'us-east-1 unknown']);
    expect(report.results[2]).toMatchObject({ reason: 'not-reached', detail: expect.stringMatching(/was stopped/) });
    expect(report.scope).toMatchObject({ kind: 'partial', accounts: [ACCOUNT], targets: 1, ofTargets: 3 });
    expect(report.notices.map(({ kind }) => kind)).toEqual(['cancelled']);
    expect(fake.written).toEqual([]);
  });

  test('never ends as compliant, and says nothing of lists that it did not wait for', async () => {
    const cancel = new AbortController();
    const fake = fakeMacie({ 'us-east-1': session() });
    const deps = withAccess(fake, {
      enabledRegions: () => {
        cancel.abort();
        return new Promise<never>(() => {});
      },
    });
    const report = await runOnce(requestFor('regions: all'), deps, { cancel: cancel.signal });
    expect(report.verdict).toBe('unknown');
    expect(report.scope).toMatchObject({ kind: 'partial', accounts: [], targets: 0 });
    expect(report.notices.map(({ kind }) => kind)).toEqual(['cancelled']);
  });

  test('reads no further account, and assumes no further role', async () => {
    const cancel = new AbortController();
    const ids = [ACCOUNT, '222233334444', '333344445555'];
    const identified: string[] = [];
    const accessTo = (id: string) => {
      const { access } = fakeMacie({ 'us-east-1': session() }, {}, id);
      return {
        ...access,
        identify: (signal: AbortSignal) => {
          identified.push(id);
          return access.identify(signal);
        },
        read: (order: Parameters<typeof access.read>[0]) => {
          if (id !== '222233334444') return access.read(order);
          cancel.abort();
          return new Promise<never>(() => {});
        },
      };
    };
    const { deps } = fakeMacie({});
    const own = fakeMacie({ 'us-east-1': session() }).access;
    const report = await runOnce(
      requestFor(`regions: [us-east-1]\naccounts: [${ids.map((id) => `"${id}"`).join()}]`, { ceiling: 'report' }),
      {
        ...deps,
        limits: { ...deps.limits, parallelAccounts: 1 },
        forAccount: (id) => (id === OWN_ACCOUNT ? own : accessTo(id)),
      },
      { cancel: cancel.signal },
    );
    expect(identified).toEqual(['222233334444']);
    expect(report.results.map(({ accountId, reason }) => [accountId, reason])).toEqual([
      [ACCOUNT, null],
      ['222233334444', 'not-reached'],
      ['333344445555', 'not-reached'],
    ]);
    expect(report.scope).toMatchObject({ kind: 'partial', accounts: [ACCOUNT], targets: 1, ofTargets: 3 });
  });

  test('without an account has nothing to report, and rejects with the reason', async () => {
    const cancel = new AbortController();
    const deps = withAccess(fakeMacie({}), {
      identify: () => {
        cancel.abort(new Error('Ctrl-C'));
        return Promise.reject(new Error('aborted'));
      },
    });
    await expect(runOnce(requestFor(''), deps, { cancel: cancel.signal })).rejects.toThrow('Ctrl-C');
  });
});

test('two accounts are two values: each is read with its own access, and a run reports both', async () => {
  const first = fakeMacie({ 'eu-west-1': session() });
  const second = fakeMacie({ 'eu-west-1': PAUSED, 'us-east-1': DENIED }, {}, '222233334444');
  const access = new Map([
    [ACCOUNT, first.access],
    ['222233334444', second.access],
  ]);
  const deps: ScanDeps = { ...first.deps, forAccount: (account) => access.get(account) ?? first.access };
  const request = requestFor(
    `remediation: enforce\nregions: [eu-west-1, us-east-1]\naccounts: ["222233334444", "${ACCOUNT}"]`,
  );
  const report = await runOnce(request, deps);
  expect(report.results.map(({ accountId, region, verdict }) => [accountId, region, verdict])).toEqual([
    [ACCOUNT, 'eu-west-1', 'compliant'],
    [ACCOUNT, 'us-east-1', 'compliant'],
    ['222233334444', 'eu-west-1', 'compliant'],
    ['222233334444', 'us-east-1', 'unknown'],
  ]);
  expect([first.written.map(({ region }) => region), second.written.map(({ region }) => region)]).toEqual([
    ['us-east-1'],
    ['eu-west-1'],
  ]);
  expect(report.scope).toMatchObject({ kind: 'full', accounts: [ACCOUNT, '222233334444'], targets: 4 });
});

test('the progress of accounts that are read at the same time is added up', async () => {
  const ids = [ACCOUNT, '222233334444', '333344445555'];
  const fakes = ids.map((id) => fakeMacie({ 'eu-west-1': PAUSED, 'us-east-1': DENIED }, {}, id));
  const access = new Map(ids.map((id, index) => [id, fakes[index]?.access] as const));
  const seen: Progress[] = [];
  const [own] = fakes.map(({ access: one }) => one);
  if (!own) throw new Error('no account');
  const deps: ScanDeps = {
    ...fakeMacie({}).deps,
    forAccount: (id) => access.get(id) ?? own,
    onProgress: (one) => seen.push(one),
  };
  const listed = ids.map((id) => `"${id}"`).join();
  await runOnce(requestFor(`regions: [eu-west-1, us-east-1]\naccounts: [${listed}]`, { ceiling: 'report' }), deps);
  expect(seen.at(-1)).toEqual({
    phase: 'reading',
    accounts: { done: 3, total: 3 },
    targets: { done: 6, total: 6 },
    drifted: 3,
    unknown: 3,
  });
  const done = seen.flatMap((one) => (one.phase === 'reading' ? [one.targets.done] : []));
  expect(done).toEqual(done.toSorted((a, b) => a - b));
});
