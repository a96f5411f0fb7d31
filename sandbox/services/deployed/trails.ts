import { AwsError } from '../../server/errors.ts';
import { jsonBody } from '../../server/protocols.ts';
import type { Call } from '../../server/service.ts';
import type { WorldTrail } from '../../worlds/stack-schema.ts';

/** The trails that record the Region: its own, multi-Region ones, and those of the organization. */
export function describeTrails(call: Call): object {
  return {
    trailList: trailsOf(call).map((trail) => ({
      Name: trail.name,
      TrailARN: arnOf(trail),
      HomeRegion: trail.region,
      IsMultiRegionTrail: trail.multiRegion,
      IsOrganizationTrail: trail.organization,
    })),
  };
}

function trailsOf({ state, accountId, region }: Call): readonly WorldTrail[] {
  return state.trails.filter(
    ({ account, organization, multiRegion, region: home }) =>
      (account === accountId || (organization && state.accounts.isInOrganization(accountId))) &&
      (multiRegion || home === region),
  );
}

function arnOf({ account, region, name }: WorldTrail): string {
  return `arn:aws:cloudtrail:${region}:${account}:trail/${name}`;
}

function namedTrail(call: Call, name: unknown): WorldTrail {
  const trail = trailsOf(call).find((one) => arnOf(one) === name || one.name === name);
  if (trail) return trail;
  throw new AwsError('TrailNotFoundException', { status: 400, message: `Unknown trail: ${String(name)}` });
}

export function getTrailStatus(call: Call): object {
  return { IsLogging: namedTrail(call, jsonBody(call.request)['Name']).logging };
}

export function getEventSelectors(call: Call): object {
  const trail = namedTrail(call, jsonBody(call.request)['TrailName']);
  const TrailARN = arnOf(trail);
  switch (trail.records) {
    case 'all':
    case 'data':
      return basic(TrailARN, { ReadWriteType: 'All', IncludeManagementEvents: trail.records === 'all' });
    case 'write':
      return basic(TrailARN, { ReadWriteType: 'WriteOnly', IncludeManagementEvents: true });
    case 'read':
      return basic(TrailARN, { ReadWriteType: 'ReadOnly', IncludeManagementEvents: true });
    case 'advanced':
      return {
        TrailARN,
        AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }],
      };
  }
}

function basic(TrailARN: string, selector: object): object {
  return { TrailARN, EventSelectors: [{ ...selector, DataResources: [], ExcludeManagementEventSources: [] }] };
}
