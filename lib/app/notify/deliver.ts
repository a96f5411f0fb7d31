import { pendingAlerts, withoutDelivered } from '../../core/alerts/delivery.ts';
import type { State } from '../../core/alerts/records.ts';
import type { Archiving } from '../../core/archive/place.ts';
import type { Report } from '../../core/compliance/report.ts';
import { NOT_SENT, type Delivery, type RunDeps } from '../run/deps.ts';
import type { RunRequest } from '../run/request.ts';

export interface Delivering {
  readonly report: Report;
  readonly request: Pick<RunRequest, 'policy' | 'publish'>;
  /** A notice on the state itself for readers; null if there is none. */
  readonly stateNote: string | null;
  readonly archiving: Archiving;
}

export interface Delivered extends Delivery {
  /** The state without the alerts that were delivered. */
  readonly state: State;
}

/** While the alerts are saved, their channels are asked whether anybody receives them. */
export function prepareDelivery(
  state: State,
  { report: { runId }, request }: Pick<Delivering, 'report' | 'request'>,
  deps: Pick<RunDeps, 'prepareDelivery' | 'deliverBy'>,
): void {
  const alerts = pendingAlerts(state);
  const { channels } = request.policy.policy.alerts;
  if (alerts.length > 0) deps.prepareDelivery?.({ alerts, channels, runId, signal: deps.deliverBy });
}

/**
 * Sends the pending alerts of a state, whatever accounts it is of, to the channels. An alert that no channel took that somebody can receive stays pending.
 */
export async function deliverPending(
  state: State,
  { report, request, stateNote, archiving }: Delivering,
  { publish, now, deliverBy }: Pick<RunDeps, 'publish' | 'now' | 'deliverBy'>,
): Promise<Delivered> {
  const alerts = pendingAlerts(state);
  if (alerts.length === 0 && request.publish === 'changes') return { ...NOT_SENT, state };
  const { channels } = request.policy.policy.alerts;
  const changes = { alerts, state, note: stateNote };
  const delivery = await publish({ report, changes, archiving, channels, signal: deliverBy });
  return { ...delivery, state: withoutDelivered(state, { now: now(), undelivered: delivery.undelivered }) };
}
