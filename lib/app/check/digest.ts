import { WardenError } from '../../core/errors.ts';
import { DAY_MS } from '../../core/time.ts';
import type { LoadedPolicy } from '../../policy/loaded-policy.ts';
import type { Delivery, RunDeps } from '../run/deps.ts';
import type { RunResult } from '../run/result.ts';
import { snsFailure } from './sns-failure.ts';

const WEEK_MS = 7 * DAY_MS;

/** Sends the open drifts and the figures of the last week. Throws what SNS answered, or a WardenError without a state. */
export async function sendDigest(
  { report, state, stateUse, archiving }: RunResult,
  { policy }: LoadedPolicy,
  { openState, now, publish, deliverBy }: RunDeps,
): Promise<Delivery> {
  // Without its state a run does not know what is open: a digest of nothing reads as good news.
  if (openState === null)
    throw new WardenError('request', 'digest: expected a stack with a state table, found none: set STATE_TABLE');
  if (stateUse !== 'stored' || state === null)
    throw new WardenError(
      'state-unavailable',
      'the digest was not sent, because the state of earlier runs was not available: the log of the run has the reason',
    );
  const store = await openState();
  const from = new Date(now().getTime() - WEEK_MS).toISOString();
  const period = await store.runsSince(from);
  const { channels } = policy.alerts;
  const delivery = await publish({ report, digest: { state, ...period }, archiving, channels, signal: deliverBy });
  const failure = snsFailure(delivery.failures);
  if (failure) throw failure;
  return delivery;
}
