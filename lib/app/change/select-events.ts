import {
  eventId,
  isOwnRepair,
  targetOf,
  type ReceivedEvent,
  type TargetEvent,
  type TrailRecord,
} from '../../core/activity/received-event.ts';
import type { MacieCall } from '../../core/activity/macie-call.ts';
import type { Caller } from '../../core/run.ts';
import type { Desired } from '../../core/settings/desired.ts';
import { publishingFrequency } from '../../core/settings/publishing-frequency.ts';
import { settingOf } from '../../core/settings/registry.ts';
import { frequencyToSet } from '../../core/settings/session.ts';
import { coversRegion } from '../../policy/coverage.ts';
import { resolve } from '../../policy/resolve.ts';
import type { Policy } from '../../policy/schema.ts';

/** An event whose target is checked. */
export interface SelectedEvent {
  readonly messageId: string | null;
  readonly isOfBatch?: true;
  readonly event: TargetEvent;
}

/** An event that triggers no check, and why. It is logged, counted and done with. */
export interface IgnoredEvent {
  /** Such as DisableMacie in eu-west-1. */
  readonly event: string;
  readonly why: string;
  /** null for one that could not be read. */
  readonly eventId: string | null;
}

export interface SelectedEvents {
  readonly selected: readonly SelectedEvent[];
  readonly ignored: readonly IgnoredEvent[];
  /** Repairs of macie-warden itself: they trigger no check, and readings have to show them all the same. */
  readonly ownRepairs: readonly MacieCall[];
}

export interface SelectOptions {
  readonly caller: Caller;
  /** The accounts that the policy covers. */
  readonly accounts: ReadonlySet<string>;
  readonly policy: Policy;
  /** The ids of events that were processed before. */
  readonly processed: ReadonlySet<string>;
}

const OWN_REPAIR = 'it is a repair of macie-warden itself';

/** The events to check: each once, of this account, of a Region that the policy covers, and not of our own repairs. */
export function selectEvents(
  received: readonly ReceivedEvent[],
  { caller, accounts, policy, processed }: SelectOptions,
): SelectedEvents {
  const seen = new Set(processed);
  const selected: SelectedEvent[] = [];
  const ignored: IgnoredEvent[] = [];
  const ownRepairs: MacieCall[] = [];
  for (const { event, ...delivery } of received) {
    if (event.kind === 'malformed') {
      ignored.push({ event: 'an event', why: event.why, eventId: null });
      continue;
    }
    const id = eventId(event);
    const why = reasonToIgnore(event, { caller, accounts, policy });
    if (why === OWN_REPAIR && event.kind === 'call') ownRepairs.push(event.call);
    if (why !== null) ignored.push({ event: describe(event), why, eventId: id });
    else if (id !== null && seen.has(id))
      ignored.push({ event: describe(event), why: 'it was processed already', eventId: id });
    else {
      selected.push({ ...delivery, event });
      if (id !== null) seen.add(id);
    }
  }
  return { selected, ignored, ownRepairs };
}

function describe(event: TargetEvent): string {
  switch (event.kind) {
    case 'call':
      return `${event.call.name} in ${event.call.region}`;
    case 'opt-in':
      return `opt-in status of ${event.region}`;
    case 'unattributed':
      return `an event of Macie in ${event.region} (${event.why})`;
  }
}

function reasonToIgnore(
  event: TargetEvent,
  { caller, accounts, policy }: Pick<SelectOptions, 'caller' | 'accounts' | 'policy'>,
): string | null {
  const { accountId, region } = targetOf(event);
  if (!accounts.has(accountId)) return whyNotChecked(accountId, accounts);
  if (!coversRegion(policy, region)) return `the policy does not cover ${region}`;
  if (event.kind !== 'call') return null;
  const { errorCode } = event;
  if (errorCode !== null) return `the call failed (${errorCode}), so nothing changed`;
  return isOwnRepair(event, caller.arn) && setsDesired(event, policy) ? OWN_REPAIR : null;
}

function whyNotChecked(accountId: string, accounts: ReadonlySet<string>): string {
  const checked = accounts.size === 1 ? [...accounts].join('') : `${accounts.size} others`;
  return `it is of account ${accountId}, and this stack checks ${checked}`;
}

/**
 * macie-warden sets desired values, and sends what it does not change as it was read. Another value of a setting that the policy
 * compares, set by its role, was set by somebody else who holds its credentials. A waived setting is left as it is.
 */
function setsDesired({ call }: TrailRecord, policy: Policy): boolean {
  const { desired, waivers } = resolve(policy, call, new Date(call.at));
  const waived = new Set(waivers.flatMap(({ settings }) => settings));
  return Object.entries(call.sets).every(([id, value]) => {
    const wanted = wantedOf(id, { call, desired });
    return wanted === undefined || wanted === value || waived.has(id);
  });
}

/** EnableMacie is never sent without a frequency: without one in the policy it is the fastest. */
function wantedOf(id: string, { call, desired }: Pick<TrailRecord, 'call'> & { readonly desired: Desired }) {
  const { resolve: resolveFor } = settingOf(id);
  const wanted = id === publishingFrequency.id ? frequencyToSet(desired) : desired[id];
  return wanted === undefined ? undefined : (resolveFor?.(wanted, call) ?? wanted);
}
