import type { Report, Scope, Notice } from '../../core/compliance/report.ts';
import type { Observations } from '../../core/observation.ts';
import type { Caller } from '../../core/run.ts';
import type { Target } from '../../core/target.ts';

/** The readings of every target in scope. Serialisable; nothing was written. */
export interface Scan {
  readonly runId: string;
  /** ISO 8601 UTC. */
  readonly startedAt: string;
  readonly callers: readonly Caller[];
  readonly scope: Scope;
  readonly regions: Report['regions'];
  readonly targets: readonly { readonly target: Target; readonly observations: Observations }[];
  readonly notices: readonly Notice[];
}
