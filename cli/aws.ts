import type { StateStore } from '../lib/app/run/deps.ts';
import type { ScanDeps } from '../lib/app/scan/deps.ts';
import type { CommandLineAws } from '../lib/app/wiring/command-line.ts';
import { UsageError, type Io } from './io.ts';

export type { CommandLineAws };

/** Makes the clients for one command and closes them after it. */
export async function withAws<T>({ env }: Pick<Io, 'env'>, work: (aws: CommandLineAws) => Promise<T>): Promise<T> {
  const { connectCommandLine } = await import('../lib/app/wiring/command-line.ts');
  const aws = connectCommandLine({ homeRegion: env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? 'us-east-1' });
  try {
    return await work(aws);
  } finally {
    aws.close();
  }
}

export interface StateTools {
  readonly store: StateStore;
  readonly deps: ScanDeps;
}

/** The same, with the state table of the stack. */
export async function withState<T>(
  io: Pick<Io, 'env'>,
  { table, work }: { table: string; work: (tools: StateTools) => Promise<T> },
): Promise<T> {
  return withAws(io, async ({ deps, openState }) => {
    const store = await openState(table);
    return work({ deps, store }).catch((error: unknown) => {
      throw tableProblem(error, table);
    });
  });
}

function tableProblem(error: unknown, table: string): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === 'ResourceNotFoundException')
    return new UsageError(
      `--table ${table}: there is no such table in this account and Region. --table and AWS_REGION say which`,
    );
  return error.name === 'AccessDeniedException'
    ? new UsageError(`--table ${table}: it may not be read: ${error.message}`)
    : error;
}
