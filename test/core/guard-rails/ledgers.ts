import { assess, type Assessment } from '../../../lib/core/compliance/assess.ts';
import { planWrites, type Plan } from '../../../lib/core/compliance/plan.ts';
import type { RepairAttempt, RepairLedger } from '../../../lib/core/guard-rails/repair-attempt.ts';
import type { Session } from '../../../lib/core/settings/session.ts';
import type { Target } from '../../../lib/core/target.ts';
import { observed, OFF, policyFor, TARGET } from '../values.ts';

export const NOW_MS = Date.parse('2026-11-24T09:00:00Z');
export const NOW = new Date(NOW_MS);
export const HOUR = 60 * 60 * 1000;

export function ago(ms: number): string {
  return new Date(NOW_MS - ms).toISOString();
}

export function attemptOf(at: string, over: Partial<RepairAttempt> = {}): RepairAttempt {
  return {
    setting: 'status',
    at,
    outcome: 'verified',
    desired: 'ENABLED',
    actual: 'DISABLED',
    action: 'enable',
    call: null,
    ...over,
  };
}

export function ledgerOf(attempts: readonly RepairAttempt[], target: Target = TARGET): RepairLedger {
  return { ...target, kind: 'repairs', attempts };
}

const DESIRED = { status: 'ENABLED', findingPublishingFrequency: 'FIFTEEN_MINUTES' };

/** A target of an enforced policy. */
export function assessed(actual: Session = OFF, target: Target = TARGET): Assessment {
  return assess({ target, policy: policyFor(DESIRED), observations: observed(actual) });
}

export function planOf(...assessments: readonly Assessment[]): Plan {
  return planWrites(assessments);
}
