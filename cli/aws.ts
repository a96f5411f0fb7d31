import type { HistoryStore } from '../lib/app/history/deps.ts';
import type { ScanDeps } from '../lib/app/scan/deps.ts';
import type { CommandLineAws } from '../lib/app/wiring/command-line/command-line.ts';
import type { LoadedPolicy } from '../lib/policy/loaded-policy.ts';
import { isInAws } from '../lib/policy/source.ts';
import type { ValidatedPolicy } from '../lib/policy/validated-policy.ts';
import type { AwsOptions } from './aws-options.ts';
import type { Io } from './io.ts';
import { tableProblem } from './table-problem.ts';
import { unreachableHost } from './unreachable-host.ts';

export type { AwsOptions, CommandLineAws };

export interface AwsContext {
  readonly io: Io;
  readonly options: AwsOptions;
}

/** Makes the clients for one command and closes them after it. */
export async function withAws<T>({ io, options }: AwsContext, work: (aws: CommandLineAws) => Promise<T>): Promise<T> {
  const [{ connectCommandLine }, { askMfaCode }] = await Promise.all([
    import('../lib/app/wiring/command-line/command-line.ts'),
    import('./prompt.ts'),
  ]);
  const { profile, region, endpointUrl, roleArn } = options;
  const aws = await connectCommandLine({
    env: io.env,
    profile,
    region,
    endpointUrl,
    roleArn,
    askMfaCode: io.stdin.isTTY ? (device) => askMfaCode(io, device) : undefined,
  });
  try {
    return await work(aws);
  } catch (error) {
    throw unreachableHost(error, aws.homeRegion) ?? error;
  } finally {
    aws.close();
  }
}

/** Loads a policy. One in a file needs no AWS, whatever the environment holds. */
export async function loadPolicyOf(source: string, context: AwsContext): Promise<LoadedPolicy> {
  if (isInAws(source)) return withAws(context, ({ loadPolicy }) => loadPolicy(source));
  const { loadPolicyFile } = await import('../lib/app/wiring/command-line/command-line.ts');
  return loadPolicyFile(source);
}

/** The same, with the warnings on it. */
export async function validatePolicyOf(source: string, context: AwsContext): Promise<ValidatedPolicy> {
  if (isInAws(source)) return withAws(context, ({ validatePolicy }) => validatePolicy(source));
  const { validatePolicyFile } = await import('../lib/app/wiring/command-line/command-line.ts');
  return validatePolicyFile(source, context.io.now());
}

export interface StateTools {
  readonly store: HistoryStore;
  readonly deps: ScanDeps;
  readonly unitNames: CommandLineAws['unitNames'];
  readonly openArchive: CommandLineAws['openArchive'];
}

/** The same as `withAws`, with the state table of the stack. */
export async function withState<T>(
  { table, ...context }: AwsContext & { readonly table: string },
  work: (tools: StateTools) => Promise<T>,
): Promise<T> {
  return withAws(context, async ({ deps, openState, openArchive, unitNames, homeRegion }) => {
    const store = await openState(table);
    return work({ deps, store, unitNames, openArchive }).catch((error: unknown) => {
      throw tableProblem(error, { table, homeRegion });
    });
  });
}
