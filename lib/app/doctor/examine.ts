import {
  AREAS,
  notKnown,
  type Area,
  type AreaFindings,
  type Examination,
  type Finding,
} from '../../core/doctor/finding.ts';
import { timeLimit, withinLimit } from '../scan/time-limit.ts';
import { examineAccess } from './areas/access.ts';
import { examineAccounts } from './areas/accounts.ts';
import { examineArchive } from './areas/archive.ts';
import { examineChanges } from './areas/changes.ts';
import { examineMacie } from './areas/macie.ts';
import { examineNotifications } from './areas/notifications.ts';
import { examinePolicy } from './areas/policy.ts';
import { examineRegions } from './areas/regions.ts';
import { examineRuns } from './areas/runs.ts';
import { examineTable } from './areas/table.ts';
import { examineTrails } from './areas/trails.ts';
import { examineVersions } from './areas/versions.ts';
import { gatherBasis, isDeployed, type Basis, type ExaminationOrder } from './basis.ts';
import type { DoctorDeps } from './deps.ts';

/** Gathers the facts of an area and judges them. `signal` ends the reading. */
export type ExamineArea = (basis: Basis, deps: DoctorDeps, signal: AbortSignal) => Promise<readonly Finding[]>;

const EXAMINED: Readonly<Record<Area, ExamineArea>> = {
  versions: examineVersions,
  access: examineAccess,
  regions: examineRegions,
  policy: examinePolicy,
  macie: examineMacie,
  accounts: examineAccounts,
  table: examineTable,
  notifications: examineNotifications,
  archive: examineArchive,
  runs: examineRuns,
  changes: examineChanges,
  trails: examineTrails,
};

/** Areas that only a deployed stack has. */
const OF_STACK: ReadonlySet<Area> = new Set(['table', 'notifications', 'archive', 'runs', 'changes', 'trails']);

/** The longest that an area may take: the roles of a large organization take longest. */
const AREA_MS = 60_000;

interface Wanted extends ExaminationOrder {
  readonly areas: readonly Area[];
  readonly onArea?: (done: number, total: number) => void;
}

/** Examines everything that can keep macie-warden from working, area by area, at the same time. Throws a WardenError for bad credentials. */
export async function examine(wanted: Wanted, deps: DoctorDeps): Promise<Examination> {
  const basis = await gatherBasis(wanted, deps);
  const deployed = isDeployed(basis);
  const isStackUnknown = !deployed && [basis.stack, basis.function].some(({ kind }) => kind === 'unknown');
  const chosen = AREAS.filter(
    (area) => wanted.areas.includes(area) && (deployed || isStackUnknown || !OF_STACK.has(area)),
  );
  let done = 0;
  const areas = await Promise.all(
    chosen.map(async (area): Promise<AreaFindings> => {
      const findings = await examineArea(area, basis, deps);
      wanted.onArea?.(++done, chosen.length);
      return { area, findings };
    }),
  );
  return {
    examinedAt: deps.now().toISOString(),
    stack: wanted.stack,
    isDeployed: deployed,
    homeRegion: wanted.homeRegion,
    identity: basis.identity.arn,
    areas,
  };
}

/** An area that fails is not known. */
async function examineArea(area: Area, basis: Basis, deps: DoctorDeps): Promise<readonly Finding[]> {
  const limit = timeLimit(AREA_MS, basis.order.signal);
  try {
    return await withinLimit(limit, {
      work: () => EXAMINED[area](basis, deps, limit),
      late: () => [notKnown(area, 'the examination gave no answer in time', `run it alone: --only ${area}`)],
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [notKnown(area, `the examination failed: ${why}`, `run it alone, with --debug: --only ${area}`)];
  }
}
