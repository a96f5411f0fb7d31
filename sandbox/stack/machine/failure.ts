/** A failure with the name that Retry and Catch compare. A function throws one to fail with a name such as Lambda.Unknown. */
export class Failure extends Error {
  readonly error: string;

  constructor(error: string, cause: string) {
    super(cause);
    this.error = error;
  }
}

export const ABORTED = 'Execution.Aborted';

/** States.ALL does not match these. https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
const TERMINAL: ReadonlySet<string> = new Set(['States.DataLimitExceeded', 'States.Runtime', ABORTED]);

export function matches(errorEquals: readonly string[], { error }: Failure): boolean {
  return errorEquals.includes(error) || (errorEquals.includes('States.ALL') && !TERMINAL.has(error));
}

/** The failure of a state whose function threw. */
export function functionFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  const { name: errorType, message: errorMessage } = thrown instanceof Error ? thrown : new Error(String(thrown));
  return new Failure(errorType, JSON.stringify({ errorType, errorMessage }));
}

const LIMIT = 262_144;

/** A value as JSON carries it, which AWS limits in size. */
export function passed(value: unknown, label: string): unknown {
  const text = JSON.stringify(value ?? null);
  const size = Buffer.byteLength(text);
  if (size > LIMIT)
    throw new Failure('States.DataLimitExceeded', `${label} has ${size} bytes, and ${LIMIT} is the limit`);
  return JSON.parse(text);
}
