import { DAY_MS } from '../../core/time.ts';
import { isInForce } from '../in-force.ts';
import type { Policy, PolicyWaiver } from '../schema.ts';
import { flattenDesired } from '../flatten-desired.ts';
import type { PolicyWarning } from './warning.ts';

const WARN_BEFORE_DAYS = 14;

/** Waivers that have ended, that end soon, and that waive what cannot drift. */
export function waiverWarnings(policy: Policy, now: Date): readonly PolicyWarning[] {
  const desired = new Set(
    [policy.desired, ...policy.overrides.map((override) => override.desired ?? {})].flatMap((one) =>
      Object.keys(flattenDesired(one)),
    ),
  );
  return policy.waivers.flatMap((waiver, index) => [
    ...endOf(waiver, { index, now }),
    ...waiver.settings.flatMap((setting, at): readonly PolicyWarning[] => {
      if (desired.has(setting)) return [];
      const message = `the policy desires no ${setting}, so there is no drift of it to waive`;
      return [{ kind: 'not-desired', path: ['waivers', index, 'settings', at], message }];
    }),
  ]);
}

function endOf(waiver: PolicyWaiver, { index, now }: { index: number; now: Date }): readonly PolicyWarning[] {
  const path = ['waivers', index, 'expires'];
  const { expires } = waiver;
  if (!isInForce(waiver, now)) {
    const message = `the waiver ended on ${expires} and waives nothing any more: renew it or take it out`;
    return [{ kind: 'waiver-expired', path, message }];
  }
  const leftMs = Date.parse(expires) + DAY_MS - now.getTime();
  if (leftMs > WARN_BEFORE_DAYS * DAY_MS) return [];
  const message = `the waiver ends with ${expires}, within ${WARN_BEFORE_DAYS} days: renew it, or mend what it waives`;
  return [{ kind: 'waiver-ending', path, message }];
}
