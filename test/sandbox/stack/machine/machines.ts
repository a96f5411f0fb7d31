import { parseMachine } from '../../../../sandbox/stack/machine/definition.ts';
import type { Aws } from '../../../../sandbox/stack/machine/run.ts';
import type { Machine } from '../../../../sandbox/stack/machine/schema.ts';

type Lambda = (payload: unknown) => Promise<unknown>;

/** A machine of these states that begins with the first. */
export function machineOf(States: Readonly<Record<string, unknown>>): Machine {
  return parseMachine(JSON.stringify({ StartAt: Object.keys(States)[0], States }), {});
}

/** A Task that passes its input to a function. It ends the machine, unless it gets a Next. */
export function task(
  FunctionName: string,
  more: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName, 'Payload.$': '$' },
    OutputPath: '$.Payload',
    ...('Next' in more ? {} : { End: true }),
    ...more,
  };
}

export const retrier = {
  ErrorEquals: ['States.ALL'],
  IntervalSeconds: 2,
  BackoffRate: 3,
  MaxAttempts: 3,
  MaxDelaySeconds: 10,
  JitterStrategy: 'FULL',
};

/** A Distributed Map over `s3://bucket/items`. Each child passes its item to a function. */
export function map(
  FunctionName: string,
  more: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  return {
    Type: 'Map',
    Label: 'Each',
    ItemReader: {
      Resource: 'arn:aws:states:::s3:getObject',
      ReaderConfig: { InputType: 'JSON' },
      Parameters: { 'Bucket.$': '$.bucket', 'Key.$': '$.key' },
    },
    MaxConcurrencyPath: '$.concurrency',
    ToleratedFailureCount: 0,
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: 'Child',
      States: { Child: task(FunctionName) },
    },
    ResultSelector: { 'results.$': '$' },
    ResultPath: '$.map',
    ...('Next' in more ? {} : { End: true }),
    ...more,
  };
}

export const MAP_INPUT = { bucket: 'bucket', key: 'items', concurrency: 2 };

/** Functions, S3 objects, and the waits before retries. Half of each delay remains after the jitter. */
export function awsOf(
  functions: Readonly<Record<string, Lambda>>,
  objects: ReadonlyMap<string, string> = new Map(),
  more: Partial<Aws> = {},
): Aws & { readonly waits: readonly number[] } {
  const waits: number[] = [];
  return {
    waits,
    functions: new Map(Object.entries(functions)),
    readObject: (bucket, key) => {
      const text = objects.get(`${bucket}/${key}`);
      return text === undefined ? Promise.reject(new Error('NoSuchKey')) : Promise.resolve(text);
    },
    wait: (seconds) => {
      waits.push(seconds);
      return Promise.resolve();
    },
    random: () => 0.5,
    ...more,
  };
}

/** The items of the Map state. */
export function itemsOf(...items: readonly unknown[]): ReadonlyMap<string, string> {
  return new Map([['bucket/items', JSON.stringify(items)]]);
}
