import { ABORTED, Failure } from './failure.ts';
import type { Scope } from './paths.ts';

/** The AWS of a machine: its functions by ARN, S3, time and chance. */
export interface Aws {
  readonly functions: ReadonlyMap<string, (payload: unknown) => Promise<unknown>>;
  readonly readObject: (bucket: string, key: string) => Promise<string>;
  /** Waits before an attempt is repeated. */
  readonly wait: (seconds: number) => Promise<void>;
  /** From 0 to 1, for the jitter. */
  readonly random: () => number;
  /** How often, at the same time, Lambda delivers an event of an execution such as `run-1/Scan:3`. */
  readonly deliveries?: (execution: string) => number;
  /** Stops the execution and its children. The answers of functions that are running are lost. */
  readonly signal?: AbortSignal;
}

/** One attempt of a state. */
interface HistoryEvent {
  readonly execution: string;
  readonly state: string;
  /** From 1; a redrive counts anew. */
  readonly attempt: number;
  readonly error: string | null;
}

/** How far an execution is. The children of a Distributed Map are executions of their own. */
export interface Execution {
  /** Such as `run-1`, or `run-1/Scan:3` for the child with the item 3. */
  readonly name: string;
  status: 'PENDING' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';
  /** The state that it is in, or in which it ended. */
  state: string;
  /** The input of that state; after the end, the output. */
  data: unknown;
  error: string | null;
  cause: string | null;
  /** By Map state. */
  readonly children: Map<string, readonly Execution[]>;
  /** In the order in which the attempts ended, those of the children included. */
  readonly history: HistoryEvent[];
}

export function newExecution(name: string, state: string, data: unknown, history: HistoryEvent[]): Execution {
  return { name, status: 'PENDING', state, data, error: null, cause: null, children: new Map(), history };
}

export function scopeOf({ data, name }: Execution): Scope {
  return { input: data, executionName: name };
}

export function record({ name, state, history }: Execution, attempt: number, error: string | null): void {
  history.push({ execution: name, state, attempt, error });
}

export function stopIfAborted({ signal }: Aws): void {
  if (signal?.aborted === true) throw new Failure(ABORTED, String(signal.reason));
}
