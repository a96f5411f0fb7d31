import { pendingAlerts, takenBy, withoutDelivered } from '../../core/alerts/delivery.ts';
import type { Alert } from '../../core/alerts/model.ts';
import type { State } from '../../core/alerts/records.ts';
import type { ArchiveOutcome } from '../../core/archive/place.ts';
import type { Report } from '../../core/compliance/report.ts';
import { NOT_SENT, type Delivery, type RunDeps } from '../run/deps.ts';
import type { RunRequest } from '../run/request.ts';
import { ratedAlerts } from './rate-alerts.ts';

export interface DeliveryOrder {
  readonly report: Report;
  readonly request: Pick<RunRequest, 'policy' | 'publish'>;
  /** A notice on the state itself for readers; null if there is none. */
  readonly stateNote: string | null;
  readonly archiving: ArchiveOutcome;
}

export interface DeliveryResult extends Delivery {
  /** The alerts that were to be delivered, with their severity. */
  readonly alerts: readonly Alert[];
  /** The state without the alerts that were delivered. */
  readonly state: State;
}

/** While the alerts are saved, their channels are asked whether anybody receives them. */
export function prepareDelivery(
  state: State,
  { report: { runId }, request }: Pick<DeliveryOrder, 'report' | 'request'>,
  deps: Pick<RunDeps, 'prepareDelivery' | 'deliverBy'>,
): void {
  const alerts = pendingAlerts(state);
  const { channels } = request.policy.policy.alerts;
  if (alerts.length > 0)
    deps.prepareDelivery?.({ alerts, takenBy: takenBy(state), channels, runId, signal: deps.deliverBy });
}

/**
 * Sends the pending alerts of a state, whatever accounts it is of, to the channels. An alert stays pending until people can receive
 * it by one of their channels, and each machine channel has taken it.
 */
export async function deliverPending(
  state: State,
  { report, request, stateNote, archiving }: DeliveryOrder,
  { publish, now, deliverBy }: Pick<RunDeps, 'publish' | 'now' | 'deliverBy'>,
): Promise<DeliveryResult> {
  const { policy } = request.policy;
  const alerts = ratedAlerts(pendingAlerts(state), { report, policy });
  if (alerts.length === 0 && request.publish === 'changes') return { ...NOT_SENT, alerts, state };
  const { channels, runbook } = policy.alerts;
  const changes = { alerts, state, note: stateNote, runbook };
  const always = request.publish === 'always';
  const delivery = await publish({ report, changes, archiving, channels, always, signal: deliverBy });
  return { ...delivery, alerts, state: withoutDelivered(state, { ...delivery, now: now() }) };
}
