import type { Call, ErrorMeaning } from './error-meaning.ts';
import type { KmsProblem } from './kms.ts';

/** The meaning of an error of a call. The rules are loaded with the first error: a start is faster without them. */
export async function explainError(error: unknown, call: Call): Promise<ErrorMeaning> {
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
