import { describe, expect, test } from '@jest/globals';
import { MACIE_REGIONS } from '../../../lib/core/regions.ts';
import { OFF } from '../../core/values.ts';
import { fixture } from '../fixture.ts';

/** Macie is off in more Regions than a run may write to without being asked. */
const REGIONS = MACIE_REGIONS.slice(0, 12);
const sessions = Object.fromEntries(REGIONS.map((region) => [region, OFF]));

describe.each([
  ['with a state table', {}],
  ['without one', { openState: null }],
])('the first roll-out, %s', (_, over) => {
  test('is refused in a sentence that names the number to allow', async () => {
    const desk = fixture({ sessions, over });
    const { notices } = await desk.check();
    expect(desk.written).toEqual([]);
    expect(notices).toEqual([
      {
        kind: 'limit-exceeded',
        message:
          '12 writes are needed and limits.maxActions is 10, so none is made. Check the drifts first: if the policy is right, as in a first roll-out, run once with --max-actions 12, or invoke check once with {"maxActions":12}',
      },
    ]);
  });

  test('is made by a run that was allowed that number, and its report says so', async () => {
    const desk = fixture({ sessions, over });
    const { notices, verdict } = await desk.check({ trigger: 'manual', maxActions: 12 });
    expect(desk.written).toHaveLength(12);
    expect(verdict).toBe('compliant');
    expect(notices.map(({ kind }) => kind)).toEqual(['limit-raised']);
  });

  test('is refused by a run that was allowed less than it needs', async () => {
    const desk = fixture({ sessions, over });
    const { notices } = await desk.check({ trigger: 'manual', maxActions: 11 });
    expect(desk.written).toEqual([]);
    expect(notices.map(({ kind }) => kind)).toEqual(['limit-exceeded', 'limit-raised']);
  });
});

test('a run may be allowed less than the policy says', async () => {
  const desk = fixture({ sessions: { 'eu-west-1': OFF } });
  await desk.check({ trigger: 'manual', maxActions: 0 });
  expect(desk.written).toEqual([]);
});

test('the next run has the limit of the policy again', async () => {
  const desk = fixture({ sessions });
  await desk.check({ trigger: 'manual', maxActions: 12 });
  for (const region of REGIONS) desk.sessions.set(region, OFF);
  desk.pass(60 * 60 * 1000);
  await desk.check();
  expect(desk.written).toHaveLength(12);
});
