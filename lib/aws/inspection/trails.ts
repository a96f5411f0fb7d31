import type { CloudTrailClient, Trail } from '@aws-sdk/client-cloudtrail';
import type { TrailFacts } from '../../core/doctor/facts.ts';
import type { Lookup } from '../../core/lookup.ts';
import type { Clients } from '../clients.ts';
import { itemsOf } from '../items-of.ts';
import { ask } from './ask.ts';
import { recordsWrites } from './event-selectors.ts';
import { promised } from './promised.ts';

/** Reads the trails of one Region after the other, and each trail once, however many Regions it covers. */
export type TrailReader = (region: string, signal: AbortSignal) => Promise<Lookup<readonly TrailFacts[]>>;

export function createTrailReader(clients: Pick<Clients, 'cloudtrail'>): TrailReader {
  const known = new Map<string, Promise<Lookup<TrailFacts | null>>>();
  return async (region, signal) => {
    const [client, { DescribeTrailsCommand }] = await Promise.all([
      clients.cloudtrail(region),
      import('@aws-sdk/client-cloudtrail'),
    ]);
    // Shadow trails are those of other Regions, or of the organization, that record this Region too.
    const described = await ask({ operation: 'cloudtrail:DescribeTrails', region }, async () => {
      const command = new DescribeTrailsCommand({ includeShadowTrails: true });
      const { trailList } = await client.send(command, { abortSignal: signal });
      return itemsOf(promised(trailList, 'trailList'));
    });
    if (described.kind === 'unknown') return described;
    const read = await Promise.all(
      (described.value ?? []).map(async (trail) => {
        const arn = trail.TrailARN ?? '';
        const asked = known.get(arn) ?? readTrail(trail, await clients.cloudtrail(trail.HomeRegion ?? region), signal);
        known.set(arn, asked);
        return asked;
      }),
    );
    const failed = read.find((one) => one.kind === 'unknown');
    const found = read.flatMap((one) => (one.kind === 'known' && one.value !== null ? [one.value] : []));
    // A trail that is seen to record is enough; without one, a trail that could not be read may be it.
    return failed && !found.some(({ isLogging, recordsWrites }) => isLogging && recordsWrites === 'yes')
      ? failed
      : { kind: 'known', value: found };
  };
}

/** The home Region of a trail knows its status and its selectors. */
async function readTrail(
  trail: Trail,
  client: CloudTrailClient,
  signal: AbortSignal,
): Promise<Lookup<TrailFacts | null>> {
  const { GetEventSelectorsCommand, GetTrailStatusCommand } = await import('@aws-sdk/client-cloudtrail');
  const { TrailARN: arn = '', IsMultiRegionTrail = false, IsOrganizationTrail = false } = trail;
  const region = await client.config.region();
  const [status, selectors] = await Promise.all([
    ask({ operation: 'cloudtrail:GetTrailStatus', region }, async () => {
      const { IsLogging } = await client.send(new GetTrailStatusCommand({ Name: arn }), { abortSignal: signal });
      return promised(IsLogging, 'IsLogging');
    }),
    ask({ operation: 'cloudtrail:GetEventSelectors', region }, async () => {
      const answer = await client.send(new GetEventSelectorsCommand({ TrailName: arn }), { abortSignal: signal });
      promised(answer.TrailARN, 'TrailARN');
      return answer;
    }),
  ]);
  if (status.kind === 'unknown') return status;
  if (selectors.kind === 'unknown') return selectors;
  return {
    kind: 'known',
    value: {
      arn,
      isMultiRegion: IsMultiRegionTrail,
      isOrganization: IsOrganizationTrail,
      isLogging: status.value === true,
      recordsWrites: recordsWrites(selectors.value ?? {}),
    },
  };
}
