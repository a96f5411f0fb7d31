import type { Lookup } from '../../core/lookup.ts';
import { errorFacts } from '../error-facts.ts';
import type { Call } from '../error-meaning.ts';
import { whyFailed } from '../explain-error.ts';

/** Each service has its own name for what is not there. */
const MISSING = new Set([
  'AWS.SimpleQueueService.NonExistentQueue',
  'NoSuchBucket',
  'NoSuchEntity',
  'NoSuchEntityException',
  'NotFound',
  'NotFoundException',
  'ParameterNotFound',
  'QueueDoesNotExist',
  'ResourceNotFoundException',
  'StateMachineDoesNotExist',
  'TrailNotFoundException',
]);

/** The answer to a call; null where the service says that the thing is not there. Never rejects. */
export async function ask<T>(call: Call, send: () => Promise<T>): Promise<Lookup<T | null>> {
  try {
    return { kind: 'known', value: await send() };
  } catch (error) {
    if (isMissing(error)) return { kind: 'known', value: null };
    return { kind: 'unknown', why: await whyFailed(error, call) };
  }
}

/** CloudFormation has one type for all that is wrong with a request. */
function isMissing(error: unknown): boolean {
  const { name, message } = errorFacts(error);
  return MISSING.has(name) || (name === 'ValidationError' && /does not exist/.test(message));
}
