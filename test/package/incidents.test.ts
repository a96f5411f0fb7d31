import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pendingAlerts, withoutDelivered } from '../../lib/core/alerts/delivery.ts';
import { EMPTY_STATE, type State } from '../../lib/core/alerts/records.ts';
import type { Result } from '../../lib/core/compliance/report.ts';
import { HOUR, runOnce, START } from '../core/alerts/history.ts';
import { drift, notApplicableResult, resultOf, unreadableResult } from '../core/values.ts';
import { bodiesOfDelivery } from './example-rules.ts';

const WAIVER = { reason: 'no buckets', owner: 'me@example.com', expires: '2027-01-31' };
const failure = { reason: 'access-denied', detail: 'denied' } as const;

/** What a run can see of a target. */
const SEEN = {
  compliant: resultOf('eu-west-1'),
  off: resultOf('eu-west-1', { drifts: [drift({ actual: 'DISABLED', action: 'enable' })] }),
  paused: resultOf('eu-west-1', { drifts: [drift()] }),
  repaired: resultOf('eu-west-1', { drifts: [drift({ outcome: 'verified' })] }),
  failed: resultOf('eu-west-1', { drifts: [drift({ outcome: 'failed', failure })] }),
  waived: resultOf('eu-west-1', { drifts: [drift({ outcome: 'skipped', waiver: WAIVER })], verdict: 'waived' }),
  unread: unreadableResult('eu-west-1'),
  away: notApplicableResult('eu-west-1'),
} as const satisfies Readonly<Record<string, Result>>;
type Sight = keyof typeof SEEN;

interface Step {
  readonly sight: Sight;
  /** Does the bus take the events of this run? The others stay pending. */
  readonly isUp: boolean;
}

const KEY = 'macie-warden/111122223333/eu-west-1/status';

/** What PagerDuty is sent about the drift, run by run, and whether the state has it open. */
function incidentOf(steps: readonly Step[]) {
  let state: State = EMPTY_STATE;
  return steps.map(({ sight, isUp }, index) => {
    const now = new Date(START + index * HOUR);
    const { next } = runOnce(state, { results: [SEEN[sight]], atMs: now.getTime() });
    const alerts = pendingAlerts(next);
    const undelivered = isUp ? [] : alerts.map(({ id }) => id);
    state = withoutDelivered(next, { now, undelivered });
    const bodies = bodiesOfDelivery('pagerduty.yml', isUp ? alerts : []) as readonly {
      event_action: string;
      dedup_key: string;
    }[];
    const actions = bodies.filter(({ dedup_key }) => dedup_key === KEY).map(({ event_action }) => event_action);
    return { actions, isOpen: state.drifts.some((one) => one.setting === 'status' && one.state === 'open') };
  });
}

const actionsOf = (steps: readonly Step[]): string =>
  incidentOf(steps)
    .flatMap(({ actions }) => actions)
    .map((action) => (action === 'trigger' ? 't' : 'r'))
    .join('');

const steps = (...sights: readonly Sight[]): readonly Step[] => sights.map((sight) => ({ sight, isUp: true }));
const CALM = Array.from({ length: 30 }, (): Step => ({ sight: 'compliant', isUp: true }));
const FLAPS = ['off', 'compliant', 'off', 'compliant', 'off', 'compliant', 'off'] as const;

describe('a drift that flaps and ends within a day', () => {
  test.each([
    ['as desired again', 'trtrtrt', steps(...FLAPS, 'compliant')],
    ['repaired', 'trtrtrt', steps(...FLAPS, 'repaired')],
    ['waived', 'trtrtrt', steps(...FLAPS, ...Array.from({ length: 30 }, () => 'waived' as const))],
    ['gone', 'trtrtrt', steps(...FLAPS, ...Array.from({ length: 30 }, () => 'away' as const))],
    ['ended while the bus was down', 'trtrtrt', [...steps(...FLAPS), { sight: 'compliant', isUp: false }]],
    ['not seen when it ended', 'trtrtrt', steps(...FLAPS, 'unread', 'unread', 'compliant')],
  ] as const)('leaves one resolve after its last trigger: %s', (name, flapping, history) => {
    const all = ['waived', 'gone'].includes(name) ? history : [...history, ...CALM];
    expect(actionsOf(all)).toBe(`${flapping}r`);
  });
});

const step: fc.Arbitrary<Step> = fc.record({
  sight: fc.constantFrom(...(Object.keys(SEEN) as Sight[])),
  isUp: fc.boolean(),
});

/** A repair of what no run had seen before is an end without a beginning. */
const endsTwice = (sent: string, history: readonly Step[]): boolean =>
  sent.includes('rr') && !history.some(({ sight }) => sight === 'repaired');

test('whatever runs see and the bus takes: an open drift has an incident, and the end resolves it once', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 16 }), (history) => {
      const all = [...history, ...CALM];
      const runs = incidentOf(all);
      // Nobody is told that an incident is over while its drift is open.
      const wrong = runs.filter(({ isOpen }, index) => {
        const last = runs
          .slice(0, index + 1)
          .flatMap(({ actions }) => actions)
          .at(-1);
        return all[index]?.isUp === true && isOpen && last !== 'trigger';
      });
      expect(wrong).toEqual([]);
      const sent = actionsOf(all);
      expect(sent).toMatch(/^$|r$/);
      expect(endsTwice(sent, history)).toBe(false);
    }),
    { numRuns: 100 },
  );
});
