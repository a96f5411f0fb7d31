import { targetKey } from '../target.ts';
import type { Assessment } from './assess.ts';
import type { PlannedWrite } from './planned-write.ts';

/** A write without a call of its own: what the administrator sets for itself applies to its members in the Region as well. */
export const FOLLOW = 'follow-administrator';

const FREQUENCY = 'findingPublishingFrequency';

/**
 * The same writes, with one call for an administrator and its members where both need the same frequency.
 * https://docs.aws.amazon.com/macie/latest/user/accounts-mgmt-relationships.html
 */
export function followAdministrators(
  writes: readonly PlannedWrite[],
  assessments: readonly Assessment[],
): readonly PlannedWrite[] {
  const setFrequencies = new Map(
    writes.filter(setsFrequency).map(({ target, write }) => [targetKey(target), write.values[FREQUENCY]]),
  );
  if (setFrequencies.size === 0) return writes;
  const administrators = new Map(
    assessments.flatMap(({ target, membership }) =>
      membership?.kind === 'member' ? [[targetKey(target), membership.administrator] as const] : [],
    ),
  );
  const followed = writes.map((planned) => {
    const at = administrators.get(targetKey(planned.target));
    const isSame =
      at !== undefined &&
      setsFrequencyAlone(planned) &&
      setFrequencies.get(targetKey({ ...planned.target, accountId: at })) === planned.write.values[FREQUENCY];
    return isSame ? { ...planned, write: { ...planned.write, kind: FOLLOW, at } } : planned;
  });
  const followers = Map.groupBy(
    followed.filter(({ write }) => write.kind === FOLLOW),
    ({ target, write }) => targetKey({ ...target, accountId: String(write.at) }),
  );
  return followed.map((planned) => {
    const count = setsFrequency(planned) ? (followers.get(targetKey(planned.target))?.length ?? 0) : 0;
    return count === 0 ? planned : { ...planned, changes: count + 1 };
  });
}

function setsFrequency({ write: { kind, values } }: PlannedWrite): boolean {
  return kind === 'update' && values[FREQUENCY] !== undefined;
}

function setsFrequencyAlone(planned: PlannedWrite): boolean {
  return setsFrequency(planned) && Object.keys(planned.write.values).length === 1;
}
