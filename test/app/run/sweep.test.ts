import { describe, expect, test } from '@jest/globals';
import type { Report } from '../../../lib/core/compliance/report.ts';
import { sweep } from '../../../lib/app/run/sweep.ts';
import { OFF, session } from '../../core/values.ts';
import { ACCOUNT, applyTo, fakeMacie, requestFor } from '../fake.ts';

const PAUSED = session({ status: 'PAUSED' });
const SLOW = session({ findingPublishingFrequency: 'SIX_HOURS' });
const DENIED = { kind: 'unknown', reason: 'access-denied', detail: 'no' } as const;
const ENFORCE = 'remediation: enforce';

const outcomes = (report: Report) =>
  report.results.map(({ region, verdict, drifts }) =>
    [region, verdict, ...drifts.map(({ outcome }) => outcome)].join(' '),
  );

describe('looking', () => {
  test('every Region gets its verdict, sorted', async () => {
    const { deps, written } = fakeMacie({ 'us-east-1': session(), 'eu-west-1': PAUSED, 'ap-south-1': DENIED });
    const report = await sweep(requestFor('regions: all'), deps);
    expect(outcomes(report)).toEqual(['ap-south-1 unknown', 'eu-west-1 drifted planned', 'us-east-1 compliant']);
    expect(report).toMatchObject({ verdict: 'drifted', runId: 'run-1', startedAt: '2026-11-24T09:00:00.000Z' });
    expect(report.regions).toEqual({ source: 'live', excluded: [] });
    expect(written).toEqual([]);
  });

  test('what is excluded, not offered or not enabled is never called', async () => {
    const { deps, reads } = fakeMacie(
      { 'us-east-1': session() },
      {
        offeredRegions: () => Promise.resolve({ kind: 'known', value: ['us-east-1', 'eu-west-1', 'me-south-1'] }),
        enabledRegions: () =>
          Promise.resolve({
            kind: 'known',
            value: new Map([
              ['us-east-1', true],
              ['eu-west-1', true],
              ['me-south-1', false],
              ['ap-south-2', true],
              ['ap-east-2', false],
            ]),
          }),
      },
    );
    const report = await sweep(requestFor('excludeRegions: [eu-west-1]'), deps);
    expect(reads).toEqual(['us-east-1']);
    expect(outcomes(report)).toEqual(['ap-south-2 not-applicable', 'me-south-1 not-applicable', 'us-east-1 compliant']);
    expect(report.regions).toEqual({ source: 'live', excluded: ['eu-west-1'] });
  });

  test('lists that cannot be read are replaced, and the report says so', async () => {
    const unknown = { kind: 'unknown', why: 'denied' } as const;
    const over = { offeredRegions: () => Promise.resolve(unknown), enabledRegions: () => Promise.resolve(unknown) };
    const { deps, reads } = fakeMacie({ 'us-east-1': session() }, over);
    const report = await sweep(requestFor('regions: all'), deps);
    expect(reads).toHaveLength(22);
    expect(report.regions.source).toBe('committed');
    expect(report.notices.map(({ kind }) => kind)).toEqual(['regions-enabled-unknown', 'regions-not-live']);
  });

  test('a Region that rejects the credentials is not applicable only if the list says that it is off', async () => {
    const rejected = { kind: 'token-rejected', detail: 'bad token' } as const;
    const states = new Map([
      ['me-south-1', false],
      ['eu-west-1', true],
    ]);
    const { deps } = fakeMacie(
      { 'me-south-1': rejected, 'eu-west-1': rejected },
      { enabledRegions: () => Promise.resolve({ kind: 'known', value: states }) },
    );
    const report = await sweep(requestFor('regions: [me-south-1, eu-west-1]'), deps);
    expect(report.results.map(({ region, verdict, reason }) => [region, verdict, reason])).toEqual([
      ['eu-west-1', 'unknown', 'credentials'],
      ['me-south-1', 'not-applicable', null],
    ]);
  });

  test('a Region that hangs costs its budget, not the run', async () => {
    const { deps } = fakeMacie({ 'us-east-1': session() });
    const hang = {
      ...deps,
      read: (region: string, signal: AbortSignal) =>
        region === 'eu-west-1' ? new Promise<never>(() => {}) : deps.read(region, signal),
    };
    const limits = { ...deps.limits, callBudgetMs: 30 };
    const report = await sweep(requestFor('regions: [us-east-1, eu-west-1]'), { ...hang, limits });
    expect(outcomes(report)).toEqual(['eu-west-1 unknown', 'us-east-1 compliant']);
    expect(report.results[0]).toMatchObject({ reason: 'timeout', detail: 'no answer within 0.03 s, retries included' });
  });

  test('when the time of the run is over, what is left is unknown and the report is made', async () => {
    const deadline = new AbortController();
    const { deps, reads } = fakeMacie({});
    const slow = {
      ...deps,
      limits: { ...deps.limits, parallelReads: 1 },
      read: (region: string, signal: AbortSignal) => {
        const reading = deps.read(region, signal);
        if (reads.length === 2) deadline.abort();
        return reading;
      },
    };
    const request = requestFor('regions: [ap-south-1, eu-west-1, us-east-1]', { deadline: deadline.signal });
    const report = await sweep(request, slow);
    expect(reads).toHaveLength(2);
    expect(report.results.map(({ reason }) => reason)).toEqual([null, null, 'timeout']);
    expect(report.notices.map(({ kind }) => kind)).toEqual(['deadline']);
  });

  test('progress counts every Region', async () => {
    const seen: string[] = [];
    const { deps } = fakeMacie({});
    await sweep(
      requestFor('regions: [eu-west-1, us-east-1]', {
        onProgress: ({ phase, done, total }) => seen.push(`${phase} ${done}/${total}`),
      }),
      deps,
    );
    expect(seen.slice(0, 3)).toEqual(['reading 0/2', 'reading 1/2', 'reading 2/2']);
  });

  test('an expired waiver waives nothing and is told', async () => {
    const { deps } = fakeMacie({ 'eu-west-1': PAUSED });
    const waiver =
      'waivers: [{ match: { regions: [eu-west-1] }, settings: [status], reason: r, owner: o, expires: 2026-11-23 }]';
    const report = await sweep(requestFor(`regions: [eu-west-1]\n${waiver}`), deps);
    expect(outcomes(report)).toEqual(['eu-west-1 drifted planned']);
    expect(report.notices).toMatchObject([{ kind: 'waiver-expired', message: expect.stringContaining('2026-11-23') }]);
  });
});

describe('what was not asked for is refused before any call', () => {
  test.each([
    [
      'a Region outside the list',
      'regions: [eu-west-1]',
      ['us-east-1'],
      /regions: expected some of eu-west-1, found us-east-1/,
    ],
    ['an excluded Region', 'excludeRegions: [us-east-1]', ['us-east-1'], /found us-east-1/],
    ['a Region that does not exist', 'regions: all', ['eu-west-9'], /found eu-west-9/],
  ])('%s', async (_, yaml, regions, message) => {
    const { deps, reads } = fakeMacie({});
    const identify = () => Promise.reject(new Error('a call was made'));
    await expect(sweep(requestFor(yaml, { regions }), { ...deps, identify })).rejects.toThrow(message);
    expect(reads).toEqual([]);
  });

  test('another account', async () => {
    const { deps } = fakeMacie({});
    const request = requestFor('regions: [eu-west-1]', { accounts: [ACCOUNT, '999999999999'] });
    await expect(sweep(request, deps)).rejects.toThrow(/accounts: expected 111122223333, .* found 999999999999/);
  });

  test('narrowing to some Regions reads those alone', async () => {
    const { deps, reads } = fakeMacie({ 'eu-west-1': session(), 'us-east-1': session() });
    const report = await sweep(
      requestFor('regions: all', { regions: ['eu-west-1', 'ap-east-2'], accounts: [ACCOUNT] }),
      deps,
    );
    expect(reads).toEqual(['eu-west-1']);
    expect(outcomes(report)).toEqual(['ap-east-2 not-applicable', 'eu-west-1 compliant']);
  });
});

describe('repairing', () => {
  test('enables, resumes and speeds up, and sees it done', async () => {
    const both = session({ status: 'PAUSED', findingPublishingFrequency: 'SIX_HOURS' });
    const { deps, written } = fakeMacie({
      'ap-south-1': OFF,
      'eu-west-1': PAUSED,
      'sa-east-1': SLOW,
      'us-east-1': both,
    });
    const report = await sweep(requestFor(ENFORCE), deps);
    expect(outcomes(report)).toEqual([
      'ap-south-1 compliant verified',
      'eu-west-1 compliant verified',
      'sa-east-1 compliant verified',
      'us-east-1 compliant verified verified',
    ]);
    expect(report.verdict).toBe('compliant');
    expect(report.results[0]?.session?.status).toBe('ENABLED');
    expect(written.map(({ write }) => write)).toEqual([
      { kind: 'enable', findingPublishingFrequency: 'FIFTEEN_MINUTES' },
      { kind: 'update', status: 'ENABLED' },
      { kind: 'update', findingPublishingFrequency: 'FIFTEEN_MINUTES' },
      { kind: 'update', status: 'ENABLED', findingPublishingFrequency: 'FIFTEEN_MINUTES' },
    ]);
  });

  test('never writes where it could not read, nor where the policy only reports, nor what is waived', async () => {
    const { deps, written } = fakeMacie({ 'ap-south-1': DENIED, 'eu-west-1': PAUSED, 'sa-east-1': PAUSED });
    const rules = [
      ENFORCE,
      'overrides: [{ match: { regions: [eu-west-1] }, remediation: report }]',
      'waivers: [{ match: { regions: [sa-east-1] }, settings: [status], reason: r, owner: o, expires: 2027-01-31 }]',
    ];
    const report = await sweep(requestFor(rules.join('\n')), deps);
    expect(written).toEqual([]);
    expect(outcomes(report)).toEqual(['ap-south-1 unknown', 'eu-west-1 drifted planned', 'sa-east-1 waived skipped']);
  });

  test('more than allowed is not written at all', async () => {
    const { deps, written } = fakeMacie({ 'eu-west-1': PAUSED, 'us-east-1': PAUSED });
    const report = await sweep(requestFor(`${ENFORCE}\nlimits: { maxActions: 1 }`), deps);
    expect(written).toEqual([]);
    expect(outcomes(report)).toEqual(['eu-west-1 drifted skipped', 'us-east-1 drifted skipped']);
    expect(report.notices.map(({ kind }) => kind)).toEqual(['limit-exceeded']);
  });

  test('a change that shows late is waited for', async () => {
    const fake = fakeMacie({ 'eu-west-1': PAUSED });
    let readings = 0;
    const deps = {
      ...fake.deps,
      read: (region: string, signal: AbortSignal) =>
        ++readings <= 3
          ? Promise.resolve({ kind: 'session' as const, session: PAUSED })
          : fake.deps.read(region, signal),
    };
    expect(outcomes(await sweep(requestFor(ENFORCE), deps))).toEqual(['eu-west-1 compliant verified']);
  });

  test('a change that never shows is applied, not verified, and the target stays drifted', async () => {
    const { deps } = fakeMacie({ 'eu-west-1': PAUSED }, { write: () => Promise.resolve({ kind: 'accepted' }) });
    const report = await sweep(requestFor(ENFORCE), deps);
    expect(outcomes(report)).toEqual(['eu-west-1 drifted applied']);
    expect(report.verdict).toBe('drifted');
  });

  test('a refused write fails one target and stops no other, and is not read back', async () => {
    const fake = fakeMacie({ 'eu-west-1': PAUSED, 'us-east-1': PAUSED });
    const deps = {
      ...fake.deps,
      write: (order: Parameters<typeof fake.deps.write>[0], signal: AbortSignal) =>
        order.region === 'eu-west-1'
          ? Promise.resolve({ kind: 'refused' as const, reason: 'access-denied' as const, detail: 'no' })
          : fake.deps.write(order, signal),
    };
    const report = await sweep(requestFor(ENFORCE), deps);
    expect(outcomes(report)).toEqual(['eu-west-1 drifted failed', 'us-east-1 compliant verified']);
    expect(report.results[0]?.drifts[0]?.detail).toBe('access-denied: no');
    expect(fake.reads.filter((region) => region === 'eu-west-1')).toHaveLength(1);
  });

  test('a write without an answer is read back: done is done', async () => {
    const fake = fakeMacie({ 'eu-west-1': PAUSED });
    const deps = {
      ...fake.deps,
      write: async (order: Parameters<typeof fake.deps.write>[0], signal: AbortSignal) => {
        await fake.deps.write(order, signal);
        return { kind: 'unclear' as const, reason: 'network' as const, detail: 'reset' };
      },
    };
    expect(outcomes(await sweep(requestFor(ENFORCE), deps))).toEqual(['eu-west-1 compliant verified']);
  });

  test('a target that cannot be read back is unknown', async () => {
    const fake = fakeMacie({ 'eu-west-1': PAUSED });
    const deps = {
      ...fake.deps,
      write: () => {
        fake.sessions.set('eu-west-1', { kind: 'token-rejected', detail: 'revoked' });
        return Promise.resolve({ kind: 'accepted' as const });
      },
    };
    expect(outcomes(await sweep(requestFor(ENFORCE), deps))).toEqual(['eu-west-1 unknown applied']);
  });
});

describe('Macie turns out to be enabled already', () => {
  /** The first reading misses the session; the writes meet it. */
  function stale(found: ReturnType<typeof session>) {
    const fake = fakeMacie({ 'eu-west-1': found });
    let readings = 0;
    const read: typeof fake.deps.read = (region, signal) =>
      ++readings === 1 ? Promise.resolve({ kind: 'session', session: OFF }) : fake.deps.read(region, signal);
    return { ...fake, deps: { ...fake.deps, read } };
  }

  test('and as desired: nothing more is written', async () => {
    const { deps, written } = stale(session());
    const report = await sweep(requestFor(ENFORCE), deps);
    expect(written.map(({ write }) => write.kind)).toEqual(['enable']);
    expect(outcomes(report)).toEqual(['eu-west-1 compliant verified']);
    expect(report.results[0]?.drifts[0]?.detail).toContain('already');
  });

  test('and paused: it is resumed', async () => {
    const { deps, written } = stale(PAUSED);
    expect(outcomes(await sweep(requestFor(ENFORCE), deps))).toEqual(['eu-west-1 compliant verified']);
    expect(written.map(({ write }) => write.kind)).toEqual(['enable', 'update']);
  });

  test('and the second write is refused: the target stays drifted', async () => {
    const fake = stale(PAUSED);
    const write: typeof fake.deps.write = ({ write: one }) =>
      Promise.resolve(
        one.kind === 'enable'
          ? { kind: 'already-enabled' }
          : { kind: 'refused', reason: 'access-denied', detail: 'no' },
      );
    expect(outcomes(await sweep(requestFor(ENFORCE), { ...fake.deps, write }))).toEqual(['eu-west-1 drifted failed']);
  });

  test('but no reading shows it: nothing is claimed', async () => {
    const { deps } = fakeMacie({ 'eu-west-1': OFF }, { write: () => Promise.resolve({ kind: 'already-enabled' }) });
    expect(outcomes(await sweep(requestFor(ENFORCE), deps))).toEqual(['eu-west-1 drifted failed']);
  });
});

describe('stopping', () => {
  test('while reading: the run rejects with why, and no write is made', async () => {
    const cancel = new AbortController();
    const { deps, written } = fakeMacie({ 'eu-west-1': PAUSED });
    const read: typeof deps.read = (region, signal) => {
      cancel.abort(new Error('Ctrl-C'));
      return deps.read(region, signal);
    };
    await expect(sweep(requestFor(ENFORCE, { cancel: cancel.signal }), { ...deps, read })).rejects.toThrow('Ctrl-C');
    expect(written).toEqual([]);
  });

  test('while writing: what was sent is seen to its end, the rest is skipped, all of it is reported', async () => {
    const cancel = new AbortController();
    const fake = fakeMacie({ 'ap-south-1': PAUSED, 'eu-west-1': PAUSED, 'us-east-1': PAUSED });
    const write: typeof fake.deps.write = (order) => {
      cancel.abort(new Error('Ctrl-C'));
      fake.written.push(order);
      return Promise.resolve(applyTo(fake.sessions, order));
    };
    const limits = { ...fake.deps.limits, parallelWrites: 1 };
    const report = await sweep(requestFor(ENFORCE, { cancel: cancel.signal }), { ...fake.deps, write, limits });
    expect(outcomes(report)).toEqual([
      'ap-south-1 compliant verified',
      'eu-west-1 drifted skipped',
      'us-east-1 drifted skipped',
    ]);
    expect(report.notices.map(({ kind }) => kind)).toEqual(['cancelled']);
    expect(fake.written).toHaveLength(1);
  });
});
