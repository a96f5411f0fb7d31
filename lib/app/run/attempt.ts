import { hold, type Held } from '../../core/guard-rails/repair-limit.ts';
import type { Item } from '../../core/alerts/model.ts';
import { withLater, type Change } from '../../core/activity/macie-call.ts';
import { declinePlan, plan, type PlannedWrite } from '../../core/compliance/plan.ts';
import type { Report } from '../../core/compliance/report.ts';
import { holdSettings } from '../../policy/alert-settings.ts';
import { NOT_COOLING, type Cooling } from './cooling.ts';
import type { Deps } from '../wiring/deps.ts';
import { carryOut } from './sweep.ts';
import type { Survey } from '../scan/scan.ts';

/** A look at the targets of an account, and what can be made of it. */
export interface Attempt {
  readonly runId: string;
  readonly accountId: string;
  /** When the look began, ISO 8601. */
  readonly startedAt: string;
  /** Was there anything to look at? */
  readonly isEmpty: boolean;
  /** Was every target of the policy looked at? */
  readonly isWhole: boolean;
  /** These calls, with what the sessions that were seen say of later ones. */
  readonly withLater: (changes: readonly Change[]) => readonly Change[];
  /** What the run will do, given what is remembered. */
  readonly plan: (memory: { readonly items: readonly Item[]; readonly left: readonly string[] }) => Planned;
  /** What it will do where nothing may be written, and why not. */
  readonly planNothing: (why: string) => Planned;
}

export interface Planned extends Cooling, Pick<Held, 'contested'> {
  readonly writes: readonly PlannedWrite[];
  readonly carryOut: () => Promise<Report>;
}

const FREE: Cooling & Pick<Held, 'contested'> = { contested: new Set(), ...NOT_COOLING };

export function attemptOf(surveyed: Survey, { deps, isWhole }: { deps: Deps; isWhole: boolean }): Attempt {
  const { request, runId, accountId, startedAt, assessments, notices } = surveyed;
  const { policy } = request.policy;
  const { ceiling } = request;
  const { maxActions } = policy.limits;
  return {
    runId,
    accountId,
    startedAt: startedAt.toISOString(),
    isEmpty: assessments.length === 0,
    // A Region that a stand-in list lacks was not taken out of the policy: nothing follows from its absence.
    isWhole: isWhole && !notices.some(({ kind }) => kind === 'regions-not-live' || kind === 'regions-enabled-unknown'),
    withLater: (changes) => withLater(changes, assessments),
    plan: ({ items, left }) => {
      const held = { assessments, ...FREE };
      const { assessments: free, ...rest } =
        ceiling === 'enforce'
          ? hold(assessments, { items, left, now: deps.now(), settings: holdSettings(policy) })
          : held;
      const planned = plan(free, { ceiling, maxActions });
      return { ...rest, writes: planned.writes, carryOut: () => carryOut({ ...surveyed, plan: planned }, deps) };
    },
    planNothing: (why) => ({
      ...FREE,
      writes: [],
      carryOut: () => carryOut({ ...surveyed, plan: declinePlan(surveyed.plan, why) }, deps),
    }),
  };
}
