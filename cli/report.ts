import { requestedScope } from '../lib/app/check/requested-scope.ts';
import { accountsInScope } from '../lib/app/organization/account-scope.ts';
import type { ScanDeps } from '../lib/app/scan/deps.ts';
import type { RunRequest } from '../lib/app/run/request.ts';
import type { ScanOrder } from '../lib/app/scan/scan.ts';
import type { Remediation } from '../lib/core/run.ts';
import type { LoadedPolicy } from '../lib/policy/loaded-policy.ts';
import type { CommandLineAws } from './aws.ts';
import { note, type Io } from './io.ts';
import { progressBar, type ProgressBar } from './progress.ts';
import { checkRegionNames } from './region-names.ts';
import type { RunOptions } from './options.ts';

export interface OrderContext {
  readonly policy: LoadedPolicy;
  readonly ceiling: Remediation;
  readonly io: Io;
  readonly deps: ScanDeps;
}

/** What a scan of the command line needs, with its progress shown. */
export function scanDeps(
  { concurrency, quiet }: Pick<RunOptions, 'concurrency' | 'quiet'>,
  { io, aws }: { io: Io; aws: CommandLineAws },
): { readonly deps: ScanDeps; readonly bar: ProgressBar } {
  const bar = progressBar(io, quiet === true);
  const { limits } = aws.deps;
  const parallelAccounts = concurrency ?? limits.parallelAccounts;
  return { bar, deps: { ...aws.deps, limits: { ...limits, parallelAccounts }, onProgress: bar.show } };
}

/** The first step of a scan, in words. */
export function listingText({ policy: { accounts } }: LoadedPolicy): string {
  return accounts === 'self' ? 'listing Regions' : 'listing accounts and Regions';
}

/** The run that a person asked for on the command line. Throws a WardenError for a scope outside the policy. */
export async function orderFor(
  options: Pick<RunOptions, 'regions' | 'accounts' | 'region' | 'maxActions' | 'maxMonthlyCost' | 'depth'>,
  { policy, ceiling, io, deps }: OrderContext,
): Promise<ScanOrder> {
  await checkRegionNames(options.regions ?? [], { option: '--regions', io });
  if (options.region !== undefined && options.regions === undefined)
    await note(io, `--region ${options.region} is the home Region and does not narrow this run: --regions does`);
  const only = requestedScope(options, policy);
  const request: RunRequest = {
    policy,
    trigger: 'command-line',
    ceiling,
    only,
    maxActions: options.maxActions,
    maxMonthlyCost: options.maxMonthlyCost,
    depth: options.depth,
    publish: 'changes',
  };
  return {
    request,
    runId: deps.newId(),
    startedAt: deps.now().toISOString(),
    ...(await accountsInScope(request, deps, io.cancel)),
    cancel: io.cancel,
  };
}
