import pMap from 'p-map';
import type { Observation } from '../../core/observation.ts';
import type { ScanStep } from '../../core/progress.ts';
import type { Caller } from '../../core/run.ts';
import { SESSION } from '../../core/settings/session.ts';
import { targetKey, type Target } from '../../core/target.ts';
import { unknownScopedAccount, type ScopedAccount } from '../../targets/accounts.ts';
import type { RegionBreaker } from '../../targets/region-breaker.ts';
import { explainRejections } from '../../targets/rejected-token.ts';
import type { RunRequest } from '../run/request.ts';
import type { AccountInScope } from '../organization/account-scope.ts';
import type { AccountAccess, ScanDeps } from './deps.ts';
import { withoutBucketless } from './buckets/without-buckets.ts';
import { readTarget, type TargetDeps, type TargetOrder, type TargetReading } from './read-target.ts';
import type { AccountScan, ScannedTarget } from './scan-result.ts';
import { lookUpScope } from './region-scope.ts';
import { inTime, timeLimit } from './time-limit.ts';

export interface AccountOrder {
  readonly request: RunRequest;
  readonly startedAt: string;
  readonly account: AccountInScope;
  /** Ends all readings: what is not there yet is unknown. */
  readonly signal: AbortSignal;
  /** A person has ended the run: what is not there yet was not reached. */
  readonly cancel: AbortSignal | undefined;
}

/** What the accounts of a scan share. */
export interface SharedDeps extends ScanDeps, Pick<TargetDeps, 'discoveryIn'> {
  readonly breaker: RegionBreaker;
  readonly onStep: (step: ScanStep) => void;
}

/** Reads every target of an account. Identity and Regions are asked for at the same time, and readings do not wait for the identity. */
export async function scanAccount(order: AccountOrder, deps: SharedDeps): Promise<AccountScan> {
  const { request, signal } = order;
  const { access, account } = order.account;
  const failed = new AbortController();
  const stop = AbortSignal.any([signal, failed.signal]);
  const identity = access.identify(timeLimit(deps.limits.callBudgetMs, stop));
  try {
    const [{ accountId }, { scope, ofTargets, isWhole, observed }] = await Promise.all([
      identity,
      readScope({ ...order, signal: stop }, { identity, deps }),
    ]);
    const unread = scope.notApplicable.map(({ region, detail }) => ({
      region,
      observations: { [SESSION]: { kind: 'not-applicable' as const, detail } },
    }));
    return {
      account: account ?? unknownScopedAccount(accountId),
      regions: { source: scope.source, excluded: scope.excluded },
      ofTargets,
      isWhole,
      targets: [...observed, ...unread].map(({ region, ...reading }) => scannedTarget({ accountId, region }, reading)),
      notices: [...scope.notices, ...(request.notices ?? [])],
      unreachable: null,
    };
  } finally {
    // With bad credentials there is no point in waiting for 22 Regions.
    failed.abort();
  }
}

function scannedTarget(
  target: Target,
  { observations, membership }: Pick<ScannedTarget, 'observations' | 'membership'>,
): ScannedTarget {
  return { target, observations, ...(membership === undefined ? {} : { membership }) };
}

async function readScope(
  { request, startedAt, account: { access, account }, signal, cancel }: AccountOrder,
  { identity, deps }: { identity: Promise<Caller>; deps: SharedDeps },
) {
  const limit = timeLimit(deps.limits.callBudgetMs, signal);
  let asked: ReturnType<AccountAccess['enabledRegions']> | undefined;
  const enabledRegions = () => (asked ??= inTime(limit, () => access.enabledRegions(limit)));
  const lookup = await lookUpScope(request, { enabledRegions, deps, signal });
  const scope = await withoutBucketless(lookup.scope, { request, identity, account, access }, { deps, signal });
  // Only events come with expected states, and their account is known before.
  const known = request.expected ? await identity : null;
  deps.onStep({ kind: 'regions-known', targets: scope.toRead.length });
  const observed = await pMap(
    scope.toRead,
    async (region) => {
      const key = known ? targetKey({ accountId: known.accountId, region }) : '';
      const expected = request.expected?.[key];
      const expectedGroups = request.expectedGroups?.[key];
      const reading = await readUnlessDown(
        {
          region,
          policy: request.policy.policy,
          startedAt,
          identity,
          account,
          expected,
          expectedGroups,
          signal,
          cancel,
        },
        { ...deps, account: access, enabledRegions },
      );
      deps.onStep({ kind: 'target-read' });
      return { region, ...reading };
    },
    { concurrency: deps.limits.parallelReads },
  );
  return { ...lookup, scope, observed: explainRejections(observed, { isListKnown: (await asked)?.kind === 'known' }) };
}

/** A Region that gave other accounts of the scan no answer is not waited for again. */
async function readUnlessDown(
  order: TargetOrder,
  { breaker, ...deps }: TargetDeps & Pick<SharedDeps, 'breaker'>,
): Promise<TargetReading> {
  const instead = breaker.instead(order.region);
  if (instead) return { observations: { [SESSION]: instead }, isTokenRejected: false };
  const reading = await readTarget(order, deps);
  const { [SESSION]: session } = reading.observations;
  // The end of the run says nothing of the Region.
  if (session && !order.signal.aborted) breaker.record(order.region, session);
  return reading;
}

/** The targets of an account that is not read: each has the same observation. Its own list of Regions is not known. */
export async function accountUnread(
  { request, signal, account: { account } }: AccountOrder & { readonly account: { readonly account: ScopedAccount } },
  observation: Observation,
  deps: ScanDeps,
): Promise<AccountScan> {
  const why = 'the account was not read';
  const enabledRegions = () => Promise.resolve({ kind: 'unknown' as const, why });
  const { scope, ofTargets, isWhole } = await lookUpScope(request, { enabledRegions, deps, signal });
  const regions = [...scope.toRead, ...scope.notApplicable.map(({ region }) => region)];
  return {
    account,
    regions: { source: scope.source, excluded: scope.excluded },
    ofTargets,
    isWhole,
    targets: regions.map((region) => ({
      target: { accountId: account.accountId, region },
      observations: { [SESSION]: observation },
    })),
    notices: [...scope.notices.filter(({ kind }) => kind !== 'regions-enabled-unknown'), ...(request.notices ?? [])],
    unreachable: observation.kind === 'unknown' ? { reason: observation.reason, detail: observation.detail } : null,
  };
}
