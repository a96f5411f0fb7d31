import { z } from 'zod';
import { badPathIn, PATH } from './paths.ts';

/** The names with the prefix `States.` that Retry and Catch may have. States.TaskFailed, for example, is a wildcard that is not implemented. */
const STATES_ERRORS: ReadonlySet<string> = new Set([
  'States.ALL',
  'States.DataLimitExceeded',
  'States.ExceedToleratedFailureThreshold',
  'States.ItemReaderFailed',
]);

const notOfSubset = ({ input }: { readonly input?: unknown }): string =>
  `${JSON.stringify(input)} is not of the subset`;

/** The one value of a field that the interpreter executes. */
function only<T extends string | true>(value: T) {
  return z.literal(value, { error: notOfSubset });
}

const path = z.string().regex(PATH, { error: notOfSubset });
const template = z.record(z.string(), z.unknown()).superRefine((value, context) => {
  const bad = badPathIn(value);
  if (bad !== null) context.addIssue({ code: 'custom', message: `${bad} is not of the subset` });
});
const errorNames = z
  .array(z.string().refine((name) => !name.startsWith('States.') || STATES_ERRORS.has(name), { error: notOfSubset }))
  .min(1);

function isInOrder(handlers: readonly { readonly ErrorEquals: readonly string[] }[]): boolean {
  return handlers.every(
    ({ ErrorEquals }, index) =>
      !ErrorEquals.includes('States.ALL') || (ErrorEquals.length === 1 && index === handlers.length - 1),
  );
}
const ORDER = { error: 'States.ALL must be alone, in the last entry' };

/** Every field is required, so that the definition says every number. */
const retrier = z.strictObject({
  ErrorEquals: errorNames,
  IntervalSeconds: z.int().min(1),
  BackoffRate: z.number().min(1),
  MaxAttempts: z.int().min(0),
  MaxDelaySeconds: z.int().min(1),
  JitterStrategy: only('FULL'),
});
const catcher = z.strictObject({ ErrorEquals: errorNames, ResultPath: path, Next: z.string() });

const comment = { Comment: z.string().optional() };
const flow = { ...comment, Next: z.string().optional(), End: only(true).optional() };
const handlers = {
  Retry: z.array(retrier).refine(isInOrder, ORDER).default([]),
  Catch: z.array(catcher).refine(isInOrder, ORDER).default([]),
};

const task = z.strictObject({
  Type: z.literal('Task'),
  ...flow,
  ...handlers,
  Resource: only('arn:aws:states:::lambda:invoke'),
  Parameters: z
    .strictObject({ FunctionName: z.string(), Payload: template.optional(), 'Payload.$': path.optional() })
    .refine((one) => (one.Payload === undefined) !== (one['Payload.$'] === undefined), {
      error: 'expected Payload or Payload.$',
    }),
  ResultSelector: template.optional(),
  ResultPath: path.default('$'),
  OutputPath: path.default('$'),
});

const simpleStates = [
  task,
  z.strictObject({
    Type: z.literal('Choice'),
    ...comment,
    Choices: z.array(z.strictObject({ Variable: path, NumericGreaterThan: z.number(), Next: z.string() })).min(1),
    Default: z.string(),
  }),
  z.strictObject({ Type: z.literal('Pass'), ...flow, Parameters: template }),
  z.strictObject({ Type: z.literal('Succeed'), ...comment }),
  z.strictObject({ Type: z.literal('Fail'), ...comment, Error: z.string(), Cause: z.string() }),
] as const;

const map = z.strictObject({
  Type: z.literal('Map'),
  ...flow,
  ...handlers,
  /** Part of the ARN of the Map Run, which the policy of the role names. */
  Label: z.string().regex(/^\w{1,40}$/),
  ItemReader: z.strictObject({
    Resource: only('arn:aws:states:::s3:getObject'),
    ReaderConfig: z.strictObject({ InputType: only('JSON') }),
    Parameters: z.strictObject({ 'Bucket.$': path, 'Key.$': path }),
  }),
  MaxConcurrencyPath: path,
  ToleratedFailureCount: z.int().min(0),
  ItemProcessor: z.strictObject({
    ProcessorConfig: z.strictObject({ Mode: only('DISTRIBUTED'), ExecutionType: only('STANDARD') }),
    StartAt: z.string(),
    States: z.record(z.string(), z.discriminatedUnion('Type', simpleStates)),
  }),
  ResultSelector: template,
  ResultPath: path,
});

export const machineSchema = z.strictObject({
  ...comment,
  StartAt: z.string(),
  States: z.record(z.string(), z.discriminatedUnion('Type', [...simpleStates, map])),
});

export type State = z.output<typeof machineSchema>['States'][string];
export type TaskState = Extract<State, { Type: 'Task' }>;
export type MapState = Extract<State, { Type: 'Map' }>;
export type Retrier = z.output<typeof retrier>;

/** A machine, or the part of a Map state that its children run. */
export interface Machine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}
