import { DAY_MS } from '../../core/time.ts';
import type { LoadedPolicy } from '../../policy/loaded-policy.ts';
import { NOT_SENT, type Delivery, type RunDeps } from '../run/deps.ts';
import type { RunResult } from '../run/result.ts';
import { snsFailure } from './sns-failure.ts';

const WEEK_MS = 7 * DAY_MS;
const MAX_RUNS = 1000;

/** Sends the open drifts and the figures of the last week. Throws what SNS answered. */
export async function sendDigest(
  { report, state }: RunResult,
  { policy }: LoadedPolicy,
  { openState, now, publish, deliverBy }: RunDeps,
): Promise<Delivery> {
  // Without its state a run does not know what is open: a digest of nothing reads as good news.
  if (state === null || openState === null) return NOT_SENT;
  const store = await openState();
  const from = new Date(now().getTime() - WEEK_MS).toISOString();
  const runs = (await store.lastRuns(MAX_RUNS)).filter(({ startedAt }) => startedAt >= from);
  const { channels } = policy.alerts;
  const delivery = await publish({ report, digest: { state, runs }, channels, signal: deliverBy });
  const failure = snsFailure(delivery.failures);
  if (failure) throw failure;
  return delivery;
}
