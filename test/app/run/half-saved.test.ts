import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { State } from '../../../lib/core/alerts/records.ts';
import { OFF } from '../../core/values.ts';
import { fixture, HOUR } from '../fixture.ts';
import { ACCOUNT } from '../fake-macie.ts';

const REGIONS = ['eu-west-1', 'us-east-1', 'us-west-2'];

test('a change has one id, whatever part of its state a run could save', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 2 * REGIONS.length }), fc.boolean(), async (saved, isRepaired) => {
      let saves = 0;
      const desk = fixture({
        sessions: Object.fromEntries(REGIONS.map((region) => [region, OFF])),
        ...(isRepaired ? {} : { policy: 'overrides: [{ match: { regions: ["*"] }, remediation: report }]' }),
      });
      const { store } = desk.memory;
      const { save } = store;
      const failsAt = isRepaired ? 2 : 1;
      Object.assign(store, {
        save: async (accountId: string, change: { before: { state: State }; after: State }) => {
          saves += 1;
          if (saves !== failsAt) return save(accountId, change as never);
          desk.memory.replace(ACCOUNT, partOf(change, saved));
          throw new Error('the table went away');
        },
      });
      await desk.check();
      const first = desk.alerts().map(({ id }) => id);
      desk.pass(HOUR);
      await desk.check();
      const second = desk.alerts().slice(first.length);
      expect(first).toHaveLength(REGIONS.length);
      expect(second.map(({ id }) => id).toSorted()).toEqual(first.toSorted());
      expect(desk.messages).toHaveLength(2);
    }),
    { numRuns: 60 },
  );
});

/** The state after a save that was cut short: it writes drifts first. */
function partOf({ before, after }: { before: { state: State }; after: State }, saved: number): State {
  const ledgers = new Map(before.state.ledgers.map((ledger) => [ledger.region, ledger]));
  for (const ledger of after.ledgers.slice(0, Math.max(0, saved - after.drifts.length)))
    ledgers.set(ledger.region, ledger);
  return { ...before.state, drifts: after.drifts.slice(0, saved), ledgers: [...ledgers.values()] };
}
