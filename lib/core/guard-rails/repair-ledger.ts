import { compareTargets } from '../order.ts';
import { findingOf } from '../alerts/finding.ts';
import { callBehind } from '../activity/attribution.ts';
import type { MacieCall } from '../activity/macie-call.ts';
import type { Plan } from '../compliance/plan.ts';
import type { Result } from '../compliance/report.ts';
import { targetKey } from '../target.ts';
import { isWithin } from '../time.ts';
import { callsSinceRepair, type RepairAttempt, type RepairLedger } from './repair-attempt.ts';

interface Recording {
  readonly plan: Plan;
  readonly now: Date;
  readonly calls: readonly MacieCall[];
}

/** Adds an attempt for every drift that is about to be repaired. A repair that cannot be counted must not be made. */
export function recordAttempts(
  ledgers: readonly RepairLedger[],
  { plan, now, calls }: Recording,
): readonly RepairLedger[] {
  const byTarget = new Map(ledgers.map((ledger) => [targetKey(ledger), ledger]));
  const writes = Map.groupBy(plan.writes, ({ target }) => targetKey(target));
  for (const { target, drifts } of plan.assessments) {
    const settings = (writes.get(targetKey(target)) ?? []).flatMap((write) => write.settings);
    if (settings.length === 0) continue;
    const known = byTarget.get(targetKey(target))?.attempts ?? [];
    const attempts = drifts
      .filter(({ setting, outcome }) => outcome === 'planned' && settings.includes(setting))
      .map(({ setting, desired, actual, action }): RepairAttempt => {
        const call = callBehind(callsSinceRepair(calls, known, setting), { ...target, setting, value: actual });
        return { setting, at: now.toISOString(), outcome: 'recorded', desired, actual, action, call };
      });
    byTarget.set(targetKey(target), { ...target, kind: 'repairs', attempts: [...known, ...attempts] });
  }
  return [...byTarget.values()].toSorted(compareTargets);
}

interface AfterRun {
  readonly results: readonly Result[];
  /** The settings that the run compared; left out: all of the policy. */
  readonly narrowedTo?: readonly string[] | undefined;
  /** Of the run, ISO 8601. */
  readonly startedAt: string;
  readonly now: Date;
  /** How long an attempt is kept: a day, or the cool-down if that is longer. */
  readonly keepMs: number;
}

/** The ledgers after a run: each attempt with what came of it, without those that were not made, and without old ones. */
export function updateAttempts(
  ledgers: readonly RepairLedger[],
  { results, narrowedTo, startedAt, now, keepMs }: AfterRun,
): readonly RepairLedger[] {
  const byTarget = new Map(results.map((result) => [targetKey(result), result]));
  return ledgers.flatMap((ledger) => {
    const result = byTarget.get(targetKey(ledger));
    const attempts = ledger.attempts
      .flatMap((attempt) => (result ? outcomeOf(attempt, { result, narrowedTo, startedAt }) : [attempt]))
      .filter(({ at, outcome }) => outcome === 'recorded' || isWithin(at, { now, ms: keepMs }))
      .map(withoutCall);
    return attempts.length > 0 ? [{ ...ledger, attempts }] : [];
  });
}

function outcomeOf(
  attempt: RepairAttempt,
  seen: { result: Result; narrowedTo: readonly string[] | undefined; startedAt: string },
): readonly RepairAttempt[] {
  const { setting, outcome, at } = attempt;
  if (outcome === 'verified' || outcome === 'lost') return [attempt];
  const finding = findingOf(setting, seen.result, seen.narrowedTo);
  switch (finding.kind) {
    case 'no-drift': {
      // This run lists a drift that it repaired: without one it has made no write.
      if (at >= seen.startedAt && outcome === 'recorded') return [];
      // A reading shows the desired value. Only of a repair that AWS took is it known that it has worked: a person may have made
      // that of a run that died.
      const isSeen = outcome === 'sent' && seen.result.settings[setting] !== undefined;
      return [isSeen ? { ...attempt, outcome: 'verified' } : notConfirmed(attempt)];
    }
    case 'gone':
      return [notConfirmed(attempt)];
    case 'drift':
      if (finding.drift.outcome === 'verified') return [{ ...attempt, outcome: 'verified' }];
      if (outcome === 'sent') return [attempt];
      if (finding.drift.outcome === 'applied') return [{ ...attempt, outcome: 'sent' }];
      // It was refused, or its turn did not come; one of an earlier run may have been sent.
      return at < seen.startedAt ? [notConfirmed(attempt)] : [];
    case 'unknown': {
      const drift = seen.result.drifts.find((one) => one.setting === setting);
      // Without a reading nobody knows what came of a write; a skipped one was not sent.
      return at >= seen.startedAt && drift?.outcome === 'skipped' ? [] : [attempt];
    }
  }
}

/** The call is for the alert of a run that died. Without it a ledger of many repairs fits into an item of the table. */
function withoutCall(attempt: RepairAttempt): RepairAttempt {
  return attempt.outcome === 'recorded' || attempt.call === null ? attempt : { ...attempt, call: null };
}

/** No reading will show what came of it. */
function notConfirmed(attempt: RepairAttempt): RepairAttempt {
  return attempt.outcome === 'recorded' ? { ...attempt, outcome: 'lost' } : attempt;
}
