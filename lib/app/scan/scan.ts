import { assess, type Assessment } from '../../core/compliance/assess.ts';
import type { Observation } from '../../core/model.ts';
import { compareText } from '../../core/order.ts';
import { plan, type Plan } from '../../core/compliance/plan.ts';
import type { Notice } from '../../core/compliance/report.ts';
import { expiredWaivers, resolve } from '../../policy/resolve.ts';
import type { Lookup } from '../../targets/lookup.ts';
import { narrowScope, scopeOfAll, scopeOfList, type RegionScope } from '../../targets/scope.ts';
import type { Deps } from '../wiring/deps.ts';
import { observeRegions, type Observed } from './read-targets.ts';
import { requireOwnAccount, requireRegionsInPolicy, type SweepRequest } from '../run/request.ts';
import { budget, within } from './time-limit.ts';

/** Everything that was seen and what follows from it. Nothing has been written. */
export interface Survey {
  readonly request: SweepRequest;
  readonly runId: string;
  readonly startedAt: Date;
  readonly accountId: string;
  readonly scope: RegionScope;
  /** As they were seen, before any guard rail. */
  readonly assessments: readonly Assessment[];
  readonly plan: Plan;
  readonly notices: readonly Notice[];
}

/** Looks at every target of the policy and plans. A run that looks again is still the same run. Throws RequestError, IdentityError, or what `cancel` was aborted with. */
export async function survey(
  request: SweepRequest,
  deps: Deps,
  { runId, startedAt }: Pick<Survey, 'runId' | 'startedAt'> = { runId: deps.newId(), startedAt: deps.now() },
): Promise<Survey> {
  requireRegionsInPolicy(request);
  const { accountId, scope, observed } = await look(request, deps);
  request.cancel?.throwIfAborted();

  const { policy } = request.policy;
  const assessments = observed.map(({ region, observation }): Assessment => {
    const target = { accountId, region };
    return assess({ target, policy: resolve(policy, target, startedAt), observation });
  });
  return {
    request,
    runId,
    startedAt,
    accountId,
    scope,
    assessments,
    plan: plan(assessments, { ceiling: request.ceiling, maxActions: policy.limits.maxActions }),
    notices: [
      ...(request.notices ?? []),
      ...scope.notices,
      ...waiverNotices(request, startedAt),
      ...deadlineNotice(request),
    ],
  };
}

/** Identity and Regions are asked for at the same time, and the sessions as soon as the Regions are known. */
async function look(request: SweepRequest, deps: Deps) {
  const failed = new AbortController();
  const stop = AbortSignal.any([
    failed.signal,
    ...(request.cancel ? [request.cancel] : []),
    ...(request.deadline ? [request.deadline] : []),
  ]);
  try {
    const [accountId, { scope, observed }] = await Promise.all([
      identify(request, { deps, stop }),
      observeScope(request, { deps, stop }),
    ]);
    return { accountId, scope, observed };
  } catch (error) {
    // Being stopped looks like a failure of whatever was under way: say what it was.
    request.cancel?.throwIfAborted();
    throw error;
  } finally {
    // When the credentials are bad there is no point in 22 Regions saying so.
    failed.abort();
  }
}

interface Context {
  readonly deps: Deps;
  readonly stop: AbortSignal;
}

async function identify({ accounts, onAccount }: SweepRequest, { deps, stop }: Context): Promise<string> {
  const { accountId } = await deps.identify(budget(deps.limits.callBudgetMs, stop));
  requireOwnAccount(accountId, accounts);
  onAccount?.(accountId);
  return accountId;
}

async function observeScope(request: SweepRequest, { deps, stop }: Context) {
  const { policy } = request.policy;
  const limit = budget(deps.limits.callBudgetMs, stop);
  let asked: ReturnType<Deps['enabledRegions']> | undefined;
  const enabled = () => (asked ??= inTime(limit, () => deps.enabledRegions(limit)));

  let scope: RegionScope;
  if (request.areRegionsKnown && request.regions) {
    scope = { ...scopeOfList(request.regions), source: 'event' };
  } else if (policy.regions === 'all') {
    const lists = await Promise.all([inTime(limit, () => deps.offeredRegions(limit)), enabled()]);
    scope = scopeOfAll({ excluded: policy.excludeRegions, offered: lists[0], enabled: lists[1] });
  } else {
    scope = scopeOfList(policy.regions);
  }
  if (request.regions) scope = narrowScope(scope, request.regions);

  const { onProgress, awaited } = request;
  const options = { regions: scope.toRead, signal: stop, enabled, awaited, ...(onProgress ? { onProgress } : {}) };
  const read = await observeRegions(deps, options);
  return { scope, observed: [...read, ...scope.notApplicable.map(notApplicable)].toSorted(byRegion) };
}

const byRegion = (a: Observed, b: Observed): number => compareText(a.region, b.region);

function notApplicable({ region, detail }: RegionScope['notApplicable'][number]): Observed {
  const observation: Observation = { kind: 'not-applicable', detail };
  return { region, observation };
}

function inTime<T>(limit: AbortSignal, work: () => Promise<Lookup<T>>): Promise<Lookup<T>> {
  return within(limit, { work, late: () => ({ kind: 'unknown', why: 'it gave no answer in time' }) });
}

function waiverNotices({ policy: { policy } }: SweepRequest, now: Date): Notice[] {
  return expiredWaivers(policy, now).map(({ index, waiver }) => ({
    kind: 'waiver-expired',
    message: `the waiver of ${waiver.owner} (${waiver.reason}), waivers[${index}], ended on ${waiver.expires} and waives nothing any more: renew it or take it out`,
  }));
}

function deadlineNotice({ deadline }: SweepRequest): Notice[] {
  if (!deadline?.aborted) return [];
  return [
    { kind: 'deadline', message: 'the time of the run was over before every Region had answered: raise the timeout' },
  ];
}
