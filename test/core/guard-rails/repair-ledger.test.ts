import { describe, expect, test } from '@jest/globals';
import type { Drift } from '../../../lib/core/compliance/drift.ts';
import type { Result } from '../../../lib/core/compliance/report.ts';
import { recordAttempts, updateAttempts } from '../../../lib/core/guard-rails/repair-ledger.ts';
import { attemptsOf, callsSinceRepair, type RepairAttempt } from '../../../lib/core/guard-rails/repair-attempt.ts';
import { callOf } from '../activity/calls.ts';
import { drift, notApplicableResult, resultOf, session, TARGET, unreadableResult } from '../values.ts';
import { ago, assessed, attemptOf, HOUR, ledgerOf, NOW, planOf } from './ledgers.ts';

const REGION = TARGET.region;
const DAY = 24 * HOUR;

describe('recordAttempts', () => {
  test('adds each drift that is about to be repaired to the ledger of its target', () => {
    const both = session({ status: 'PAUSED', findingPublishingFrequency: 'SIX_HOURS' });
    const before = [ledgerOf([attemptOf(ago(HOUR))])];
    expect(recordAttempts(before, { plan: planOf(assessed(both)), now: NOW, calls: [] })).toEqual([
      ledgerOf([
        attemptOf(ago(HOUR)),
        attemptOf(ago(0), { outcome: 'recorded', actual: 'PAUSED', action: 'resume' }),
        attemptOf(ago(0), {
          setting: 'findingPublishingFrequency',
          outcome: 'recorded',
          desired: 'FIFTEEN_MINUTES',
          actual: 'SIX_HOURS',
          action: 'set-frequency',
        }),
      ]),
    ]);
  });

  test('records the call behind the drift', () => {
    const call = callOf({ at: ago(60_000) });
    const [ledger] = recordAttempts([], { plan: planOf(assessed()), now: NOW, calls: [call] });
    expect(ledger?.attempts).toMatchObject([{ outcome: 'recorded', actual: 'DISABLED', call }]);
  });

  test('records no call from before the last repair', () => {
    const call = callOf({ at: ago(HOUR) });
    const before = [ledgerOf([attemptOf(ago(60_000))])];
    const [ledger] = recordAttempts(before, { plan: planOf(assessed()), now: NOW, calls: [call] });
    expect(ledger?.attempts.at(-1)?.call).toBeNull();
  });

  test('keeps the ledgers of other targets, sorted', () => {
    const other = ledgerOf([attemptOf(ago(HOUR))], { ...TARGET, region: 'ap-south-1' });
    const after = recordAttempts([other], { plan: planOf(assessed()), now: NOW, calls: [] });
    expect(after.map(({ region }) => region)).toEqual(['ap-south-1', 'eu-west-1']);
  });

  test('records nothing of a plan without writes', () => {
    expect(recordAttempts([], { plan: planOf(assessed(session())), now: NOW, calls: [] })).toEqual([]);
  });
});

function settled(attempt: RepairAttempt, result: Result): readonly string[] {
  const run = { results: [result], startedAt: ago(0), now: NOW, keepMs: DAY };
  const ledgers = updateAttempts([ledgerOf([attempt])], run);
  return attemptsOf(ledgers, TARGET).map(({ outcome }) => outcome);
}

describe('updateAttempts', () => {
  const withDrift = (over: Partial<Drift>) => resultOf(REGION, { drifts: [drift(over)] });
  const ofThisRun = attemptOf(ago(0), { outcome: 'recorded' });
  const ofEarlierRun = attemptOf(ago(HOUR), { outcome: 'recorded' });
  const sent = attemptOf(ago(HOUR), { outcome: 'sent' });
  const unread: Result = { ...unreadableResult(REGION), drifts: [drift({ outcome: 'applied' })] };
  const skippedUnread: Result = { ...unreadableResult(REGION), drifts: [drift({ outcome: 'skipped' })] };
  const notCompared = resultOf(REGION, { settings: {} });

  test.each<[string, RepairAttempt, Result, string[]]>([
    ['verifies one that was seen', ofThisRun, withDrift({ outcome: 'verified' }), ['verified']],
    ['calls one sent that was not seen', ofThisRun, withDrift({ outcome: 'applied' }), ['sent']],
    ['drops one that was refused', ofThisRun, withDrift({ outcome: 'failed' }), []],
    ['drops one whose turn did not come', ofThisRun, withDrift({ outcome: 'skipped' }), []],
    ['keeps one whose target could not be read back', ofThisRun, unread, ['recorded']],
    ['drops one that was not sent because its target could not be read', ofThisRun, skippedUnread, []],
    ['drops one whose drift was gone before the write', ofThisRun, resultOf(REGION), []],
    ['keeps one of a target that could not be read', ofThisRun, unreadableResult(REGION), ['recorded']],
    ['calls one of a run that died lost, if the drift is still there', ofEarlierRun, withDrift({}), ['lost']],
    [
      'calls one of a run that died lost, if the drift is gone: a person may have ended it',
      ofEarlierRun,
      resultOf(REGION),
      ['lost'],
    ],
    ['keeps one of a run that died while the target is unread', ofEarlierRun, unreadableResult(REGION), ['recorded']],
    ['calls one lost where Macie is no longer applicable', ofEarlierRun, notApplicableResult(REGION), ['lost']],
    ['calls one lost of a setting that is no longer compared', ofEarlierRun, notCompared, ['lost']],
    ['verifies a sent one once a reading shows it', sent, resultOf(REGION), ['verified']],
    ['keeps a sent one while the drift is there', sent, withDrift({}), ['sent']],
    ['keeps a sent one while the target is unread', sent, unread, ['sent']],
    ['keeps a sent one of a setting that is no longer compared', sent, notCompared, ['sent']],
    ['keeps a verified one', attemptOf(ago(HOUR)), withDrift({}), ['verified']],
    ['keeps a lost one', attemptOf(ago(HOUR), { outcome: 'lost' }), resultOf(REGION), ['lost']],
    ['drops one that is a day old', attemptOf(ago(DAY)), resultOf(REGION), []],
    [
      'keeps an old one whose outcome is not known',
      attemptOf(ago(DAY), { outcome: 'recorded' }),
      unreadableResult(REGION),
      ['recorded'],
    ],
    ['keeps one of a target that the run did not read', ofEarlierRun, resultOf('us-east-1'), ['recorded']],
  ])('%s', (_, attempt, result, outcomes) => {
    expect(settled(attempt, result)).toEqual(outcomes);
  });
});

test('an attempt keeps its call only as long as its outcome is not known', () => {
  const call = callOf();
  const attempts = (['recorded', 'sent', 'verified', 'lost'] as const).map((outcome) =>
    attemptOf(ago(HOUR), { outcome, call }),
  );
  const run = { results: [unreadableResult(REGION)], startedAt: ago(0), now: NOW, keepMs: DAY };
  expect(attemptsOf(updateAttempts([ledgerOf(attempts)], run), TARGET).map((one) => one.call)).toEqual([
    call,
    null,
    null,
    null,
  ]);
});

describe('callsSinceRepair', () => {
  const call = callOf({ at: ago(60_000) });
  test.each<[string, RepairAttempt[], boolean]>([
    ['keeps a call when there was no repair', [], true],
    ['keeps a call after the repair', [attemptOf(ago(70_000))], true],
    ['keeps a call of the same second: it may have come after', [attemptOf(ago(59_500))], true],
    ['drops a call from before the repair', [attemptOf(ago(59_000))], false],
    ['drops a call from before a repair that was sent', [attemptOf(ago(59_000), { outcome: 'sent' })], false],
    [
      'keeps a call before an attempt of which nothing is known',
      [attemptOf(ago(30_000), { outcome: 'recorded' })],
      true,
    ],
    ['keeps a call before an attempt that was lost', [attemptOf(ago(30_000), { outcome: 'lost' })], true],
    ['keeps a call before a repair of another setting', [attemptOf(ago(30_000), { setting: 'serviceRole' })], true],
  ])('%s', (_, attempts, isKept) => {
    expect(callsSinceRepair([call], attempts, 'status')).toEqual(isKept ? [call] : []);
  });
});
