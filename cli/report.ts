import { requestedScope } from '../lib/app/check/requested-scope.ts';
import { accountsInScope } from '../lib/app/organization/account-scope.ts';
import type { ScanDeps } from '../lib/app/scan/deps.ts';
import type { RunRequest } from '../lib/app/run/request.ts';
import type { ScanOrder } from '../lib/app/scan/scan.ts';
import type { Report } from '../lib/core/compliance/report.ts';
import { EXIT_CODES, exitCodeOf, type FailOn } from '../lib/core/compliance/verdict.ts';
import type { Remediation } from '../lib/core/run.ts';
import type { CommandLineAws } from '../lib/app/wiring/command-line/command-line.ts';
import type { LoadedPolicy } from '../lib/policy/loaded-policy.ts';
import { note, type Io } from './io.ts';
import { progressBar, type ProgressBar } from './progress.ts';
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

/** A pipeline that goes on in spite of the verdict says so. */
export async function noteFailOn(
  { verdict }: Pick<Report, 'verdict'>,
  { failOn, io }: { readonly failOn: FailOn; readonly io: Io },
): Promise<void> {
  if (exitCodeOf(verdict, failOn) !== EXIT_CODES[verdict])
    await note(
      io,
      `result: ${verdict}; the exit code is 0, not ${EXIT_CODES[verdict]}, because of --fail-on ${failOn}`,
    );
}
