import { ok, unanswered, wrong, type Finding } from '../../../core/doctor/finding.ts';
import type { Lookup, RegionStates } from '../../../core/lookup.ts';
import { MACIE_REGIONS, partitionWithoutMacie } from '../../../core/regions.ts';
import { listedRegions } from '../../../policy/coverage.ts';
import { OWN_ACCOUNT } from '../../scan/deps.ts';
import type { Basis } from '../basis.ts';
import type { DoctorDeps } from '../deps.ts';

export async function examineRegions(basis: Basis, deps: DoctorDeps, signal: AbortSignal): Promise<readonly Finding[]> {
  const [offered, enabled] = await Promise.all([
    deps.offeredRegions(signal),
    deps.forAccount(OWN_ACCOUNT).enabledRegions(signal),
  ]);
  const listed = basis.policy.kind === 'known' ? listedRegions(basis.policy.value.loaded.policy) : null;
  return [judgeOffered(offered), judgeEnabled({ listed, enabled, toRead: basis.regions.length })];
}

export function judgeOffered(offered: Lookup<readonly string[]>): Finding {
  const what = 'list of Regions that offer Macie';
  if (offered.kind === 'unknown')
    return unanswered(
      what,
      `${offered.why}; runs use the list of this version`,
      'ssm:GetParametersByPath on /aws/service/global-infrastructure/services/macie/regions',
    );
  const live = offered.value.filter((region) => partitionWithoutMacie(region) === null);
  const added = live.filter((region) => !MACIE_REGIONS.includes(region));
  const gone = MACIE_REGIONS.filter((region) => !live.includes(region));
  if (added.length + gone.length === 0) return ok(what, `the ${live.length} Regions of this version`);
  const differences = [
    ...(added.length > 0 ? [`AWS has ${added.join(', ')} beside those of this version`] : []),
    ...(gone.length > 0 ? [`AWS does not list ${gone.join(', ')}`] : []),
  ];
  return wrong(
    what,
    differences.join('; '),
    'runs go by the list of AWS; install a version of macie-warden that knows these Regions',
  );
}

export function judgeEnabled({
  listed,
  enabled,
  toRead,
}: {
  /** The Regions that the policy names; null: all. */
  readonly listed: readonly string[] | null;
  readonly enabled: Lookup<RegionStates>;
  readonly toRead: number;
}): Finding {
  const what = 'Regions of this account';
  if (enabled.kind === 'unknown') return unanswered(what, enabled.why, 'account:ListRegions');
  const off = (listed ?? []).filter((region) => enabled.value.get(region) === false);
  if (off.length > 0)
    return wrong(
      what,
      `the policy names ${off.join(', ')}, which the account has not enabled`,
      'enable them in the account settings, or take them out of the policy',
    );
  return ok(what, `the policy is about ${toRead} of them`);
}
