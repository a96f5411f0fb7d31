import { expect, test } from '@jest/globals';
import { useMachine } from './machine.ts';
import { ADMINISTRATOR, MANAGEMENT, member, PAUSED_MEMBER, POLICY, world } from './organization.ts';

const machine = useMachine();

test.each([
  ['read', 'GetObject'],
  ['written', 'PutObject'],
])('an archive that may not be %s: nothing is written to Macie, and the execution says why', async (_, operation) => {
  const faults = `faults: [{ kind: deny, match: { operations: ["s3:${operation}"] } }]`;
  machine.reset(world({ 0: PAUSED_MEMBER }, faults), POLICY);
  const { execution } = await machine.run();
  expect(machine.writes()).toEqual([]);
  expect(execution.cause).toMatch(
    new RegExp(
      `s3://archive/runs/run-1/.*: S3 denied s3:${operation}: the function needs s3:GetObject and s3:PutObject`,
    ),
  );
});

test('two runs at once over 1,000 accounts write each repair once, and alert once', async () => {
  const accounts = [0, 1, 2].map((number) => `    "${member(number)}": ${PAUSED_MEMBER}`);
  machine.reset(
    `
organization:
  managementAccount: "${MANAGEMENT}"
  administrator: "${ADMINISTRATOR}"
  generated: { accounts: 1000, seed: 1 }
  defaults: { sessions: { "*": {} } }
  accounts:
    "${MANAGEMENT}": {}
    "${ADMINISTRATOR}": {}
${accounts.join('\n')}
objects: { archive/README: the archive }
tables: [state]
topics: [{ account: "${ADMINISTRATOR}", region: us-east-1, name: alerts }]
`,
    POLICY,
  );
  const runs = await Promise.all(
    ['run-1', 'run-2'].map((name) => machine.run({}, { name, input: { depth: 'status', maxActions: 1000 } })),
  );
  expect(runs.map(({ execution }) => execution.error)).toEqual([null, null]);
  expect(machine.report().summary.targets).toBeGreaterThan(2000);
  for (const number of [0, 1, 2]) {
    const updates = machine
      .sandbox()
      .trail.filter(
        ({ eventName, requestParameters }) =>
          eventName === 'UpdateMemberSession' && (requestParameters as { id?: string } | null)?.id === member(number),
      );
    expect(updates).toHaveLength(1);
    const naming = machine.sandbox().inbox.filter(({ body }) => body.includes(member(number)));
    expect(naming).toHaveLength(1);
  }
});
