import { Failure } from './failure.ts';
import { read, type Scope } from './paths.ts';
import { newExecution, scopeOf, type Aws, type Execution } from './run.ts';
import type { MapState } from './schema.ts';

/** The children of a new Map Run, one per item, none of them started. */
export async function newMapRun(state: MapState, execution: Execution, aws: Aws): Promise<readonly Execution[]> {
  const items = await readItems(state, scopeOf(execution), aws);
  return items.map((item, index) =>
    newExecution(`${execution.name}/${state.Label}:${index}`, state.ItemProcessor.StartAt, item, execution.history),
  );
}

/** ItemReader of a JSON array in S3. */
async function readItems({ ItemReader }: MapState, scope: Scope, aws: Aws): Promise<readonly unknown[]> {
  const bucket = String(read(ItemReader.Parameters['Bucket.$'], scope));
  const key = String(read(ItemReader.Parameters['Key.$'], scope));
  const items = await aws
    .readObject(bucket, key)
    .then((text): unknown => JSON.parse(text))
    .catch((error: unknown) => {
      throw new Failure('States.ItemReaderFailed', `s3://${bucket}/${key}: ${String(error)}`);
    });
  if (!Array.isArray(items)) throw new Failure('States.ItemReaderFailed', `s3://${bucket}/${key} is not a JSON array`);
  return items;
}

/** AWS reads 0 as no limit, and would start every child at once. */
export function concurrencyOf({ MaxConcurrencyPath }: MapState, scope: Scope): number {
  const value = read(MaxConcurrencyPath, scope);
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
  throw new Failure('States.Runtime', `${MaxConcurrencyPath} is ${JSON.stringify(value)}: expected an integer from 1`);
}

/** Whether more children have failed than the state tolerates. */
export function hasFailed({ ToleratedFailureCount }: MapState, children: readonly Execution[]): boolean {
  return failuresOf(children) > ToleratedFailureCount;
}

export function checkFailures(state: MapState, children: readonly Execution[]): void {
  if (!hasFailed(state, children)) return;
  throw new Failure(
    'States.ExceedToleratedFailureThreshold',
    `${failuresOf(children)} of ${children.length} children failed, and ${state.ToleratedFailureCount} are tolerated`,
  );
}

function failuresOf(children: readonly Execution[]): number {
  return children.filter(({ status }) => status === 'FAILED').length;
}

/** The outputs of the children that succeeded. */
export function resultsOf(children: readonly Execution[]): readonly unknown[] {
  return children.filter(({ status }) => status === 'SUCCEEDED').map(({ data }) => data);
}
