import type { BusFacts } from '../../../core/doctor/facts.ts';
import { ok, unanswered, wrong, type Finding } from '../../../core/doctor/finding.ts';
import type { Lookup } from '../../../core/lookup.ts';

interface AlertBus {
  /** As the stack has it: its name or ARN. */
  readonly bus: string;
  readonly region: string;
  readonly accountId: string;
}

/** Whether the functions may put events on it, their roles show: the area `access` has those. */
export function judgeBus({ bus, region, accountId }: AlertBus, found: Lookup<BusFacts | null>): Finding {
  const what = `alert bus ${bus.split('event-bus/').at(-1)}`;
  const owner = bus.startsWith('arn:') ? (bus.split(':')[4] ?? '') : accountId;
  if (found.kind === 'unknown')
    return unanswered(
      what,
      found.why,
      `events:DescribeEventBus on ${bus}${owner === accountId ? '' : `, in the policy of the bus in ${owner} too,`}`,
    );
  if (found.value === null)
    return wrong(
      what,
      `it does not exist in ${region} of ${owner}: EventBridge takes the alerts and drops them`,
      'make it, or deploy with another --param alertBus',
    );
  return ok(
    what,
    owner === accountId
      ? `it exists in ${region}`
      : `it exists in ${region} of ${owner}, whose policy of the bus was not evaluated`,
  );
}
