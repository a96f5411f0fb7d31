import pMap from 'p-map';
import { functionsOf } from './definition.ts';
import { ABORTED, Failure, matches, passed } from './failure.ts';
import { checkFailures, concurrencyOf, hasFailed, newMapRun, resultsOf } from './map-run.ts';
import { fill, read, write } from './paths.ts';
import { newExecution, record, scopeOf, stopIfAborted, type Aws, type Execution } from './run.ts';
import type { Machine, MapState, Retrier, State, TaskState } from './schema.ts';
import { runTask } from './task.ts';

/** Executes a machine to its end, as Step Functions does. */
export async function startExecution(
  machine: Machine,
  { name, input }: { readonly name: string; readonly input: unknown },
  aws: Aws,
): Promise<Execution> {
  const missing = functionsOf(machine).filter((arn) => !aws.functions.has(arn));
  if (missing.length > 0) throw new Error(`there is no function ${missing.join(', ')}`);
  const execution = newExecution(name, machine.StartAt, input, []);
  await proceed(execution, machine, aws);
  return execution;
}

/** Goes on from the state that failed, with its input. Children of its Map Run that succeeded are not executed again. */
export async function redrive(execution: Execution, machine: Machine, aws: Aws): Promise<void> {
  if (execution.status === 'SUCCEEDED') throw new Error(`${execution.name} has succeeded: it cannot be redriven`);
  // In this case AWS starts a new Map Run.
  if (execution.error === 'States.DataLimitExceeded') execution.children.delete(execution.state);
  await proceed(execution, machine, aws);
}

async function proceed(execution: Execution, machine: Machine, aws: Aws): Promise<void> {
  Object.assign(execution, { status: 'RUNNING', error: null, cause: null });
  try {
    execution.data = passed(execution.data, `the input of ${execution.name}`);
    while (execution.status === 'RUNNING') await enterState(execution, machine, aws);
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    const status = failure.error === ABORTED ? 'ABORTED' : 'FAILED';
    Object.assign(execution, { status, error: failure.error, cause: failure.message });
  }
}

/** Executes the state of an execution, and moves it to the next. */
async function enterState(execution: Execution, machine: Machine, aws: Aws): Promise<void> {
  const state = machine.States[execution.state];
  if (!state) throw new Error(`there is no state ${execution.state}`);
  const { output, next } =
    state.Type === 'Task' || state.Type === 'Map' ? await handleErrors(state, execution, aws) : route(state, execution);
  execution.data = passed(output, `the output of ${execution.state}`);
  if (next === undefined) execution.status = 'SUCCEEDED';
  else execution.state = next;
}

interface Step {
  readonly output: unknown;
  readonly next: string | undefined;
}

/** The states that call nothing. */
function route(state: Exclude<State, TaskState | MapState>, execution: Execution): Step {
  const scope = scopeOf(execution);
  record(execution, 1, state.Type === 'Fail' ? state.Error : null);
  switch (state.Type) {
    case 'Choice': {
      const rule = state.Choices.find(({ Variable, NumericGreaterThan }) => {
        const value = read(Variable, scope);
        return typeof value === 'number' && value > NumericGreaterThan;
      });
      return { output: scope.input, next: rule?.Next ?? state.Default };
    }
    case 'Pass':
      return { output: fill(state.Parameters, scope), next: state.Next };
    case 'Succeed':
      return { output: scope.input, next: undefined };
    case 'Fail':
      throw new Failure(state.Error, state.Cause);
  }
}

async function handleErrors(state: TaskState | MapState, execution: Execution, aws: Aws): Promise<Step> {
  try {
    return { output: await retryErrors(state, execution, aws), next: state.Next };
  } catch (failure) {
    const catcher = failure instanceof Failure && state.Catch.find(({ ErrorEquals }) => matches(ErrorEquals, failure));
    if (!catcher) throw failure;
    const caught = { Error: failure.error, Cause: failure.message };
    return { output: write(catcher.ResultPath, execution.data, caught), next: catcher.Next };
  }
}

async function retryErrors(state: TaskState | MapState, execution: Execution, aws: Aws): Promise<unknown> {
  const retries = new Map<Retrier, number>();
  for (let attempt = 1; ; attempt++) {
    const result = await attemptOnce(state, execution, aws);
    record(execution, attempt, result instanceof Failure ? result.error : null);
    if (!(result instanceof Failure)) return result;
    const retrier = state.Retry.find(({ ErrorEquals }) => matches(ErrorEquals, result));
    const earlier = retrier ? (retries.get(retrier) ?? 0) : 0;
    if (!retrier || earlier >= retrier.MaxAttempts) throw result;
    retries.set(retrier, earlier + 1);
    // A Map state that is retried starts a new Map Run.
    execution.children.delete(execution.state);
    await aws.wait(delayOf(retrier, earlier) * aws.random());
  }
}

/** The longest wait before a retry. The jitter takes a part of it away. */
function delayOf({ IntervalSeconds, BackoffRate, MaxDelaySeconds }: Retrier, earlierRetries: number): number {
  return Math.min(IntervalSeconds * BackoffRate ** earlierRetries, MaxDelaySeconds);
}

async function attemptOnce(state: TaskState | MapState, execution: Execution, aws: Aws): Promise<unknown> {
  try {
    stopIfAborted(aws);
    const output = await (state.Type === 'Task' ? runTask(state, execution, aws) : runMap(state, execution, aws));
    stopIfAborted(aws);
    return output;
  } catch (failure) {
    if (failure instanceof Failure) return failure;
    throw failure;
  }
}

/** Executes the children of the Map Run that have not succeeded. All of them are new, except after a redrive. */
async function runMap(state: MapState, execution: Execution, aws: Aws): Promise<unknown> {
  const concurrency = concurrencyOf(state, scopeOf(execution));
  const children = execution.children.get(execution.state) ?? (await newMapRun(state, execution, aws));
  execution.children.set(execution.state, children);
  const left = children.filter(({ status }) => status !== 'SUCCEEDED');
  for (const child of left) child.status = 'PENDING';
  await pMap(left, (child) => runChild(child, children, state, aws), { concurrency });
  checkFailures(state, children);
  const results = passed(resultsOf(children), `the results of ${execution.state}`);
  const scope = scopeOf(execution);
  return write(state.ResultPath, scope.input, fill(state.ResultSelector, { ...scope, input: results }));
}

/** No child starts after the Map Run has failed. */
async function runChild(child: Execution, children: readonly Execution[], state: MapState, aws: Aws): Promise<void> {
  if (hasFailed(state, children)) return;
  await proceed(child, state.ItemProcessor, aws);
}
