import { expect, test } from '@jest/globals';
import { useMachine } from './machine.ts';
import { member, PAUSED_MEMBER, POLICY, world } from './organization.ts';

const machine = useMachine();
const RULE = 'overrides: [{ match: { regions: [eu-west-1] }, onlyWithBuckets: true }]\n';
const BUCKET = `buckets: { uploads: { region: eu-west-1 } }`;
const PAUSED_WITH_BUCKET = PAUSED_MEMBER.replace('{', `{ ${BUCKET},`);

test('a run of the machine lists the buckets of each account once, and repairs only where there are some', async () => {
  machine.reset(world({ 3: PAUSED_MEMBER, 4: PAUSED_WITH_BUCKET }), POLICY + RULE);
  const { output } = await machine.run();
  expect(output).toMatchObject({ summary: { drifted: 0, unknown: 0, notApplicable: 29 } });
  const { results } = machine.report();
  expect(results.find(({ accountId, region }) => accountId === member(3) && region === 'eu-west-1')).toMatchObject({
    verdict: 'not-applicable',
    detail: `account ${member(3)} has no bucket in eu-west-1`,
  });
  const { calls, trail } = machine.sandbox();
  expect(trail.filter(({ readOnly }) => !readOnly).map(({ eventName }) => eventName)).toEqual(['UpdateMemberSession']);
  const lists = calls.filter(({ operation }) => operation === 'ListBuckets').map(({ accountId }) => accountId);
  // The step that repairs reads its account anew.
  expect([...new Set(lists)]).toHaveLength(30);
  expect(lists.filter((accountId) => accountId !== member(4))).toHaveLength(29);
});

test('a run of the status in the machine does the same', async () => {
  machine.reset(world({ 3: PAUSED_MEMBER, 4: PAUSED_WITH_BUCKET }), POLICY.replace('enforce', 'report') + RULE);
  const { output } = await machine.run({}, { input: { depth: 'status' } });
  expect(output).toMatchObject({ summary: { drifted: 1, unknown: 0, notApplicable: 29 } });
});
