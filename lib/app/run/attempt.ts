/** A step that may fail and has an answer for it. */
export type StepResult<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'failed'; readonly why: string };

/** Waits for a step, and turns its failure into data. */
export async function attempt<T>(step: Promise<T>): Promise<StepResult<T>> {
  try {
    return { kind: 'done', value: await step };
  } catch (error) {
    return { kind: 'failed', why: errorText(error) };
  }
}

export function errorText(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
