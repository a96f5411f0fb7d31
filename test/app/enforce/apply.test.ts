import { describe, expect, test } from '@jest/globals';
import { OWN_ACCOUNT } from '../../../lib/app/scan/deps.ts';
import type { Report } from '../../../lib/core/compliance/report.ts';
import { NOT_ENABLED } from '../../../lib/targets/scope.ts';
import { OFF, session } from '../../core/values.ts';
import { fakeMacie, requestFor, withAccess, type FakeSession } from '../fake-macie.ts';
import { runOnce } from '../run-once.ts';

const PAUSED = session({ status: 'PAUSED' });
const SLOW = session({ findingPublishingFrequency: 'SIX_HOURS' });
const DENIED = { kind: 'unknown', reason: 'access-denied', detail: 'no' } as const;
const ENFORCE = 'remediation: enforce';

const outcomes = (report: Report) =>
  report.results
    .filter(({ detail }) => detail !== NOT_ENABLED)
    .map(({ region, verdict, drifts }) => [region, verdict, ...drifts.map(({ outcome }) => outcome)].join(' '));

describe('applying a plan', () => {
  test('enables, resumes and speeds up, and verifies each', async () => {
    const both = session({ status: 'PAUSED', findingPublishingFrequency: 'SIX_HOURS' });
    const { deps, written } = fakeMacie({
      'ap-south-1': OFF,
      'eu-west-1': PAUSED,
      'sa-east-1': SLOW,
      'us-east-1': both,
    });
    const report = await runOnce(requestFor(ENFORCE), deps);
    expect(outcomes(report)).toEqual([
      'ap-south-1 compliant verified',
      'eu-west-1 compliant verified',
      'sa-east-1 compliant verified',
      'us-east-1 compliant verified verified',
    ]);
    expect(report.verdict).toBe('compliant');
    expect(report.results.find(({ detail }) => detail !== NOT_ENABLED)?.session?.['status']).toBe('ENABLED');
    expect(written.map(({ write }) => write)).toEqual([
      { group: 'session', kind: 'enable', values: { findingPublishingFrequency: 'FIFTEEN_MINUTES' } },
      { group: 'session', kind: 'update', values: { status: 'ENABLED' } },
      { group: 'session', kind: 'update', values: { findingPublishingFrequency: 'FIFTEEN_MINUTES' } },
      {
        group: 'session',
        kind: 'update',
        values: { status: 'ENABLED', findingPublishingFrequency: 'FIFTEEN_MINUTES' },
      },
    ]);
  });

  test('never writes where it could not read, nor where the policy only reports, nor what is waived', async () => {
    const { deps, written } = fakeMacie({ 'ap-south-1': DENIED, 'eu-west-1': PAUSED, 'sa-east-1': PAUSED });
    const rules = [
      ENFORCE,
      'overrides: [{ match: { regions: [eu-west-1] }, remediation: report }]',
      'waivers: [{ match: { regions: [sa-east-1] }, settings: [status], reason: r, owner: o, expires: 2027-01-31 }]',
    ];
    const report = await runOnce(requestFor(rules.join('\n')), deps);
    expect(written).toEqual([]);
    expect(outcomes(report)).toEqual(['ap-south-1 unknown', 'eu-west-1 drifted planned', 'sa-east-1 waived skipped']);
  });

  test('writes nothing if more is planned than allowed', async () => {
    const { deps, written } = fakeMacie({ 'eu-west-1': PAUSED, 'us-east-1': PAUSED });
    const report = await runOnce(requestFor(`${ENFORCE}\nlimits: { maxActions: 1 }`), deps);
    expect(written).toEqual([]);
    expect(outcomes(report)).toEqual(['eu-west-1 drifted skipped', 'us-east-1 drifted skipped']);
    expect(report.notices.map(({ kind }) => kind)).toEqual(['limit-exceeded']);
  });

  test('waits for a change that shows late', async () => {
    const fake = fakeMacie({ 'eu-west-1': PAUSED });
    let readings = 0;
    const deps = withAccess(fake, {
      read: (order) =>
        ++readings <= 3 ? Promise.resolve({ kind: 'values', values: PAUSED }) : fake.access.read(order),
    });
    expect(outcomes(await runOnce(requestFor(ENFORCE), deps))).toEqual(['eu-west-1 compliant verified']);
  });

  test('a change that never shows is applied, not verified, and the target stays drifted', async () => {
    const { deps } = fakeMacie(
      { 'eu-west-1': PAUSED },
      { access: { write: () => Promise.resolve({ kind: 'accepted' }) } },
    );
    const report = await runOnce(requestFor(ENFORCE), deps);
    expect(outcomes(report)).toEqual(['eu-west-1 drifted applied']);
    expect(report.verdict).toBe('drifted');
  });

  test('a refused write fails one target and stops no other, and is not read back', async () => {
    const fake = fakeMacie({ 'eu-west-1': PAUSED, 'us-east-1': PAUSED });
    const deps = withAccess(fake, {
      write: (write, order) =>
        order.region === 'eu-west-1'
          ? Promise.resolve({ kind: 'refused', reason: 'access-denied', detail: 'no' })
          : fake.access.write(write, order),
    });
    const report = await runOnce(requestFor(ENFORCE), deps);
    expect(outcomes(report)).toEqual(['eu-west-1 drifted failed', 'us-east-1 compliant verified']);
    expect(report.results.find(({ detail }) => detail !== NOT_ENABLED)?.drifts[0]?.failure).toEqual({
      reason: 'access-denied',
      detail: 'no',
    });
    // The scan, and the reading right before the write.
    expect(fake.reads.filter((region) => region === 'eu-west-1')).toHaveLength(2);
  });

  test('a write without an answer is read back: done is done', async () => {
    const fake = fakeMacie({ 'eu-west-1': PAUSED });
    const deps = withAccess(fake, {
      write: async (write, order) => {
        await fake.access.write(write, order);
        return { kind: 'unclear', reason: 'network', detail: 'reset' };
      },
    });
    expect(outcomes(await runOnce(requestFor(ENFORCE), deps))).toEqual(['eu-west-1 compliant verified']);
  });

  test('a target that cannot be read back is unknown', async () => {
    const fake = fakeMacie({ 'eu-west-1': PAUSED });
    const deps = withAccess(fake, {
      write: () => {
        fake.sessions.set('eu-west-1', { kind: 'token-rejected', detail: 'revoked' });
        return Promise.resolve({ kind: 'accepted' });
      },
    });
    expect(outcomes(await runOnce(requestFor(ENFORCE), deps))).toEqual(['eu-west-1 unknown applied']);
  });
});

describe('Macie turns out to be enabled already', () => {
  /** The readings before the write miss the session; the write meets it. */
  function stale(found: ReturnType<typeof session>) {
    const fake = fakeMacie({ 'eu-west-1': found });
    let readings = 0;
    const deps = withAccess(fake, {
      read: (order) => (++readings <= 2 ? Promise.resolve({ kind: 'values', values: OFF }) : fake.access.read(order)),
    });
    return { ...fake, deps };
  }

  test('and as desired: nothing more is written', async () => {
    const { deps, written } = stale(session());
    const report = await runOnce(requestFor(ENFORCE), deps);
    expect(written.map(({ write }) => write.kind)).toEqual(['enable']);
    expect(outcomes(report)).toEqual(['eu-west-1 compliant verified']);
    expect(report.results.find(({ detail }) => detail !== NOT_ENABLED)?.drifts[0]?.detail).toContain('already');
  });

  test('and paused: it is resumed', async () => {
    const { deps, written } = stale(PAUSED);
    expect(outcomes(await runOnce(requestFor(ENFORCE), deps))).toEqual(['eu-west-1 compliant verified']);
    expect(written.map(({ write }) => write.kind)).toEqual(['enable', 'update']);
  });

  test('and the second write is refused: the target stays drifted', async () => {
    const { deps, access } = stale(PAUSED);
    const { read } = deps.forAccount(OWN_ACCOUNT);
    const refusing = withAccess(
      { deps, access },
      {
        read,
        write: ({ kind }) =>
          Promise.resolve(
            kind === 'enable'
              ? { kind: 'already-enabled' }
              : { kind: 'refused', reason: 'access-denied', detail: 'no' },
          ),
      },
    );
    expect(outcomes(await runOnce(requestFor(ENFORCE), refusing))).toEqual(['eu-west-1 drifted failed']);
  });

  test('but no reading shows it: nothing is claimed', async () => {
    const { deps } = fakeMacie(
      { 'eu-west-1': OFF },
      { access: { write: () => Promise.resolve({ kind: 'already-enabled' }) } },
    );
    expect(outcomes(await runOnce(requestFor(ENFORCE), deps))).toEqual(['eu-west-1 drifted failed']);
  });
});

test('a stopped run reads back what was sent, skips the rest, and reports all of it', async () => {
  const cancel = new AbortController();
  const fake = fakeMacie({ 'ap-south-1': PAUSED, 'eu-west-1': PAUSED, 'us-east-1': PAUSED });
  const deps = withAccess(fake, {
    write: (write, order) => {
      cancel.abort(new Error('Ctrl-C'));
      return fake.access.write(write, order);
    },
  });
  const limits = { ...deps.limits, parallelWrites: 1 };
  const report = await runOnce(requestFor(ENFORCE), { ...deps, limits }, { cancel: cancel.signal });
  expect(outcomes(report)).toEqual([
    'ap-south-1 compliant verified',
    'eu-west-1 drifted skipped',
    'us-east-1 drifted skipped',
  ]);
  expect(fake.written).toHaveLength(1);
});

describe('a target that changed since the scan', () => {
  /** A Macie that a person changes after the scan has read it. */
  function changedAfterScan(before: FakeSession, after: FakeSession) {
    const fake = fakeMacie({ 'eu-west-1': before });
    let readings = 0;
    const deps = withAccess(fake, {
      read: (order) => {
        if (++readings === 2) fake.sessions.set('eu-west-1', after);
        return fake.access.read(order);
      },
    });
    return { ...fake, deps };
  }
  const ONE_HOUR =
    'remediation: enforce\noverrides: [{ match: { regions: ["*"] }, desired: { findingPublishingFrequency: ONE_HOUR } }]';

  test('for the better is left alone, and not claimed as repaired', async () => {
    const { deps, written } = changedAfterScan(SLOW, session());
    const report = await runOnce(requestFor(ONE_HOUR), deps);
    expect(written).toEqual([]);
    expect(report.results.find(({ region }) => region === 'eu-west-1')?.drifts).toMatchObject([
      { actual: 'FIFTEEN_MINUTES', desired: 'ONE_HOUR', outcome: 'manual' },
    ]);
  });

  test('to the desired value is compliant, and nobody has repaired it', async () => {
    const { deps, written } = changedAfterScan(PAUSED, session());
    const report = await runOnce(requestFor(ENFORCE), deps);
    expect([written, outcomes(report)]).toEqual([[], ['eu-west-1 compliant']]);
  });

  test('from paused to off gets the write that it needs now', async () => {
    const { deps, written } = changedAfterScan(PAUSED, OFF);
    expect(outcomes(await runOnce(requestFor(ENFORCE), deps))).toEqual(['eu-west-1 compliant verified']);
    expect(written.map(({ write }) => write.kind)).toEqual(['enable']);
  });

  test('to unreadable is not written, and unknown', async () => {
    const { deps, written } = changedAfterScan(PAUSED, DENIED);
    const report = await runOnce(requestFor(ENFORCE), deps);
    expect([written, outcomes(report)]).toEqual([[], ['eu-west-1 unknown skipped']]);
  });

  test('in a setting that was not planned leaves that to the next run', async () => {
    const worse = session({ status: 'PAUSED', findingPublishingFrequency: 'SIX_HOURS' });
    const { deps, written } = changedAfterScan(PAUSED, worse);
    const report = await runOnce(requestFor(ENFORCE), deps);
    expect(written.map(({ write }) => write.values)).toEqual([{ status: 'ENABLED' }]);
    expect(outcomes(report)).toEqual(['eu-west-1 drifted verified skipped']);
  });
});
