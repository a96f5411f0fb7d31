import type { Remediation } from '../core/model.ts';
import type { Loaded, Store } from '../alerts/store.ts';
import type { Alert, Item } from '../core/alerts/model.ts';
import type { Notice, Report, Result } from '../core/report.ts';
import type { Published } from '../publish/channels.ts';
import type { Policy } from '../policy/schema.ts';
import { alertSettings } from '../policy/alert-settings.ts';
import type { Matter } from '../render/story-for.ts';
import type { LoadedPolicy } from '../policy/load.ts';
import { isWorthSaying } from '../publish/worth.ts';
import type { Deps } from './deps.ts';
import type { CheckEvent } from './event.ts';
import { RequestError } from './request.ts';
import { sweep } from './sweep.ts';
import type { Delivered, Told, Telling } from './tell.ts';

export interface CheckDeps extends Deps {
  readonly loadPolicy: () => Promise<LoadedPolicy>;
  /** The most that this deployment may do. */
  readonly ceiling: Remediation;
  /** What is remembered between runs, opened when it is needed; null where there is no table, and every run says everything. */
  readonly openStore: (() => Promise<Store>) | null;
  /** Tells those who want to know: what has changed, or the whole report. */
  readonly publish: (message: Message) => Promise<Published>;
  /** Called as soon as there is a report, whatever becomes of publishing it. */
  readonly onReport: (report: Report) => void;
  /** What is remembered, whenever that changes, and what came of telling it. */
  readonly onItems: (items: readonly Item[]) => void;
  readonly onTold: (told: Told) => void;
  /** The report could not be published: this is the last place to keep it. */
  readonly onUnpublished: (report: Report) => void;
}

/** What there is to tell, and which channels the policy has for it. */
export interface Message extends Matter {
  readonly report: Report;
  readonly channels: Policy['alerts']['channels'];
}

/** What `check` answers: everything but the results that are compliant. */
export interface CheckAnswer {
  readonly runId: string;
  readonly verdict: Report['verdict'];
  readonly summary: Report['summary'];
  readonly published: boolean;
  /** What has changed; null where nothing is remembered. */
  readonly alerts: readonly Alert[] | null;
  readonly notices: readonly Notice[];
  readonly results: readonly Result[];
}

/** The use case of the handler: one sweep, published if there is something to say. */
export async function check(event: CheckEvent, deps: CheckDeps & { deadline: AbortSignal }): Promise<CheckAnswer> {
  const policy = await deps.loadPolicy();
  let early: Promise<Loaded> | undefined;
  const onAccount = (accountId: string): void => {
    early = deps.openStore?.().then((store) => store.load(accountId));
    // Looked at after the sweep; until then its failure is nobody's.
    early?.catch(() => undefined);
  };
  const report = await sweep(
    {
      policy,
      trigger: event.trigger,
      ceiling: ceilingOf(event, { policy, deployed: deps.ceiling }),
      regions: event.regions,
      accounts: event.accounts,
      notices: capNotice(policy, deps.ceiling),
      deadline: deps.deadline,
      onAccount,
    },
    deps,
  );
  deps.onReport(report);
  const { published, alerts } = await tellOrKeep(event, { report, policy, deps, early });
  return {
    runId: report.runId,
    verdict: report.verdict,
    summary: report.summary,
    published,
    alerts,
    notices: report.notices,
    results: report.results.filter(({ verdict }) => verdict !== 'compliant'),
  };
}

interface Outcome {
  readonly report: Report;
  readonly policy: LoadedPolicy;
  readonly deps: CheckDeps & { readonly deadline: AbortSignal };
  readonly early: Promise<Loaded> | undefined;
}

async function tellOrKeep(event: CheckEvent, outcome: Outcome): Promise<Pick<CheckAnswer, 'published' | 'alerts'>> {
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
      isWhole: regions === undefined && accounts === undefined,
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

interface Modes {
  readonly policy: LoadedPolicy;
  readonly deployed: Remediation;
}

/** An event can turn a run down to `report`; it cannot turn one up. */
function ceilingOf({ remediation }: CheckEvent, { policy, deployed }: Modes): Remediation {
  if (remediation === 'enforce' && policy.policy.remediation === 'report') {
    throw new RequestError(
      'remediation: expected "report", because the policy says so, found "enforce". Change the policy to repair',
    );
  }
  if (remediation === 'enforce' && deployed === 'report') {
    throw new RequestError(
      'remediation: expected "report", because this stack was deployed with it, found "enforce". Deploy with --param remediation=enforce',
    );
  }
  return remediation ?? deployed;
}

function capNotice({ policy }: LoadedPolicy, deployed: Remediation): readonly Notice[] {
  const enforces = [policy, ...policy.overrides].some(({ remediation }) => remediation === 'enforce');
  if (!enforces || deployed === 'enforce') return [];
  const message = 'the policy says enforce and this stack was deployed with remediation=report, so nothing is written';
  return [{ kind: 'remediation-capped', message }];
}
