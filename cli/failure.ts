import { CANCELLED, FATAL, type Io } from './io.ts';

const OURS = new Set(['IdentityError', 'PolicyError', 'RequestError', 'UsageError']);

/** What to say of an error, and the exit code. Errors of ours are sentences already; of others we say what we can. */
export function failure(error: unknown, { cancel }: Pick<Io, 'cancel'>): { message: string; code: number } {
  if (cancel.aborted) return { message: 'warden: stopped; nothing was written', code: CANCELLED };
  if (error instanceof Error && OURS.has(error.name)) {
    const isList = error.name === 'PolicyError';
    return { message: isList ? error.message : `warden: ${error.message}`, code: FATAL };
  }
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    message: `warden: something went wrong that should not have: ${text.replaceAll(/\s+/g, ' ')}. --debug shows where`,
    code: FATAL,
  };
}
