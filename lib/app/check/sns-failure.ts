import type { Delivery } from '../run/deps.ts';

/** The answer of SNS, if it did not take a message. */
export function snsFailure(failures: Delivery['failures']): Error | null {
  const error = failures.find(({ channel }) => channel === 'sns')?.error;
  if (error === undefined) return null;
  return error instanceof Error ? error : new Error('SNS did not take the message');
}
