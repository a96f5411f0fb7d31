import { WardenError } from '../lib/core/errors.ts';
import { CANCELLED, FATAL, type Io } from './io.ts';

/** The message of an error, and the exit code. Our own errors are sentences already. */
export function failure(error: unknown, { cancel }: Pick<Io, 'cancel'>): { message: string; code: number } {
  if (cancel.aborted) return { message: 'macie-warden: stopped; nothing was written', code: CANCELLED };
  if (error instanceof WardenError)
    // A policy error is a list: each line has a place of its own.
    return { message: error.code === 'policy' ? error.message : `macie-warden: ${error.message}`, code: FATAL };
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    message: `macie-warden: something went wrong that should not have: ${text.replaceAll(/\s+/g, ' ')}. --debug shows where`,
    code: FATAL,
  };
}
