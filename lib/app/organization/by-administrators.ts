import { membershipOf, sessionOfMember } from '../../core/organization/member.ts';
import type { Failure, Observation } from '../../core/observation.ts';
import { SESSION } from '../../core/settings/session.ts';
import type { Target } from '../../core/target.ts';
import type { AdministratorView, RegionMembers } from './region-members.ts';
import type { ScannedTarget } from '../scan/scan-result.ts';

/**
 * What the administrator of its Region shows of a target; null: only the account itself shows it. `whyPartial`: why the other
 * values of its session were not read. Pure.
 */
export function targetByAdministrator(
  target: Target,
  { view, whyPartial }: { readonly view: AdministratorView; readonly whyPartial: Failure },
): ScannedTarget | null {
  const found = view.regions[target.region];
  if (found?.reading.kind !== 'members') return null;
  const member = found.reading.members[target.accountId];
  const session = sessionOfMember(member, whyPartial);
  if (session.kind === 'ask-account') return null;
  const scanned = { target, observations: { [SESSION]: session } };
  return member && found.administrator !== null
    ? { ...scanned, membership: membershipOf(member, found.administrator) }
    : scanned;
}

/** The scan has read the status and nothing else: the other values are out of its scope. */
const STATUS_ALONE: Failure = { reason: 'not-reached', detail: 'this scan reads the status alone' };

/** A target in a scan that asks administrators alone. Pure. */
export function listedTarget(target: Target, view: AdministratorView): ScannedTarget {
  return (
    targetByAdministrator(target, { view, whyPartial: STATUS_ALONE }) ?? {
      target,
      observations: { [SESSION]: notSeen(view.regions[target.region]) },
    }
  );
}

/** Why a target has no session in a scan that asks administrators alone. Pure. */
function notSeen(found: RegionMembers | undefined): Observation {
  const reading = found?.reading;
  const who = found?.administrator ? `the Macie administrator ${found.administrator}` : null;
  if (reading?.kind === 'unknown') return { kind: 'unknown', reason: reading.reason, detail: reading.detail };
  const detail =
    who === null
      ? 'no Macie administrator was found in this Region, so only a full scan reads it'
      : reading?.kind === 'off'
        ? `Macie is off in the administrator ${found?.administrator ?? ''} in this Region, so only a full scan reads it`
        : `${who} does not list the account as its member, so only a full scan reads it`;
  return { kind: 'unknown', reason: 'not-reached', detail };
}
