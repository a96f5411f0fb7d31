import { expect, test } from '@jest/globals';
import { OFF } from '../../core/values.ts';
import { fixture, HOUR } from '../fixture.ts';

test('a cool-down of two days is waited for, however many runs there are in between', async () => {
  const desk = fixture({ sessions: { 'eu-west-1': OFF }, policy: 'limits: { coolDown: 48h }' });
  await desk.check();
  expect(desk.written).toHaveLength(1);

  // The session stays as desired for a day and more: the ledger must not forget the repair.
  for (let hours = 6; hours <= 42; hours += 6) {
    desk.pass(6 * HOUR);
    await desk.check();
  }
  desk.sessions.set('eu-west-1', OFF);
  desk.pass(5 * HOUR);
  const { results } = await desk.check();
  expect(desk.written).toHaveLength(1);
  expect(results.find(({ region }) => region === 'eu-west-1')?.drifts[0]).toMatchObject({
    outcome: 'skipped',
    detail:
      'the session was repaired at 2026-11-24 09:00:00 UTC, and the next repair waits until 2026-11-26 09:00:00 UTC',
  });

  desk.pass(HOUR);
  await desk.check();
  expect(desk.written).toHaveLength(2);
});
