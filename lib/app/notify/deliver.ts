import { pendingAlerts, withoutDelivered } from '../../core/alerts/delivery.ts';
import type { State } from '../../core/alerts/records.ts';
import type { Report } from '../../core/compliance/report.ts';
import type { RunDeps, Delivery } from '../run/deps.ts';
import type { RunRequest } from '../run/request.ts';

export interface Delivering {
  readonly report: Report;
  readonly request: Pick<RunRequest, 'policy' | 'publish'>;
  /** What a reader must know of the state; null when all is well. */
  readonly stateNote: string | null;
}

export interface Delivered extends Delivery {
  readonly published: boolean;
  /** The state without the alerts that were delivered. */
  readonly state: State;
}

/**
 * Sends the pending alerts of a state, whatever accounts it is of, as one message. An alert that no channel took stays pending.
 */
export async function deliverPending(
  state: State,
  { report, request, stateNote }: Delivering,
  { publish, now }: Pick<RunDeps, 'publish' | 'now'>,
): Promise<Delivered> {
  const alerts = pendingAlerts(state);
  if (alerts.length === 0 && request.publish === 'changes')
    return { published: false, state, undelivered: [], failures: [] };
  const { channels } = request.policy.policy.alerts;
  const { undelivered, failures } = await publish({ report, changes: { alerts, state, note: stateNote }, channels });
  return { published: true, state: withoutDelivered(state, { now: now(), undelivered }), undelivered, failures };
}
