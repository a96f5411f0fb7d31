import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FREQUENCIES } from '../../../lib/core/settings/session.ts';
import { OFF, session } from '../../core/values.ts';
import { fixture, START } from '../fixture.ts';
import type { FakeSession } from '../fake-macie.ts';

const anySession = fc.oneof(
  fc.constant(OFF),
  fc.record({
    status: fc.constantFrom('ENABLED', 'PAUSED'),
    findingPublishingFrequency: fc.constantFrom(...FREQUENCIES),
  }),
);
const REGIONS = ['eu-west-1', 'us-east-1'];

/** How much a session protects, setting by setting: more is better. */
function levels(shown: FakeSession | undefined): readonly number[] {
  if (!shown || 'kind' in shown) return [0, 0];
  const status = ['DISABLED', 'PAUSED', 'ENABLED'].indexOf(shown.status);
  const frequencies: readonly (string | null)[] = FREQUENCIES;
  return [status, status === 0 ? 0 : FREQUENCIES.length - frequencies.indexOf(shown.findingPublishingFrequency)];
}

test('no write lowers what the reading right before it showed, however people and runs interleave', async () => {
  let writes = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(anySession, { minLength: 2, maxLength: 2 }),
      fc.array(fc.record({ region: fc.constantFrom(...REGIONS), to: anySession }), { maxLength: 8 }),
      fc.constantFrom(...FREQUENCIES),
      async (scheduler, before, changes, frequency) => {
        const pause = (name: string): Promise<void> =>
          scheduler.schedule(Promise.resolve(), name).then(() => undefined);
        const rule = `overrides: [{ match: { regions: ["*"] }, desired: { findingPublishingFrequency: ${frequency} } }]`;
        const desk = fixture({
          sessions: Object.fromEntries(REGIONS.map((region, index) => [region, session(before[index])])),
          policy: `limits: { coolDown: 0s }\n${rule}`,
          step: pause,
          over: { now: () => new Date(START), wait: () => pause('wait') },
        });
        const lastRead = new Map<string, readonly number[]>();
        const { read, write } = desk.access;
        const overWritten: unknown[] = [];
        Object.assign(desk.access, {
          read: async (order: Parameters<typeof read>[0]) => {
            await pause(`read ${order.region}`);
            lastRead.set(order.region, levels(desk.sessions.get(order.region)));
            return read(order);
          },
          write: async (...[one, order]: Parameters<typeof write>) => {
            const shown = lastRead.get(order.region) ?? [];
            const answer = await write(one, order);
            writes += 1;
            const after = levels(desk.sessions.get(order.region));
            if (after.some((level, index) => level < (shown[index] ?? 0))) overWritten.push({ shown, after });
            await pause('answer');
            return answer;
          },
        });
        const people = async (): Promise<void> => {
          for (const { region, to } of changes) {
            await pause(`person ${region}`);
            desk.sessions.set(region, session(to));
          }
        };
        await scheduler.waitFor(Promise.all([desk.check(), desk.check(), people()]));
        expect(overWritten).toEqual([]);
      },
    ),
    { numRuns: 150 },
  );
  expect(writes).toBeGreaterThan(50);
});
