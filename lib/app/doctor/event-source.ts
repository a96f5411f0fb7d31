import type { EventSourceFacts } from '../../core/doctor/facts.ts';
import { notKnown, ok, unanswered, wrong, type Finding } from '../../core/doctor/finding.ts';
import type { Lookup } from '../../core/lookup.ts';

const DEPLOY = 'deploy the stack again';
const CHANGING = new Set(['Creating', 'Enabling', 'Updating']);

interface Mapping {
  /** The name of the function. */
  readonly functionName: string;
  /** The end of the ARN of its queue. */
  readonly queue: string;
}

/** Lambda takes the changes of the queue to the function. */
export function judgeEventSource(
  { functionName, queue }: Mapping,
  found: Lookup<readonly EventSourceFacts[] | null>,
): Finding {
  const what = `mapping of the queue to ${functionName}`;
  if (found.kind === 'unknown') return unanswered(what, found.why, 'lambda:ListEventSourceMappings');
  if (found.value === null) return wrong(what, 'there is no such function: changes wait in the queue', DEPLOY);
  const mapping = found.value.find(({ source }) => source.endsWith(queue));
  if (mapping === undefined) return wrong(what, 'there is none: changes wait in the queue', DEPLOY);
  const { state, reason, lastResult } = mapping;
  if (CHANGING.has(state)) return notKnown(what, `it is ${state}`, 'examine again in a minute');
  if (state !== 'Enabled')
    return wrong(
      what,
      `it is ${state}${reason === '' ? '' : ` (${reason})`}: changes wait in the queue`,
      `enable the trigger of ${functionName} in Lambda, or ${DEPLOY}`,
    );
  return /^PROBLEM/i.test(lastResult)
    ? wrong(what, `its last result is ${lastResult}`, `see the log of ${functionName}`)
    : ok(what, `${state}, last result: ${lastResult || 'none yet'}`);
}
