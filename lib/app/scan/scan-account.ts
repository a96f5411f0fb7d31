import pMap from 'p-map';
import type { Notice, Report } from '../../core/compliance/report.ts';
import type { Caller } from '../../core/run.ts';
import { SESSION } from '../../core/settings/session.ts';
import { targetKey, type Target } from '../../core/target.ts';
import { explainRejections } from '../../targets/rejected-token.ts';
import type { RunRequest } from '../run/request.ts';
import type { AccountAccess, ScanDeps } from './deps.ts';
import { readTarget } from './read-target.ts';
import type { ScannedTarget } from './scan-result.ts';
import { inTime, lookUpScope } from './region-scope.ts';
import { timeLimit } from './time-limit.ts';

export interface AccountScan {
  readonly caller: Caller;
  readonly regions: Report['regions'];
  /** Of the whole policy: see `ScopeLookup`. */
  readonly ofTargets: number | null;
  readonly isWhole: boolean;
  readonly targets: readonly ScannedTarget[];
  readonly notices: readonly Notice[];
}

export interface AccountOrder {
  readonly request: RunRequest;
  readonly startedAt: string;
  readonly account: AccountAccess;
  /** Ends all readings: what is not there yet is unknown. */
  readonly signal: AbortSignal;
}

/** Reads every target of an account. Identity and Regions are asked for at the same time, and readings do not wait for the identity. */
export async function scanAccount(order: AccountOrder, deps: ScanDeps): Promise<AccountScan> {
  const { account, request, signal } = order;
  const failed = new AbortController();
  const stop = AbortSignal.any([signal, failed.signal]);
  const identity = account.identify(timeLimit(deps.limits.callBudgetMs, stop));
  try {
    const [caller, { scope, ofTargets, isWhole, observed }] = await Promise.all([
      identity,
      readScope({ ...order, signal: stop }, { identity, deps }),
    ]);
    const { accountId } = caller;
    const unread = scope.notApplicable.map(({ region, detail }) => ({
      region,
      observations: { [SESSION]: { kind: 'not-applicable' as const, detail } },
    }));
    return {
      caller,
      regions: { source: scope.source, excluded: scope.excluded },
      ofTargets,
      isWhole,
      targets: [...observed, ...unread].map(({ region, ...reading }) => scannedTarget({ accountId, region }, reading)),
      notices: [...scope.notices, ...(request.notices ?? [])],
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
  { request, startedAt, account, signal }: AccountOrder,
  { identity, deps }: { identity: Promise<Caller>; deps: ScanDeps },
) {
  const limit = timeLimit(deps.limits.callBudgetMs, signal);
  let asked: ReturnType<AccountAccess['enabledRegions']> | undefined;
  const enabledRegions = () => (asked ??= inTime(limit, () => account.enabledRegions(limit)));
  const lookup = await lookUpScope(request, { enabledRegions, deps, signal });

  // Only events come with expected states, and their account is known before.
  const known = request.expected ? await identity : null;
  let done = 0;
  const total = lookup.scope.toRead.length;
  deps.onProgress?.({ phase: 'reading', done, total });
  const observed = await pMap(
    lookup.scope.toRead,
    async (region) => {
      const expected = known ? request.expected?.[targetKey({ accountId: known.accountId, region })] : undefined;
      const reading = await readTarget(
        { region, policy: request.policy.policy, startedAt, identity, expected, signal },
        { account, enabledRegions, limits: deps.limits, wait: deps.wait },
      );
      deps.onProgress?.({ phase: 'reading', done: ++done, total });
      return { region, ...reading };
    },
    { concurrency: deps.limits.parallelReads },
  );
  return { ...lookup, observed: explainRejections(observed, { isListKnown: (await asked)?.kind === 'known' }) };
}
