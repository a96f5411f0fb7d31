import pMap from 'p-map';
import { notKnown, ok, unanswered, wrong, type Finding } from '../../../core/doctor/finding.ts';
import type { TrailFacts } from '../../../core/doctor/facts.ts';
import type { Lookup } from '../../../core/lookup.ts';
import { regionsText } from '../regions-text.ts';
import type { Basis } from '../basis.ts';
import type { DoctorDeps } from '../deps.ts';

export interface RegionTrails {
  readonly region: string;
  readonly trails: Lookup<readonly TrailFacts[]>;
}

export async function examineTrails(basis: Basis, deps: DoctorDeps, signal: AbortSignal): Promise<readonly Finding[]> {
  const found = await pMap(
    basis.regions,
    async (region) => ({ region, trails: await deps.inspect.trails(region, signal) }),
    { concurrency: deps.limits.parallelReads },
  );
  return judgeTrails(found);
}

const WITHOUT = 'EventBridge gets no event of a call there, and no caller can be looked up by it';
const TRAIL = 'make a multi-Region trail that records management events, reads or not, and start its logging';

interface Judgement {
  readonly standing: Finding['standing'];
  readonly detail: string;
  readonly toDo: string | null;
}

/** Without a trail that records management events, no event comes from a Region. Regions that stand alike are one finding. */
export function judgeTrails(regions: readonly RegionTrails[]): readonly Finding[] {
  const judged = regions.map(({ region, trails }) => ({ region, judgement: judgeRegion(trails, region) }));
  const groups = Map.groupBy(judged, ({ judgement }) => `${judgement.standing} ${judgement.detail}`);
  return [...groups.values()].flatMap((alike) => {
    const [first] = alike;
    if (!first) return [];
    return [{ ...first.judgement, what: `trail for ${regionsText(alike, regions.length)}` }];
  });
}

function judgeRegion(trails: RegionTrails['trails'], region: string): Judgement {
  if (trails.kind === 'unknown')
    return unanswered(
      '',
      trails.why.replaceAll(` in ${region}`, ''),
      'cloudtrail:DescribeTrails, cloudtrail:GetTrailStatus and cloudtrail:GetEventSelectors',
    );
  const logging = trails.value.filter(({ isLogging }) => isLogging);
  const good = logging.find(({ recordsWrites }) => recordsWrites === 'yes');
  if (good) return ok('', describe(good));
  const doubtful = logging.find(({ recordsWrites }) => recordsWrites === 'partly');
  if (doubtful)
    return notKnown(
      '',
      `${nameOf(doubtful)} records some management events; whether those of Macie, its selectors do not show`,
      'see the selectors of the trail',
    );
  const stopped = trails.value.find(({ isLogging }) => !isLogging);
  const [blind] = logging;
  if (blind) return wrong('', `${nameOf(blind)} does not record management events that write: ${WITHOUT}`, TRAIL);
  if (stopped)
    return wrong(
      '',
      `the logging of ${nameOf(stopped)} is off: ${WITHOUT}`,
      `run \`aws cloudtrail start-logging --name ${stopped.arn}\``,
    );
  return wrong('', `there is none: ${WITHOUT}`, TRAIL);
}

function describe(trail: TrailFacts): string {
  const kinds = [
    ...(trail.isOrganization ? ['of the organization'] : []),
    ...(trail.isMultiRegion ? ['multi-Region'] : ['of this Region']),
  ];
  return `${nameOf(trail)}, ${kinds.join(', ')}, records management events`;
}

function nameOf({ arn }: TrailFacts): string {
  return `trail ${arn.split('/').at(-1)}`;
}
