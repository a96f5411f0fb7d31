import { SETTINGS } from '../settings/index.ts';
import { SESSION } from '../settings/session.ts';
import type { SettingDefinition } from '../settings/setting.ts';
import type { Assessment } from './assess.ts';
import type { Notice } from './report.ts';

/** Settings that only the Macie administrator of an organization has. */
const OF_ORGANIZATION = 'organization.';

/**
 * A notice on desired settings of an organization that no target of a full run has: without it, a policy that asks for them looks
 * compliant where nobody compared them. null: there are none. An unknown may hide the administrator, and is reported itself.
 */
export function uncomparedNotice(
  assessments: readonly Assessment[],
  settings: readonly SettingDefinition[] = SETTINGS,
): Notice | null {
  const ids = settings.filter((setting) => isUncompared(setting, assessments)).map(({ id }) => id);
  if (ids.length === 0) return null;
  const [verb, them] = ids.length === 1 ? ['was', 'it'] : ['were', 'them'];
  return {
    kind: 'administrator',
    message: `${ids.join(', ')} ${verb} not compared: no account that the run read is a Macie administrator where Macie is on. Add the administrator to the accounts of the policy, or take ${them} out of desired`,
  };
}

function isUncompared({ id, group }: SettingDefinition, assessments: readonly Assessment[]): boolean {
  if (!id.startsWith(OF_ORGANIZATION)) return false;
  const desired = assessments.filter(({ policy }) => policy.desired[id] !== undefined);
  const isSeen = ({ actual, unknowns }: Assessment): boolean =>
    actual[id] !== undefined || unknowns.some((one) => one.group === group || one.group === SESSION);
  return desired.length > 0 && !desired.some(isSeen);
}
