import { AssumeRoleError } from './assume-role-error.ts';
import type { Call, ErrorMeaning, Refusal } from './error-meaning.ts';
import type { KmsProblem } from './kms.ts';

/** The meaning of an error of a call. The rules are loaded with the first error: a start is faster without them. */
export async function explainError(error: unknown, call: Call): Promise<ErrorMeaning> {
  // The call was never sent, and why has been explained.
  if (error instanceof AssumeRoleError) return { kind: 'failure', ...error.failure, mayHaveHappened: false };
  const { classifyError } = await import('./classify.ts');
  return classifyError(error, call);
}

/** The same in a sentence, for a lookup that has no other use for it. */
export async function whyFailed(error: unknown, call: Call): Promise<string> {
  const meaning = await explainError(error, call);
  if ('detail' in meaning) return meaning.detail;
  return meaning.kind === 'not-enabled'
    ? `${call.operation} in ${call.region} answered that Macie is off`
    : `${call.operation} in ${call.region} gave an answer of another service`;
}

/** The problem of a KMS key; null if the error is not of one. */
export async function explainKeyError(error: unknown): Promise<KmsProblem | null> {
  const { classifyKeyError } = await import('./classify.ts');
  return classifyKeyError(error);
}

/** The rule of the service that a call broke; null if the error is of another type. */
export async function explainRefusal(error: unknown): Promise<Refusal | null> {
  const { classifyRefusal } = await import('./classify.ts');
  return classifyRefusal(error);
}
