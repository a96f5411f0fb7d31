import pMap from 'p-map';
import { notKnown, ok, unanswered, wrong, type Finding } from '../../../core/doctor/finding.ts';
import type { Reading } from '../../../core/observation.ts';
import { securityHub } from '../../../core/settings/security-hub.ts';
import { OWN_ACCOUNT } from '../../scan/deps.ts';
import { timeLimit, withinLimit } from '../../scan/time-limit.ts';
import { variable, type Basis } from '../basis.ts';
import type { DoctorDeps } from '../deps.ts';
import { regionsText } from '../regions-text.ts';

/** A reading of Security Hub in a Region of the own account. */
export interface RegionHub {
  readonly region: string;
  readonly reading: Reading;
}

/** Security Hub, where the stack imports findings: in its own Region, or where each target is. */
export async function examineHub(basis: Basis, deps: DoctorDeps, signal: AbortSignal): Promise<readonly Finding[]> {
  if (variable(basis.function, 'SECURITY_HUB_ACCOUNT') === null) return [];
  const isInMembers = variable(basis.function, 'SECURITY_HUB_ROLE') !== null;
  const own = deps.forAccount(OWN_ACCOUNT);
  const hubs = await pMap(
    isInMembers ? basis.regions : [basis.order.homeRegion],
    async (region) => {
      const limit = timeLimit(deps.limits.callBudgetMs, signal);
      const reading = await withinLimit<Reading>(limit, {
        work: () => own.read({ group: securityHub.group, region, signal: limit }),
        late: () => ({ kind: 'unknown', reason: 'timeout', detail: 'it gave no answer in time' }),
      });
      return { region, reading };
    },
    { concurrency: deps.limits.parallelReads },
  );
  return [...judgeHubs(hubs), ...(isInMembers ? [judgeMembers(basis)] : [])];
}

/** Regions of the same standing are one finding. */
export function judgeHubs(hubs: readonly RegionHub[]): readonly Finding[] {
  const groups = Map.groupBy(hubs, ({ region, reading }) => stateOf(reading).replaceAll(region, 'REGION'));
  return [...groups].map(([state, alike]) => {
    const what = `Security Hub in ${regionsText(alike, hubs.length)}`;
    if (state === 'ENABLED') return ok(what, 'it is on, and takes findings');
    return state === 'DISABLED'
      ? wrong(
          what,
          'it is off: no finding is imported there',
          'turn Security Hub CSPM on there, or deploy without --param securityHub=on',
        )
      : unanswered(what, state, 'securityhub:DescribeHub');
  });
}

function stateOf(reading: Reading): string {
  if (reading.kind === 'values') return reading.values[securityHub.id] ?? 'the answer does not name the hub';
  return 'detail' in reading ? reading.detail : 'it could not be read';
}

/** The other accounts are too many to be read here: a policy that compares the setting has every run read them. */
function judgeMembers({ policy }: Basis): Finding {
  const what = 'Security Hub in other accounts';
  const desired = policy.kind === 'known' ? policy.value.loaded.policy.desired[securityHub.id] : undefined;
  return desired === undefined
    ? notKnown(
        what,
        'findings are imported in the account of their target, and no run reads whether it is on there',
        `write \`${securityHub.id}: ENABLED\` under \`desired\`: each run then reports where it is off`,
      )
    : ok(what, `each run compares the setting ${securityHub.id} of the policy`);
}
