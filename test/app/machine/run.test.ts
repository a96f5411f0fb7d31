import { beforeEach, describe, expect, test } from '@jest/globals';
import { useMachine } from './machine.ts';
import { ADMINISTRATOR, member, PAUSED_ALONE, PAUSED_MEMBER, POLICY, world } from './organization.ts';

// The real definition in the strict interpreter, with the real steps, over S3, DynamoDB, Macie, STS and SNS on the wire.
const machine = useMachine();
beforeEach(() => machine.reset(world(), POLICY));

const messages = () => machine.sandbox().inbox.map(({ subject }) => subject);

describe('a run over an organization', () => {
  test('without drift reads every account once and sends nothing', async () => {
    const { execution, invoked, output } = await machine.run();
    expect(execution.error).toBeNull();
    expect(invoked).toEqual(['plan', 'scan:0', 'scan:1', 'gate', 'conclude']);
    expect(output).toEqual({
      runId: 'run-1',
      verdict: 'compliant',
      summary: { targets: 60, compliant: 60, drifted: 0, waived: 0, unknown: 0, notApplicable: 0 },
      published: false,
      alerts: 0,
    });
    expect(messages()).toEqual([]);
    expect(machine.report().scope).toMatchObject({ kind: 'full', targets: 60, ofTargets: 60 });
    const runs = await machine.store().lastRuns(10);
    expect(runs.map(({ runId, summary }) => [runId, summary.targets])).toEqual([['run-1', 60]]);
  });

  test('repairs members by their administrator, others by themselves, and sends one message', async () => {
    machine.reset(world({ 3: PAUSED_MEMBER, 4: PAUSED_MEMBER, 26: PAUSED_ALONE }), POLICY);
    const { execution, invoked, output } = await machine.run();
    expect(execution.error).toBeNull();
    expect(invoked).toEqual(['plan', 'scan:0', 'scan:1', 'gate', 'repair:0', 'repair:1', 'conclude']);
    expect(machine.writes().toSorted()).toEqual([
      `UpdateMacieSession by ${member(26)} in eu-west-1`,
      `UpdateMemberSession by ${ADMINISTRATOR} in eu-west-1`,
      `UpdateMemberSession by ${ADMINISTRATOR} in eu-west-1`,
    ]);
    const repaired = machine.report().results.filter(({ drifts }) => drifts.length > 0);
    expect(repaired.map(({ accountId, drifts }) => [accountId, drifts[0]?.outcome])).toEqual([
      [member(3), 'verified'],
      [member(4), 'verified'],
      [member(26), 'verified'],
    ]);
    expect(output).toMatchObject({ verdict: 'compliant', published: true, alerts: 3 });
    expect(messages()).toHaveLength(1);
    expect(await machine.store().openAccounts()).toEqual([]);
  });

  test('the next run finds what is open, and says when it is resolved', async () => {
    machine.reset(world({ 3: PAUSED_MEMBER }), POLICY.replace('remediation: enforce\n', ''));
    await machine.run();
    expect(machine.writes()).toEqual([]);
    expect(await machine.store().openAccounts()).toEqual([member(3)]);
    expect(messages()).toHaveLength(1);
    await machine.run({}, { name: 'run-2' });
    expect(messages()).toHaveLength(1);
    await machine.resume(member(3));
    const { output } = await machine.run({}, { name: 'run-3' });
    expect(output).toMatchObject({ verdict: 'compliant', alerts: 1 });
    expect(messages()).toHaveLength(2);
    expect(await machine.store().openAccounts()).toEqual([]);
  });

  test.each(['report', 'enforce'])(
    'a pause at the administrator of which no event came is found in its trail: remediation %s',
    async (remediation) => {
      machine.reset(world(), POLICY.replace('enforce', remediation));
      await machine.pause(member(3));
      await machine.run();
      expect(messages()).toHaveLength(1);
      expect(machine.results.at(-1)?.alerts).toMatchObject([
        { call: { name: 'UpdateMemberSession', accountId: member(3) } },
      ]);
    },
  );
});
