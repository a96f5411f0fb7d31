import type { Call, ErrorMeaning } from './error-meaning.ts';

/** What an error of a call means. The rules are loaded with the first error: a start is faster without them. */
export async function explainError(error: unknown, call: Call): Promise<ErrorMeaning> {
  const { classifyError } = await import('./classify.ts');
  return classifyError(error, call);
}
