import { expect, test } from '@jest/globals';
import { OFF, session } from '../../core/values.ts';
import { fixture } from '../fixture.ts';

const BOTH_OFF = { 'eu-west-1': OFF, 'us-east-1': OFF };

test('a cool-down that leaves few enough writes is the only reason that a report gives', async () => {
  const desk = fixture({
    sessions: { 'eu-west-1': OFF, 'us-east-1': session() },
    policy: 'limits: { maxActions: 1, coolDown: 5m }',
  });
  await desk.check();
  for (const region of ['eu-west-1', 'us-east-1']) desk.sessions.set(region, OFF);
  desk.pass(60_000);
  const { notices, results } = await desk.check();
  expect(desk.written.map(({ region }) => region)).toEqual(['eu-west-1', 'us-east-1']);
  expect(results.flatMap(({ drifts }) => drifts.map(({ detail }) => detail))).toEqual([
    'the session was repaired at 2026-11-24 09:00:00 UTC, and the next repair waits until 2026-11-24 09:05:00 UTC',
  ]);
  expect(notices).toEqual([]);
});

test('the number to allow is that of the writes that nothing else holds back', async () => {
  const desk = fixture({
    sessions: { 'eu-west-1': OFF, 'us-east-1': session(), 'us-west-2': session() },
    policy: 'limits: { maxActions: 1, coolDown: 5m }',
  });
  await desk.check();
  for (const region of ['eu-west-1', 'us-east-1', 'us-west-2']) desk.sessions.set(region, OFF);
  desk.pass(60_000);
  const { notices } = await desk.check();
  expect(notices.map(({ message }) => message)).toEqual([expect.stringMatching(/^2 writes .* \{"maxActions":2\}$/)]);
});

test.each([
  ['a stack that only reports', { ceiling: 'report' as const }],
  ['a stack without a table that only reports', { ceiling: 'report' as const, openState: null }],
])('%s gives its own reason alone', async (_, over) => {
  const desk = fixture({ sessions: BOTH_OFF, policy: 'limits: { maxActions: 1 }', over });
  const { notices } = await desk.check();
  expect(notices.map(({ kind }) => kind)).toEqual(['remediation-capped']);
});

test('a table that fails is the only reason that a report gives', async () => {
  const desk = fixture({
    sessions: BOTH_OFF,
    policy: 'limits: { maxActions: 1 }',
    step: (operation) => (operation === 'load' ? Promise.reject(new Error('no table')) : Promise.resolve()),
  });
  const { notices } = await desk.check();
  expect(desk.written).toEqual([]);
  expect(notices).toEqual([]);
});
