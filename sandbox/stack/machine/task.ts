import { Failure, functionFailure, passed } from './failure.ts';
import { fill, read, write } from './paths.ts';
import { scopeOf, type Aws, type Execution } from './run.ts';
import type { TaskState } from './schema.ts';

/** `lambda:invoke`, and the way from its answer to the output of the state. */
export async function runTask(state: TaskState, execution: Execution, aws: Aws): Promise<unknown> {
  const scope = scopeOf(execution);
  const { 'Payload.$': path, Payload } = state.Parameters;
  const payload = passed(
    path === undefined ? fill(Payload, scope) : read(path, scope),
    `the payload of ${state.Parameters.FunctionName}`,
  );
  const result = { StatusCode: 200, Payload: await invoke(state.Parameters.FunctionName, payload, execution, aws) };
  const selected = state.ResultSelector ? fill(state.ResultSelector, { ...scope, input: result }) : result;
  return read(state.OutputPath, { ...scope, input: write(state.ResultPath, scope.input, selected) });
}

/** The event goes to the function as JSON, and its answer comes back as JSON. Nobody sees the answers to duplicates. */
async function invoke(arn: string, payload: unknown, { name }: Execution, aws: Aws): Promise<unknown> {
  const deliveries = Array.from({ length: aws.deliveries?.(name) ?? 1 }, () =>
    call(arn, structuredClone(payload), aws),
  );
  const [first] = await Promise.allSettled(deliveries);
  if (first?.status !== 'fulfilled') throw functionFailure(first?.reason);
  return passed(first.value, `the answer of ${arn}`);
}

async function call(arn: string, payload: unknown, { functions }: Aws): Promise<unknown> {
  const lambda = functions.get(arn);
  if (!lambda) throw new Failure('Lambda.ResourceNotFoundException', `there is no function ${arn}`);
  return lambda(payload);
}
