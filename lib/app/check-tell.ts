import type { Loaded, Store } from '../alerts/store.ts';
import type { Item } from '../core/alerts/model.ts';
import type { Report } from '../core/report.ts';
import { alertSettings } from '../policy/alert-settings.ts';
import type { LoadedPolicy } from '../policy/load.ts';
import type { Published } from '../publish/channels.ts';
import { isWorthSaying } from '../publish/worth.ts';
import type { CheckAnswer, CheckDeps } from './check-contract.ts';
import type { CheckEvent } from './event.ts';
import type { Delivered, Telling } from './tell.ts';

/** A run that has its report, and has yet to tell it. */
export interface Outcome {
  readonly report: Report;
  readonly policy: LoadedPolicy;
  readonly deps: CheckDeps & { readonly deadline: AbortSignal };
  readonly early: Promise<Loaded> | undefined;
}

/** Tells what there is to tell. If that fails, the report is kept in the log, and the error goes on. */
export async function tellOrKeep(
  event: CheckEvent,
  outcome: Outcome,
): Promise<Pick<CheckAnswer, 'published' | 'alerts'>> {
  const { report, deps } = outcome;
  try {
    return deps.openStore
      ? await tellWhatChanged(event, { ...outcome, store: await deps.openStore() })
      : await tellEverything(outcome);
  } catch (error) {
    deps.onUnpublished(report);
    throw error;
  }
}

/** A Region that a stand-in list lacks was not taken out of the policy: nothing follows from its absence. */
function areRegionsCertain({ notices }: Report): boolean {
  return !notices.some(({ kind }) => kind === 'regions-not-live' || kind === 'regions-enabled-unknown');
}

async function tellEverything({ report, policy, deps }: Outcome): Promise<Pick<CheckAnswer, 'published' | 'alerts'>> {
  const published = isWorthSaying(report, policy.policy.notify);
  const { channels } = policy.policy.alerts;
  const failure = published ? fatal(await deps.publish({ report, channels })) : null;
  if (failure) throw failure;
  return { published, alerts: null };
}

async function tellWhatChanged(
  { regions, accounts, digest }: CheckEvent,
  { report, policy, deps, store, early }: Outcome & { store: Store },
) {
  const { deadline, now, onItems } = deps;
  const wait = (ms: number): Promise<void> => deps.wait(ms, deadline);
  const { channels } = policy.policy.alerts;
  const publish = async (changes: Telling): Promise<Delivered> => {
    const published = await deps.publish({ report, changes, channels });
    return { undelivered: published.undelivered, failure: fatal(published) };
  };
  const [{ tell }, { recordOf }] = await Promise.all([import('./tell.ts'), import('../core/alerts/times.ts')]);
  const told = await tell(
    { store, publish, now, wait, owner: report.runId, onItems },
    {
      report,
      settings: alertSettings(policy.policy),
      isWhole: regions === undefined && accounts === undefined && areRegionsCertain(report),
      isAlways: policy.policy.notify === 'always',
      deadline,
      early,
    },
  );
  deps.onTold(told);
  // History is for looking back: a run is no worse for not being in it.
  await store.record(recordOf(report, told.alerts)).catch(() => undefined);
  // Without its memory a run does not know what stands: a digest of nothing looks like good news.
  if (digest && told.kind === 'remembered') await tellDigest({ report, policy, deps, store, items: told.items });
  return told;
}

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
const MOST_RUNS = 1000;

async function tellDigest({
  report,
  policy,
  deps,
  store,
  items,
}: Omit<Outcome, 'early'> & { store: Store; items: readonly Item[] }): Promise<void> {
  const from = new Date(deps.now().getTime() - WEEK_MS).toISOString();
  const runs = (await store.runs(MOST_RUNS)).filter(({ startedAt }) => startedAt >= from);
  const failure = fatal(
    await deps.publish({ report, digest: { items, runs }, channels: policy.policy.alerts.channels }),
  );
  if (failure) throw failure;
}

/** A run fails when SNS does: Lambda's retries and the dead-letter queue are for that. Slack's failure is an alarm of its own. */
function fatal({ failures }: Published): Error | null {
  const error = failures.find(({ channel }) => channel === 'sns')?.error;
  if (error === undefined) return null;
  return error instanceof Error ? error : new Error('SNS did not take the message');
}
