import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Alert } from '../../../lib/core/alerts/model.ts';
import { groupAlerts } from '../../../lib/render/words/alert-group.ts';
import { alertLines } from '../../../lib/render/words/alert-lines.ts';
import { leadLines } from '../../../lib/render/words/lead-words.ts';
import { accountNaming } from '../../../lib/render/words/place-words.ts';
import { worstGroups } from '../../../lib/render/words/gravest.ts';
import { subjectText } from '../../../lib/render/words/subject-words.ts';
import { AT, driftAlert, EVERY_ALERT, SINGLE, unreadableAlert, WAIVER } from '../../fixtures/alerts.ts';
import { ACCOUNT } from '../../fixtures/assessments.ts';
import { BOB, DISABLED_BY, MALLORY, ROOT } from '../../fixtures/calls.ts';
import { REPORTS, reportOf, result } from '../../fixtures/reports.ts';
import { nasty } from '../nasty.ts';

const nameOf = accountNaming(REPORTS.clean);
const groupsOf = (alerts: readonly Alert[]) => groupAlerts(alerts, REPORTS.clean.startedAt);
const subjectOf = (...alerts: readonly Alert[]) => subjectText(groupsOf(alerts), { nameOf });
const leadOf = (...alerts: readonly Alert[]) => leadLines(worstGroups(groupsOf(alerts)), nameOf);

const OFF = { actual: 'DISABLED', action: 'enable' };
const off = (region: string, over: Parameters<typeof driftAlert>[1] = {}) =>
  driftAlert({ kind: 'opened' }, { ...OFF, id: region, region, call: DISABLED_BY, ...over });
const ALICE = { ...DISABLED_BY, actor: { ...DISABLED_BY.actor, sessionName: 'alice' } };

describe('a subject', () => {
  test.each<[string, readonly Alert[]]>([
    ['[CRITICAL] Macie is OFF in eu-west-1 of 111122223333: disabled by alice', [off('eu-west-1', { call: ALICE })]],
    [
      '[CRITICAL] Macie is OFF in 3 Regions of 111122223333: disabled by alice and 1 other',
      [off('eu-west-1', { call: ALICE }), off('eu-west-2', { call: MALLORY }), off('eu-west-3', { call: ALICE })],
    ],
    ['[CRITICAL] Macie is OFF in eu-west-1 of 111122223333', [off('eu-west-1', { call: null })]],
    [
      '[CRITICAL] Macie is OFF in 2 Regions of 2 accounts',
      [off('eu-west-1', { call: null }), off('eu-west-2', { call: null, id: 'b', accountId: '222233334444' })],
    ],
    [
      '[CRITICAL] Macie is OFF in eu-west-1 of 2 accounts',
      [off('eu-west-1', { call: null }), off('eu-west-1', { call: null, id: 'b', accountId: '222233334444' })],
    ],
    [
      '[CRITICAL] Macie is OFF in eu-west-1 of 111122223333: disabled by the root user; 1 other alert',
      [
        driftAlert({ kind: 'reminder' }, { region: 'us-east-1' }),
        off('eu-west-1', { call: { ...DISABLED_BY, actor: ROOT } }),
      ],
    ],
    [
      '[HIGH] Macie is PAUSED in af-south-1 of 111122223333: open for 4 days',
      [driftAlert({ kind: 'reminder' }, { region: 'af-south-1' })],
    ],
    [
      '[HIGH] Macie is PAUSED in eu-west-1 of 111122223333: waiver ended 2026-12-01',
      [driftAlert({ kind: 'waiver-expired', waiver: WAIVER }, { region: 'eu-west-1' })],
    ],
    [
      '[LOW] Macie is PAUSED in eu-west-1 of 111122223333: waiver ends 2026-12-01',
      [driftAlert({ kind: 'waiver-expiring', waiver: WAIVER }, { region: 'eu-west-1' })],
    ],
    [
      '[CRITICAL] Macie is OFF in eu-west-1 of 111122223333: was PAUSED',
      [driftAlert({ kind: 'changed', previous: 'PAUSED' }, { ...OFF, region: 'eu-west-1' })],
    ],
    [
      '[CRITICAL] Macie is PAUSED in eu-west-1 of 111122223333: undone each time',
      [driftAlert({ kind: 'contested', earlierCalls: [] }, { region: 'eu-west-1' })],
    ],
    [
      '[INFO] Macie is no longer compared in eu-west-1 of 111122223333: gone',
      [driftAlert({ kind: 'resolved', waiver: null, isGone: true }, { region: 'eu-west-1', detail: 'gone' })],
    ],
    [
      '[RESOLVED] Macie can be read again in eu-west-1 of 111122223333',
      [unreadableAlert({ kind: 'readable' }, { region: 'eu-west-1' })],
    ],
    [
      '[RESOLVED] Macie is ON again in eu-west-1 of 111122223333: disabled by bob, repaired',
      [driftAlert({ kind: 'repaired' }, { ...OFF, region: 'eu-west-1', call: { ...DISABLED_BY, actor: BOB } })],
    ],
    [
      '[CRITICAL] Macie is OFF in eu-west-1 of 111122223333: repair failed (throttled), disabled by alice',
      [
        driftAlert(
          { kind: 'repair-failed', failure: { reason: 'throttled', detail: 'no' } },
          { ...OFF, region: 'eu-west-1', call: ALICE },
        ),
      ],
    ],
    [
      '[CRITICAL] Macie is OFF in eu-west-1 of 111122223333: flapping, disabled by alice@example.com',
      [driftAlert({ kind: 'flapping', earlierCalls: [] }, { ...OFF, region: 'eu-west-1', call: DISABLED_BY })],
    ],
    [
      '[CRITICAL] Macie is OFF in eu-west-1 of 111122223333: open for 4 days, disabled by alice',
      [driftAlert({ kind: 'reminder' }, { ...OFF, region: 'eu-west-1', call: ALICE })],
    ],
    [
      '[CRITICAL] Macie is OFF in eu-west-1 of 111122223333: still open',
      [driftAlert({ kind: 'reminder' }, { ...OFF, region: 'eu-west-1', since: AT })],
    ],
    [
      '[CRITICAL] Macie is OFF in 3 Regions of 111122223333: disabled by alice (1 of 3)',
      [off('eu-west-1', { call: ALICE }), off('eu-west-2', { call: null }), off('eu-west-3', { call: null })],
    ],
    [
      '[CRITICAL] Macie is OFF in eu-west-1 of 111122223333: disabled by Zoe Muller',
      [off('eu-west-1', { call: { ...ALICE, actor: { ...ALICE.actor, sessionName: 'Zo\u00eb M\u00fcller' } } })],
    ],
  ])('%s', (expected, alerts) => {
    expect(subjectOf(...alerts)).toBe(expected);
  });

  test('keeps Region and account beside a long value of AWS', () => {
    const role = { setting: 'serviceRole', actual: `arn:aws:iam::111122223333:role/${'r'.repeat(64)}` };
    for (const facts of [role, { actual: 'X'.repeat(500) }]) {
      const subject = subjectOf(off('ap-southeast-2', { ...facts, action: 'manual', call: null }));
      expect(subject).toMatch(/[rX]\.\.\. in ap-southeast-2 of 111122223333$/);
      expect(subject.length).toBeLessThanOrEqual(99);
    }
  });

  test('has the name of the account where the report knows it', () => {
    const named = accountNaming(reportOf([{ ...result('eu-west-1'), accountName: 'prod' }]));
    expect(subjectText(groupsOf([off('eu-west-1', { call: ALICE })]), { nameOf: named })).toBe(
      '[CRITICAL] Macie is OFF in eu-west-1 of prod (111122223333): disabled by alice',
    );
  });

  test('shortens the name of the account before it leaves it out, and that before the cause', () => {
    const named = accountNaming(reportOf([{ ...result('eu-west-1'), accountName: 'production-workloads-web' }]));
    const subjects = ['al', 'alice', 'alice.miller', 'alice@example.com', 'alice.miller@example.com'].map(
      (sessionName) => {
        const call = { ...ALICE, actor: { ...ALICE.actor, sessionName } };
        return subjectText(groupsOf([off('eu-west-1', { call })]), { nameOf: named });
      },
    );
    expect(subjects).toEqual([
      '[CRITICAL] Macie is OFF in eu-west-1 of production-workload... (111122223333): disabled by al',
      '[CRITICAL] Macie is OFF in eu-west-1 of production-workload... (111122223333): disabled by alice',
      '[CRITICAL] Macie is OFF in eu-west-1 of production-work... (111122223333): disabled by alice.miller',
      '[CRITICAL] Macie is OFF in eu-west-1 of product... (111122223333): disabled by alice@example.com',
      '[CRITICAL] Macie is OFF in eu-west-1 of 111122223333: disabled by alice.miller@example.com',
    ]);
  });

  test('gives the source of a changed policy, and no hash', () => {
    const subjects = ['policy-changed', 'policy-moved'].map((name) => subjectOf(...(SINGLE[name] ?? [])));
    expect(subjects).toEqual([
      '[MEDIUM] The policy has changed in account 111122223333: s3://security/macie/policy.yml',
      '[MEDIUM] The policy has changed in account 111122223333: s3://security/macie/policy.yml',
    ]);
  });

  test('ends the reason of what is no longer read between words', () => {
    const detail = 'the policy no longer covers it, and it was not read';
    expect(subjectOf(unreadableAlert({ kind: 'resolved', detail }, { region: 'eu-west-1' }))).toBe(
      '[INFO] Macie is no longer read in eu-west-1 of 111122223333: the policy no longer covers it',
    );
  });

  test('never names an account as a person', () => {
    const actor = { ...BOB, type: 'AWSAccount', name: '444455556666' };
    expect(subjectOf(off('eu-west-1', { call: { ...DISABLED_BY, actor } }))).toMatch(
      /: disabled by account 444455556666$/,
    );
  });

  test('leaves out the other alerts first, then the end of the cause', () => {
    const long = { ...ALICE, actor: { ...ALICE.actor, sessionName: 'a-very-long-name-of-a-session@example.com' } };
    const subject = subjectOf(off('ap-southeast-2', { call: long }), driftAlert({ kind: 'reminder' }));
    expect(subject).toMatch(
      /^\[CRITICAL\] Macie is OFF in ap-southeast-2 of 111122223333: disabled by a-very-long-name/,
    );
    expect(subject.length).toBeLessThanOrEqual(99);
  });

  test('is 1 to 99 printable ASCII characters, whoever calls himself what', () => {
    fc.assert(
      fc.property(nasty, nasty, nasty, fc.constantFrom(...EVERY_ALERT), (sessionName, name, actual, alert) => {
        const call = { ...DISABLED_BY, actor: { ...BOB, sessionName, name } };
        const named = accountNaming(reportOf([{ ...result('eu-west-1'), accountName: name }]));
        const groups = groupsOf([alert.subject === 'drift' ? { ...alert, accountId: ACCOUNT, call, actual } : alert]);
        const subject = subjectText(groups, { nameOf: named });
        expect(subject).toMatch(/^\[[A-Z]+\] [\x20-\x7e]{1,97}$/);
        expect(subject.length).toBeLessThanOrEqual(99);
        expect(subject).toContain(ACCOUNT);
      }),
    );
  });
});

describe('the first lines', () => {
  test('have the state now, who did what when, and what to do: for every kind', () => {
    for (const alert of EVERY_ALERT) {
      expect(leadOf(alert).join()).not.toMatch(/sha256|[\da-f]{12}(?<!111122223333)/);
      const [state, cause, remedy, ...more] = leadOf(alert);
      expect(state).toMatch(/ in ([a-z]{2}-[a-z]+-\d of )?account 111122223333/);
      expect(cause).toMatch(/\w.*\.$/);
      expect(remedy).toMatch(/^To do: .+\.$/);
      expect(more).toEqual([]);
      expect([state, cause, remedy].join()).not.toMatch(/undefined|null|NaN/);
    }
  });

  test('of a contested drift say until when Macie is off, and the three steps against it', () => {
    const [state, , remedy] = leadOf(...(SINGLE['contested'] ?? []));
    expect(state).toContain('Macie is OFF in eu-west-1');
    expect(state).toContain('until 2026-11-25 08:10 UTC');
    expect(remedy).toContain('deny macie2:DisableMacie by a service control policy (docs/prevention.md)');
    expect(remedy).toContain('revoke the sessions of the role Admin');
    expect(remedy).toContain('enable Macie by hand');
  });

  test.each([
    ['access-denied', 'To do: allow the denied call for the repairs of macie-warden, or enable Macie by hand.'],
    ['throttled', 'To do: nothing, if the next run repairs it; else enable Macie by hand.'],
    ['assume-role-denied', 'To do: let the repair role be assumed: check its trust policy; or enable Macie by hand.'],
  ] as const)('of a repair that failed with %s say the next step', (reason, expected) => {
    const alert = driftAlert(
      { kind: 'repair-failed', failure: { reason, detail: 'no' } },
      { ...OFF, outcome: 'failed' },
    );
    expect(leadOf(alert)[2]).toBe(expected);
  });

  test('of a repair say that what was lost has to be recreated', () => {
    expect(leadOf(...(SINGLE['repaired'] ?? []))[2]).toBe(
      'To do: recreate what was lost (listed below); ask alice@example.com why.',
    );
  });
});

test('the open drifts of one unreadable target, and of several, stay open', () => {
  const unreadable = (region: string) =>
    unreadableAlert({ kind: 'unreadable', reason: 'throttled', detail: 'no' }, { region });
  const endOf = (...alerts: readonly Alert[]) => groupsOf(alerts).map((group) => alertLines(group, null).at(-1));
  expect(endOf(unreadable('eu-west-1'))).toEqual(['Open drifts of this target stay open.']);
  expect(endOf(unreadable('eu-west-1'), unreadable('eu-west-2'))).toEqual(['Open drifts of these targets stay open.']);
});

describe('the first lines about several Regions', () => {
  test('name the first of them, and more of the account than a subject', () => {
    const accountName = 'production-workloads-of-the-web-team-in-frankfurt';
    const named = accountNaming(reportOf([{ ...result('eu-west-1'), accountName }]));
    const alerts = Array.from({ length: 7 }, (_, index) => off(`eu-west-${index + 1}`));
    expect(leadLines(worstGroups(groupsOf(alerts)), named)[0]).toBe(
      `Macie is OFF in 7 Regions (eu-west-1, eu-west-2, eu-west-3, eu-west-4, eu-west-5 and 2 more) of account ${accountName} (111122223333), should be ENABLED.`,
    );
  });

  test('of a failed repair have the caller as well', () => {
    const failure = { reason: 'throttled', detail: 'no' } as const;
    expect(leadOf(driftAlert({ kind: 'repair-failed', failure }, OFF))[1]).toBe(
      'Since 2026-11-20 09:00 UTC; the caller is not known. The repair: throttled: no.',
    );
  });

  const calls = [ALICE, null, null].map((call, index) => off(`eu-west-${index + 1}`, { call }));
  const untilOf = (time: string, region: string): Alert =>
    driftAlert(
      { kind: 'contested', earlierCalls: [], until: `2026-11-25T${time}:00.000Z` },
      { ...OFF, id: region, region, outcome: 'skipped', detail: `it is left alone until 2026-11-25 ${time}:00 UTC` },
    );

  test('name a caller for the Regions of his calls alone', () => {
    expect(leadOf(...calls)[1]).toBe(
      'Disabled by alice (role Admin), 2026-11-24 08:59 UTC (1 of 3 Regions); for the others the caller is not known.',
    );
  });

  test('count targets where they are of several accounts', () => {
    const elsewhere = off('eu-west-1', { call: null, accountId: '444455556666' });
    expect(leadOf(off('eu-west-1', { call: ALICE }), elsewhere)[1]).toContain('(1 of 2 targets); for the others');
  });

  test('give one time until which contested drifts are left alone, the same as below', () => {
    const alerts = [untilOf('08:30', 'eu-west-1'), untilOf('08:10', 'eu-west-2')];
    const [group] = groupsOf(alerts);
    const lines = group ? alertLines(group, 'enforce').join('\n') : '';
    expect(leadOf(...alerts)[0]).toContain('until 2026-11-25 08:30 UTC');
    expect(lines).toContain('left alone until 2026-11-25 08:30:00 UTC');
    expect(lines).not.toContain('08:10');
  });

  test('send a role of IAM Identity Center to where its sessions can be revoked', () => {
    const actor = {
      ...ALICE.actor,
      name: 'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123',
    };
    const alert = driftAlert({ kind: 'contested', earlierCalls: [] }, { ...OFF, call: { ...ALICE, actor } });
    expect(leadOf(alert)[2]).toContain(
      '2. revoke the permission set of the role AWSReservedSSO_Admin_0123 in IAM Identity Center; 3.',
    );
  });
});

describe('equal alerts are one entry', () => {
  test('whatever their Regions, times and records are', () => {
    expect(groupsOf(SINGLE['opened-paused-17'] ?? []).map(({ alerts }) => alerts.length)).toEqual([17]);
  });

  test.each<[string, Parameters<typeof driftAlert>[1]]>([
    ['callers', { call: MALLORY }],
    ['values', { actual: 'PAUSED' }],
    ['outcomes', { outcome: 'manual' }],
    ['details', { detail: 'another' }],
    ['runs', { at: '2026-11-23T09:00:00.000Z' }],
  ])('but not of different %s', (_, over) => {
    expect(groupsOf([off('eu-west-1'), off('eu-west-2', over)])).toHaveLength(2);
  });

  test('nor where only the Region in their details differs', () => {
    const detail = (region: string) => ({ detail: `held back in ${region}` });
    expect(groupsOf([off('eu-west-1', detail('eu-west-1')), off('eu-west-2', detail('eu-west-2'))])).toHaveLength(1);
  });
});
