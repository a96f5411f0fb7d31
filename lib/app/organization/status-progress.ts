import type { Verdict } from '../../core/compliance/report.ts';
import { targetVerdict } from '../../core/compliance/verdict.ts';
import { STATUS_SETTINGS } from '../../core/run.ts';
import type { ScanStep } from '../../core/progress.ts';
import type { ScopedAccount } from '../../targets/accounts.ts';
import type { RunRequest } from '../run/request.ts';
import { assessTargets } from '../scan/assess-targets.ts';
import { listedTarget } from './by-administrators.ts';
import type { RegionMembers } from './region-members.ts';

interface Listing {
  readonly request: RunRequest;
  readonly startedAt: string;
  /** Those that are read. */
  readonly accounts: readonly ScopedAccount[];
}

/** How far the scan is with one Region, for the progress line. The session of the administrator itself is not known yet. Pure. */
export function regionListed(found: RegionMembers, { request, startedAt, accounts }: Listing): ScanStep {
  const view = { regions: { [found.region]: found }, notices: [] };
  const targets = accounts
    .map(({ accountId }) => ({ accountId, region: found.region }))
    .filter(({ accountId }) => accountId !== found.administrator)
    .map((target) => listedTarget(target, view));
  const counted = { request, settings: STATUS_SETTINGS };
  const verdicts = assessTargets({ startedAt, accounts, targets }, counted).map(targetVerdict);
  const count = (verdict: Verdict): number => verdicts.filter((one) => one === verdict).length;
  return {
    kind: 'region-listed',
    targets: accounts.length,
    drifted: count('drifted'),
    unknown: count('unknown'),
  };
}
