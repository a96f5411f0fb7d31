import { describe, expect, test } from '@jest/globals';
import { assemble } from '../../../lib/core/compliance/build-report.ts';
import type { Assessment } from '../../../lib/core/compliance/assess.ts';
import { EXIT_CODES, runVerdict, targetVerdict } from '../../../lib/core/compliance/verdict.ts';
import { drift, policyFor, session, TARGET } from '../values.ts';

function assessment(over: Partial<Assessment> = {}): Assessment {
  return {
    target: TARGET,
    policy: policyFor({ status: 'ENABLED' }),
    observation: { kind: 'session', session: session() },
    drifts: [],
    unseen: [],
    ...over,
  };
}

const at = (accountId: string, region: string) => assessment({ target: { accountId, region } });

const WAIVER = { reason: 'r', owner: 'o', expires: '2027-01-01' };
const waived = drift({ waiver: WAIVER, outcome: 'skipped' });
const unknown = { kind: 'unknown', reason: 'throttled', detail: 'd' } as const;

describe('the verdict of a target', () => {
  test.each<[string, Partial<Assessment>, string]>([
    ['as desired', {}, 'compliant'],
    ['a drift', { drifts: [drift()] }, 'drifted'],
    ['a verified repair', { drifts: [drift({ outcome: 'verified' })] }, 'compliant'],
    ['a write that was not seen', { drifts: [drift({ outcome: 'applied' })] }, 'drifted'],
    ['a waived drift', { drifts: [waived] }, 'waived'],
    ['a waived drift beside another', { drifts: [waived, drift()] }, 'drifted'],
    ['a waived drift beside a repair', { drifts: [waived, drift({ outcome: 'verified' })] }, 'waived'],
    ['a value that was not shown', { unseen: ['serviceRole'] }, 'unknown'],
    ['a value that was not shown, beside a waiver', { drifts: [waived], unseen: ['serviceRole'] }, 'unknown'],
    ['a value that was not shown, beside a drift', { drifts: [drift()], unseen: ['serviceRole'] }, 'drifted'],
    ['not read', { observation: unknown }, 'unknown'],
    ['not read back', { observation: unknown, drifts: [drift({ outcome: 'applied' })] }, 'unknown'],
    ['no Macie there', { observation: { kind: 'not-applicable', detail: 'd' } }, 'not-applicable'],
  ])('%s', (_, over, verdict) => {
    expect(targetVerdict(assessment(over))).toBe(verdict);
  });
});

describe('the verdict of a run', () => {
  const none = { targets: 0, compliant: 0, drifted: 0, waived: 0, unknown: 0, notApplicable: 0 };
  test.each([
    ['all compliant', { compliant: 2 }, 'compliant', 0],
    ['waived is accepted', { waived: 1 }, 'compliant', 0],
    ['one drift', { compliant: 2, drifted: 1, unknown: 1 }, 'drifted', 1],
    ['unknown is never green', { compliant: 2, unknown: 1 }, 'unknown', 2],
    ['nothing at all is not green', {}, 'unknown', 2],
    ['nothing applicable is not green', { notApplicable: 3 }, 'unknown', 2],
  ] as const)('%s', (_, counts, verdict, exitCode) => {
    expect(runVerdict({ ...none, ...counts })).toBe(verdict);
    expect(EXIT_CODES[runVerdict({ ...none, ...counts })]).toBe(exitCode);
  });
});

describe('the report', () => {
  const head = {
    runId: 'run',
    startedAt: '2026-11-24T09:00:00.000Z',
    finishedAt: '2026-11-24T09:00:01.000Z',
    trigger: 'manual',
    policy: { source: 'policy.yml', sha256: 'x', remediation: 'report' },
    regions: { source: 'policy', excluded: [] },
    notices: [
      { kind: 'waiver-expired', message: 'b' },
      { kind: 'waiver-expired', message: 'a' },
      { kind: 'deadline', message: 'c' },
    ],
  } as const;

  test('is sorted, whatever order the answers came in', () => {
    const report = assemble(head, [
      at('222222222222', 'a'),
      at('111111111111', 'b'),
      at('111111111111', 'a'),
      at('111111111111', 'a'),
    ]);
    expect(report.results.map(({ accountId, region }) => `${accountId[0]}${region}`)).toEqual(['1a', '1a', '1b', '2a']);
    expect(report.notices.map(({ message }) => message)).toEqual(['c', 'a', 'b']);
  });

  test('counts every target once and says why one is unknown', () => {
    const report = assemble(head, [
      at('111111111111', 'a'),
      assessment({ drifts: [drift()] }),
      assessment({ drifts: [waived] }),
      assessment({ unseen: ['findingPublishingFrequency', 'serviceRole'] }),
      assessment({ observation: unknown }),
      assessment({ observation: { kind: 'not-applicable', detail: 'no' } }),
    ]);
    expect(report.summary).toEqual({ targets: 6, compliant: 1, drifted: 1, waived: 1, unknown: 2, notApplicable: 1 });
    expect(report.verdict).toBe('drifted');
    expect(
      report.results.map(({ reason, detail }) => [reason, detail]).filter(([, detail]) => detail !== null),
    ).toEqual([
      ['bad-response', 'the answer had no findingPublishingFrequency and no serviceRole, so it could not be compared'],
      ['throttled', 'd'],
      [null, 'no'],
    ]);
  });
});
