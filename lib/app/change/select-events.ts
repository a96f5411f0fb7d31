import type { Caller } from '../../aws/identity.ts';
import type { Change } from '../../core/activity/macie-call.ts';
import type { Policy } from '../../policy/schema.ts';
import { frequencyFor } from '../../core/compliance/plan.ts';
import { isOwnRepair, type TrailRecord } from '../../cloudtrail/records.ts';
import { resolve } from '../../policy/resolve.ts';
import type { CallEvent, Incoming, OptInEvent } from './parse-events.ts';
import { covers } from '../run/request.ts';

/** An event that is looked into. */
export interface Kept {
  readonly messageId: string | null;
  readonly event: CallEvent | OptInEvent;
}

/** An event that is not, and why. It is told and done with. */
export interface Dropped {
  /** Such as DisableMacie in eu-west-1. */
  readonly what: string;
  readonly why: string;
  /** null for one that could not be read. */
  readonly eventId: string | null;
}

export interface Sifted {
  readonly kept: readonly Kept[];
  readonly dropped: readonly Dropped[];
  /** Repairs of macie-warden itself: no reason to look, and what readings have to catch up with all the same. */
  readonly own: readonly Change[];
}

export interface SiftOptions {
  readonly caller: Caller;
  readonly policy: Policy;
  /** The ids of events that have been handled already. */
  readonly known: ReadonlySet<string>;
}

export function idOf(event: CallEvent | OptInEvent): string {
  return event.kind === 'call' ? event.change.eventId : event.id;
}

const OWN_REPAIR = 'it is a repair of macie-warden itself';

/** Which events are looked into: each once, of this account, of what the policy covers, and not of our own repairs. */
export function sift(incoming: readonly Incoming[], { caller, policy, known }: SiftOptions): Sifted {
  const seen = new Set(known);
  const kept: Kept[] = [];
  const dropped: Dropped[] = [];
  const own: Change[] = [];
  for (const { messageId, event } of incoming) {
    if (event.kind === 'malformed') {
      dropped.push({ what: 'an event', why: event.why, eventId: null });
      continue;
    }
    const eventId = idOf(event);
    const why = reasonToDrop(event, { caller, policy });
    const what = event.kind === 'call' ? `${event.change.call} in ${event.change.region}` : `news of ${event.region}`;
    if (why !== null) {
      if (why === OWN_REPAIR && event.kind === 'call') own.push(event.change);
      dropped.push({ what, why, eventId });
    } else if (seen.has(eventId)) {
      dropped.push({ what, why: 'it has been looked into already', eventId });
    } else {
      kept.push({ messageId, event });
      seen.add(eventId);
    }
  }
  return { kept, dropped, own };
}

function reasonToDrop(
  event: CallEvent | OptInEvent,
  { caller, policy }: Pick<SiftOptions, 'caller' | 'policy'>,
): string | null {
  const { accountId, region } = event.kind === 'call' ? event.change : event;
  if (accountId !== caller.accountId)
    return `it is of account ${accountId}, and this stack looks at ${caller.accountId}`;
  if (!covers(policy, region)) return `the policy does not cover ${region}`;
  if (event.kind === 'opt-in') return null;
  const { errorCode } = event;
  if (errorCode !== null) return `the call failed (${errorCode}), so nothing changed`;
  return isOwnRepair(event, caller.arn) && isDesired(event, policy) ? OWN_REPAIR : null;
}

/** macie-warden sets what the policy desires: its role setting another frequency is somebody who has its credentials. */
function isDesired({ change }: TrailRecord, policy: Policy): boolean {
  const desired = frequencyFor(resolve(policy, change, new Date(change.at)).desired);
  return (change.sets.findingPublishingFrequency ?? desired) === desired;
}
