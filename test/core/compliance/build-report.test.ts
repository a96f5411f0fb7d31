import { describe, expect, test } from '@jest/globals';
import { assess } from '../../../lib/core/compliance/assess.ts';
import { buildReport, type ReportHead } from '../../../lib/core/compliance/build-report.ts';
import type { Observations } from '../../../lib/core/observation.ts';
import { observed, policyFor, session, TARGET } from '../values.ts';

const HEAD: ReportHead = {
  runId: 'run',
  startedAt: '2026-11-24T09:00:00.000Z',
  finishedAt: '2026-11-24T09:00:01.000Z',
  trigger: 'manual',
  scope: { kind: 'partial', accounts: [TARGET.accountId], regions: ['eu-west-1'], targets: 1, ofTargets: 22 },
  policy: { source: 'policy.yml', sha256: 'x', remediation: 'report' },
  regions: { source: 'policy', excluded: [] },
  notices: [
    { kind: 'waiver-expired', message: 'b' },
    { kind: 'waiver-expired', message: 'a' },
    { kind: 'deadline', message: 'c' },
  ],
};

function assessmentOf(observations: Observations, target = TARGET) {
  const policy = policyFor({ status: 'ENABLED', findingPublishingFrequency: 'FIFTEEN_MINUTES' });
  return assess({ target, policy, observations });
}

const at = (accountId: string, region: string) => assessmentOf(observed(session()), { accountId, region });

const ofBuckets = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ kind: 'buckets-unknown' as const, message: `account ${index}` }));

describe('buildReport', () => {
  test.each([
    [3, ['account 0', 'account 1', 'account 2', 'later']],
    [4, ['account 0', 'account 1', 'account 2', expect.stringMatching(/^the same goes for 1 more account,/), 'later']],
    [9, ['account 0', 'account 1', 'account 2', expect.stringMatching(/^the same goes for 6 more accounts,/), 'later']],
  ])('names few of %d accounts whose buckets could not be listed', (count, messages) => {
    const notices = [{ kind: 'deadline' as const, message: 'later' }, ...ofBuckets(count)];
    expect(buildReport({ ...HEAD, notices }, []).notices.map(({ message }) => message)).toEqual(messages);
  });

  test('sorts targets and notices, in whatever order the answers came', () => {
    const report = buildReport(HEAD, [
      at('222222222222', 'a'),
      at('111111111111', 'b'),
      at('111111111111', 'a'),
      at('111111111111', 'a'),
    ]);
    expect(report.results.map(({ accountId, region }) => `${accountId[0]}${region}`)).toEqual(['1a', '1a', '1b', '2a']);
    expect(report.notices.map(({ message }) => message)).toEqual(['c', 'a', 'b']);
  });

  test('gives a target the name of its account, where there is one', () => {
    const targets = [at('111111111111', 'a'), at('222222222222', 'a')];
    const { results } = buildReport(HEAD, targets, [
      { accountId: '222222222222', name: 'prod', organizationalUnits: [] },
    ]);
    expect(results.map((one) => ('accountName' in one ? one.accountName : 'no name'))).toEqual(['no name', 'prod']);
  });

  test('gives the same bytes for the same targets in any order', () => {
    const targets = [at('222222222222', 'a'), at('111111111111', 'b'), at('111111111111', 'a')];
    expect(JSON.stringify(buildReport(HEAD, targets.toReversed()))).toBe(JSON.stringify(buildReport(HEAD, targets)));
  });

  test('counts the targets of each organizational unit, where the units are known', () => {
    const targets = [at('111111111111', 'a'), at('222222222222', 'a')];
    const accounts = [{ accountId: '222222222222', name: null, organizationalUnits: ['r-ab12', 'ou-ab12-11111111'] }];
    expect(buildReport(HEAD, targets, accounts).units).toMatchObject([
      { path: ['r-ab12', 'ou-ab12-11111111'], accounts: ['222222222222'], summary: { targets: 1 } },
    ]);
    expect('units' in buildReport(HEAD, targets)).toBe(false);
  });

  test('keeps the cost of the plan, and has none where nothing is billed', () => {
    const cost = { currency: 'USD', low: 1, high: 2, notEstimated: 0, items: [], assumptions: [] } as const;
    expect(buildReport({ ...HEAD, cost }, []).cost).toEqual(cost);
    expect('cost' in buildReport(HEAD, [])).toBe(false);
  });

  test('keeps the scope of the run', () => {
    expect(buildReport(HEAD, [at('111111111111', 'a')])).toMatchObject({ schemaVersion: 2, scope: HEAD.scope });
  });

  test('shows the session and the actual value of each desired setting', () => {
    const paused = session({ status: 'PAUSED' });
    expect(buildReport(HEAD, [assessmentOf(observed(paused))]).results).toMatchObject([
      {
        verdict: 'drifted',
        session: paused,
        settings: { status: 'PAUSED', findingPublishingFrequency: 'FIFTEEN_MINUTES' },
        unknowns: [],
        reason: null,
        detail: null,
      },
    ]);
  });

  test('gives the reason of each unknown, and of the first one for the target', () => {
    const denied = { kind: 'unknown', reason: 'access-denied', detail: 'no' } as const;
    const [result] = buildReport(HEAD, [
      assessmentOf({ ...observed(session({ findingPublishingFrequency: null })), discovery: denied }),
    ]).results;
    expect(result).toMatchObject({
      verdict: 'unknown',
      reason: 'access-denied',
      detail: 'no',
      unknowns: [
        { group: 'discovery', reason: 'access-denied' },
        { group: 'session', reason: 'bad-response' },
      ],
    });
  });

  test('says why a target is not applicable', () => {
    const observations: Observations = { session: { kind: 'not-applicable', detail: 'not enabled' } };
    expect(buildReport(HEAD, [assessmentOf(observations)]).results).toMatchObject([
      { verdict: 'not-applicable', session: null, reason: null, detail: 'not enabled' },
    ]);
  });

  test('says the same after a round trip through JSON', () => {
    const targets = [at('111111111111', 'b'), assessmentOf(observed(session({ status: 'PAUSED' })))];
    const report = buildReport(HEAD, targets);
    expect(buildReport(JSON.parse(JSON.stringify(HEAD)), JSON.parse(JSON.stringify(targets)))).toEqual(report);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });
});
