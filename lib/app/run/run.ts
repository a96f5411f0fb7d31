import type { Loaded, Store } from '../../state/table.ts';
import type { Alert } from '../../core/alerts/model.ts';
import type { Change } from '../../core/activity/macie-call.ts';
import type { Report } from '../../core/compliance/report.ts';
import { alertSettings } from '../../policy/alert-settings.ts';
import type { Published } from '../../publish/channels.ts';
import { isWorthSaying } from '../../publish/worth.ts';
import type { Attempt } from './attempt.ts';
import type { CheckDeps } from '../check/check-contract.ts';
import type { SweepRequest } from './request.ts';
import type { Time } from './time.ts';
import { survey } from '../scan/scan.ts';
import { sweep } from './sweep.ts';
import type { Delivered, Telling, Told } from './tell-contract.ts';

/** One run of a handler: what it looks at, and what is to be told. */
export interface RunOrder {
  readonly request: Omit<SweepRequest, 'onAccount' | 'deadline'>;
  /** Is every target of the policy looked at? If not, what the run does not show is left as it is. */
  readonly isWhole: boolean;
  /** Calls that were seen to be made. */
  readonly changes?: readonly Change[];
  /** Tell what stands as well. */
  readonly digest?: true | undefined;
}

export interface Ran {
  readonly report: Report;
  readonly published: boolean;
  /** What has changed; null where nothing is remembered. */
  readonly alerts: readonly Alert[] | null;
  readonly told: Told | null;
}

export type RunDeps = CheckDeps & Time;

/** Looks, repairs what may be repaired, and tells. If telling fails, the report is kept in the log, and the error goes on. */
export async function run(order: RunOrder, deps: RunDeps): Promise<Ran> {
  let report: Report | undefined;
  const onReport = (made: Report): void => {
    report = made;
    deps.onReport(made);
  };
  try {
    const watched = { ...deps, onReport };
    return await (deps.openStore
      ? runRemembering(order, { ...watched, openStore: deps.openStore })
      : runForgetting(order, watched));
  } catch (error) {
    if (report) deps.onUnpublished(report);
    throw error;
  }
}

async function runForgetting({ request }: RunOrder, deps: RunDeps): Promise<Ran> {
  const report = await sweep({ ...request, deadline: deps.deadline }, deps);
  deps.onReport(report);
  const { policy } = request.policy;
  const published = isWorthSaying(report, policy.notify);
  const failure = published ? fatal(await deps.publish({ report, channels: policy.alerts.channels })) : null;
  if (failure) throw failure;
  return { report, published, alerts: null, told: null };
}

type OpenStore = NonNullable<CheckDeps['openStore']>;

async function runRemembering(order: RunOrder, deps: RunDeps & { openStore: OpenStore }): Promise<Ran> {
  const { request, isWhole, changes = [], digest } = order;
  const { deadline, leaseMs, now, onItems, onReport, findCauses } = deps;
  const { policy } = request.policy;
  let early: Promise<Loaded> | undefined;
  const onAccount = (accountId: string): void => {
    early = deps.openStore().then((store) => store.load(accountId));
    // Looked at after the sweep; until then its failure is nobody's.
    early.catch(() => undefined);
  };
  const first = await survey({ ...request, deadline, onAccount }, deps);
  const [{ tell }, { attemptOf }, { recordOf }, store] = await Promise.all([
    import('./tell.ts'),
    import('./attempt.ts'),
    import('../../core/alerts/statistics.ts'),
    deps.openStore(),
  ]);
  const again = async (): Promise<Attempt> =>
    attemptOf(await survey({ ...request, deadline }, deps, first), { deps, isWhole });
  const publish = async ({ report, ...telling }: Telling): Promise<Delivered> => {
    const published = await deps.publish({ report, changes: telling, channels: policy.alerts.channels });
    return { undelivered: published.undelivered, failure: fatal(published) };
  };
  const told = await tell(
    {
      store,
      publish,
      now,
      wait: (ms) => deps.wait(ms, deadline),
      onItems,
      onReport,
      // An event says who it was; a look on the schedule has to ask.
      ...(request.trigger === 'change'
        ? {}
        : {
            findCauses: (alerts) => findCauses(alerts, { startedAt: first.startedAt.toISOString(), signal: deadline }),
          }),
    },
    {
      attempt: attemptOf(first, { deps, isWhole }),
      again,
      settings: alertSettings(policy),
      changes,
      isAlways: policy.notify === 'always' && request.trigger !== 'change',
      deadline,
      leaseMs,
      early,
    },
  );
  deps.onTold(told);
  const { report, alerts, published } = told;
  // History is for looking back: a run is no worse for not being in it. A look after an event that changed nothing is none.
  if (request.trigger !== 'change' || alerts.length > 0)
    await store.record(recordOf(report, alerts)).catch(() => undefined);
  // Without its memory a run does not know what stands: a digest of nothing looks like good news.
  if (digest && told.kind === 'remembered') await digestOf(told, { store, deps, order });
  return { report, published, alerts, told };
}

async function digestOf(
  { report, items }: Told,
  { store, deps, order }: { store: Store; deps: RunDeps; order: RunOrder },
): Promise<void> {
  const { channels } = order.request.policy.policy.alerts;
  const { tellDigest } = await import('../check/digest.ts');
  const failure = fatal(await tellDigest({ report, items, channels }, { store, deps }));
  if (failure) throw failure;
}

/** A run fails when SNS does: Lambda's retries and the dead-letter queue are for that. Slack's failure is an alarm of its own. */
function fatal({ failures }: Published): Error | null {
  const error = failures.find(({ channel }) => channel === 'sns')?.error;
  if (error === undefined) return null;
  return error instanceof Error ? error : new Error('SNS did not take the message');
}
