import { describe, expect, test } from '@jest/globals';
import type { Assessment } from '../../../lib/core/compliance/assess.ts';
import {
  EXIT_CODES,
  exitCodeOf,
  hasNews,
  runVerdict,
  summarize,
  targetVerdict,
} from '../../../lib/core/compliance/verdict.ts';
import type { Observation } from '../../../lib/core/observation.ts';
import {
  drift,
  notApplicableResult,
  observed,
  policyFor,
  reportFor,
  resultOf,
  session,
  TARGET,
  unreadableResult,
} from '../values.ts';

function assessment(over: Partial<Assessment> = {}): Assessment {
  return {
    target: TARGET,
    policy: policyFor({ status: 'ENABLED' }),
    observations: observed(session()),
    drifts: [],
    unknowns: [],
    actual: { status: 'ENABLED' },
    ...over,
  };
}

const waived = drift({
  waiver: { reason: 'r', owner: 'o', expires: '2027-01-01' },
  outcome: 'skipped',
});
const noRole = { group: 'session', reason: 'bad-response', detail: 'no serviceRole' } as const;
const throttled = { kind: 'unknown', reason: 'throttled', detail: 'd' } as const;
const unread = { observations: { session: throttled }, unknowns: [{ group: 'session', ...throttled }], actual: {} };
const none: Observation = { kind: 'not-applicable', detail: 'd' };

describe('the verdict of a target', () => {
  test.each<[string, Partial<Assessment>, string]>([
    ['that is as desired', {}, 'compliant'],
    ['with a drift', { drifts: [drift()] }, 'drifted'],
    ['with a verified repair', { drifts: [drift({ outcome: 'verified' })] }, 'compliant'],
    ['with a write that no reading showed', { drifts: [drift({ outcome: 'applied' })] }, 'drifted'],
    ['with a waived drift', { drifts: [waived] }, 'waived'],
    ['with a waived drift beside another', { drifts: [waived, drift()] }, 'drifted'],
    ['with a waived drift beside a repair', { drifts: [waived, drift({ outcome: 'verified' })] }, 'waived'],
    ['whose answer lacked a value', { unknowns: [noRole] }, 'unknown'],
    ['whose answer lacked a value, with a waived drift', { drifts: [waived], unknowns: [noRole] }, 'unknown'],
    ['whose answer lacked a value, with a drift', { drifts: [drift()], unknowns: [noRole] }, 'drifted'],
    ['that was not read', unread, 'unknown'],
    ['that was not read back', { ...unread, drifts: [drift({ outcome: 'applied' })] }, 'unknown'],
    ['without Macie', { observations: { session: none }, actual: {} }, 'not-applicable'],
    ['where Macie is off', { observations: { ...observed(session()), discovery: none } }, 'compliant'],
    ['without any observation', { observations: {}, unknowns: [noRole], actual: {} }, 'unknown'],
  ])('%s', (_, over, verdict) => {
    expect(targetVerdict(assessment(over))).toBe(verdict);
  });
});

describe('the verdict of a run', () => {
  const zero = { targets: 0, compliant: 0, drifted: 0, waived: 0, unknown: 0, notApplicable: 0 };
  test.each([
    ['is compliant when all targets are', { compliant: 2 }, 'compliant', 0],
    ['accepts waived drifts', { waived: 1 }, 'compliant', 0],
    ['is drifted with one drift', { compliant: 2, drifted: 1, unknown: 1 }, 'drifted', 1],
    ['is never green with an unknown target', { compliant: 2, unknown: 1 }, 'unknown', 2],
    ['is not green without targets', {}, 'unknown', 2],
    ['is not green where no target has Macie', { notApplicable: 3 }, 'unknown', 2],
  ] as const)('%s', (_, counts, verdict, exitCode) => {
    expect(runVerdict({ ...zero, ...counts })).toBe(verdict);
    expect(EXIT_CODES[runVerdict({ ...zero, ...counts })]).toBe(exitCode);
  });

  test('counts every target once', () => {
    const results = [
      resultOf('a'),
      resultOf('b', { drifts: [drift()] }),
      resultOf('c', { verdict: 'waived', drifts: [waived] }),
      unreadableResult('d'),
      notApplicableResult('e'),
    ];
    expect(summarize(results)).toEqual({
      targets: 5,
      compliant: 1,
      drifted: 1,
      waived: 1,
      unknown: 1,
      notApplicable: 1,
    });
  });
});

describe('the news of a report', () => {
  const repaired = reportFor([resultOf('a', { drifts: [drift({ outcome: 'verified' })] })]);
  test.each([
    ['a clean run has none', reportFor([resultOf('a')]), 'drift', false],
    ['a clean run is published if the policy says always', reportFor([resultOf('a')]), 'always', true],
    ['a drift is news', reportFor([resultOf('a', { drifts: [drift()] })]), 'drift', true],
    ['an unknown target is news', reportFor([unreadableResult('a')]), 'drift', true],
    ['a repair is news', repaired, 'drift', true],
    ['a waived drift is none', reportFor([resultOf('a', { verdict: 'waived', drifts: [waived] })]), 'drift', false],
  ] as const)('%s', (_, report, notify, expected) => {
    expect(hasNews(report, notify)).toBe(expected);
  });
});

test.each([
  ['unknown', [0, 1, 2]],
  ['drifted', [0, 1, 0]],
  ['never', [0, 0, 0]],
] as const)('--fail-on %s: the exit codes of compliant, drifted and unknown are %j', (failOn, codes) => {
  expect((['compliant', 'drifted', 'unknown'] as const).map((verdict) => exitCodeOf(verdict, failOn))).toEqual(codes);
});
