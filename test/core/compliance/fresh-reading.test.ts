import { describe, expect, test } from '@jest/globals';
import { assess } from '../../../lib/core/compliance/assess.ts';
import { skipSettings, withFreshReading } from '../../../lib/core/compliance/fresh-reading.ts';
import { withWriteResult } from '../../../lib/core/compliance/outcomes.ts';
import { writesFor, type PlannedWrite } from '../../../lib/core/compliance/plan.ts';
import { targetVerdict } from '../../../lib/core/compliance/verdict.ts';
import type { Observation } from '../../../lib/core/observation.ts';
import type { Session } from '../../../lib/core/settings/session.ts';
import { observed, OFF, policyFor, session, TARGET } from '../values.ts';

const DESIRED = { status: 'ENABLED', findingPublishingFrequency: 'ONE_HOUR' };
const PAUSED = session({ status: 'PAUSED' });
const SLOW = session({ findingPublishingFrequency: 'SIX_HOURS' });
const DENIED: Observation = { kind: 'unknown', reason: 'access-denied', detail: 'no' };
const values = (one: Session): Observation => ({ kind: 'values', values: one });

/** A target as the scan saw it, its planned write, and the reading right before that write. */
function reread(scanned: Session, fresh: Observation) {
  const before = assess({ target: TARGET, policy: policyFor(DESIRED), observations: observed(scanned) });
  const [write] = writesFor(before);
  if (!write) throw new Error('the scan planned no write');
  const { assessment, planned } = withFreshReading(before, write, fresh);
  return {
    write: planned?.write ?? null,
    verdict: targetVerdict(assessment),
    drifts: assessment.drifts.map(({ setting, outcome }) => `${setting} ${outcome}`),
  };
}

describe('a reading right before a write', () => {
  test('that shows what the scan saw leaves the write as it is', () => {
    expect(reread(SLOW, values(SLOW))).toMatchObject({
      write: { kind: 'update', values: { findingPublishingFrequency: 'ONE_HOUR' } },
      drifts: ['findingPublishingFrequency planned'],
    });
  });

  test('that shows the desired value needs no write', () => {
    const asDesired = values(session({ findingPublishingFrequency: 'ONE_HOUR' }));
    expect(reread(SLOW, asDesired)).toEqual({ write: null, verdict: 'compliant', drifts: [] });
  });

  test('that shows a better value than the desired one is left to a person', () => {
    const better = values(session({ findingPublishingFrequency: 'FIFTEEN_MINUTES' }));
    expect(reread(SLOW, better)).toEqual({
      write: null,
      verdict: 'drifted',
      drifts: ['findingPublishingFrequency manual'],
    });
  });

  test('that fails stops the write, and the target is unknown', () => {
    expect(reread(SLOW, DENIED)).toEqual({
      write: null,
      verdict: 'unknown',
      drifts: ['findingPublishingFrequency skipped'],
    });
  });

  test('that shows Macie off where only the frequency was to be set leaves the status to the next run', () => {
    expect(reread(SLOW, values(OFF))).toEqual({ write: null, verdict: 'drifted', drifts: ['status skipped'] });
  });

  test('that shows Macie off where it was to be resumed enables it', () => {
    expect(reread(PAUSED, values(OFF)).write).toMatchObject({ kind: 'enable' });
  });

  test('is the value that is sent beside the one to set: what somebody turned on meanwhile stays on', () => {
    const [policy, sensitive] = ['findingsPublication.policyFindings', 'findingsPublication.classificationFindings'];
    const published = (own: string): Observation => ({
      kind: 'values',
      values: { [policy]: own, [sensitive]: 'false' },
    });
    const observations = { ...observed(session()), findingsPublication: published('false') };
    const before = assess({ target: TARGET, policy: policyFor({ [sensitive]: 'true' }), observations });
    const [write] = writesFor(before);
    if (!write) throw new Error('the scan planned no write');
    expect(write.write.values).toEqual({ [policy]: 'false', [sensitive]: 'true' });
    expect(withFreshReading(before, write, published('true')).planned?.write.values).toEqual({
      [policy]: 'true',
      [sensitive]: 'true',
    });
  });

  test('keeps the outcome of a drift that a guard rail held back', () => {
    const policy = policyFor(DESIRED);
    const both = session({ status: 'PAUSED', findingPublishingFrequency: 'SIX_HOURS' });
    const scanned = assess({ target: TARGET, policy, observations: observed(both) });
    const before = skipSettings(scanned, ['findingPublishingFrequency'], 'a guard rail');
    const [write] = writesFor(before);
    const { assessment } = withFreshReading(before, write as PlannedWrite, values(both));
    expect(assessment.drifts.map(({ setting, outcome, detail }) => [setting, outcome, detail])).toEqual([
      ['status', 'planned', null],
      ['findingPublishingFrequency', 'skipped', 'a guard rail'],
    ]);
  });

  test('keeps a manual drift that only this reading shows', () => {
    const policy = policyFor({ ...DESIRED, serviceRole: 'arn:aws:iam::111122223333:role/other' });
    const role = 'arn:aws:iam::111122223333:role/other';
    const before = assess({
      target: TARGET,
      policy,
      observations: observed(session({ status: 'PAUSED', serviceRole: role, findingPublishingFrequency: 'ONE_HOUR' })),
    });
    const [write] = writesFor(before);
    const changed = values(session({ status: 'PAUSED', findingPublishingFrequency: 'ONE_HOUR' }));
    const { assessment } = withFreshReading(before, write as PlannedWrite, changed);
    expect(assessment.drifts.map(({ setting, outcome }) => `${setting} ${outcome}`)).toEqual([
      'status planned',
      'serviceRole manual',
    ]);
  });
});

test('what is left to the administrator of an account stays so while its other settings are written', () => {
  const membership = {
    kind: 'member',
    administrator: '444455556666',
    relationship: 'Paused',
    by: 'organization',
  } as const;
  const both = session({ status: 'PAUSED', findingPublishingFrequency: 'SIX_HOURS' });
  const before = assess({ target: TARGET, policy: policyFor(DESIRED), observations: observed(both), membership });
  const [write] = writesFor(before);
  const { planned, assessment } = withFreshReading(before, write as PlannedWrite, values(both));
  expect(planned?.write).toMatchObject({ kind: 'update', values: { findingPublishingFrequency: 'ONE_HOUR' } });
  expect(planned?.write.values).not.toHaveProperty('status');

  const after = values(session({ status: 'PAUSED', findingPublishingFrequency: 'ONE_HOUR' }));
  const written = withWriteResult(assessment, {
    settings: ['findingPublishingFrequency'],
    group: 'session',
    answer: { kind: 'accepted' },
    after,
  });
  expect(written.drifts.map(({ setting, outcome }) => `${setting} ${outcome}`)).toEqual([
    'status manual',
    'findingPublishingFrequency verified',
  ]);
  expect(written.membership).toEqual(membership);
});

test('skips only what was planned', () => {
  const policy = policyFor({ ...DESIRED, serviceRole: 'arn:aws:iam::111122223333:role/other' });
  const before = assess({ target: TARGET, policy, observations: observed(SLOW) });
  const after = skipSettings(before, ['findingPublishingFrequency', 'serviceRole'], 'stopped');
  expect(after.drifts.map(({ setting, outcome }) => `${setting} ${outcome}`)).toEqual([
    'findingPublishingFrequency skipped',
    'serviceRole manual',
  ]);
});
