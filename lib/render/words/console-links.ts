import type { MacieCall } from '../../core/activity/macie-call.ts';
import { REGION_NAME } from '../../core/names.ts';

/** A link that we made ourselves, and what it leads to. */
export interface Link {
  readonly label: string;
  readonly url: string;
}

/** The settings of Macie in a Region; none for a name that is no Region's: it becomes part of a host. */
export function macieLinks(region: string): readonly Link[] {
  if (!REGION_NAME.test(region)) return [];
  return [{ label: `Macie in ${region}`, url: `https://${consoleHost(region)}/macie/home?region=${region}#/settings` }];
}

/** A name from outside is part of a link. */
const CALL_NAME = /^[A-Za-z0-9]{1,64}$/;

/** The record of a call in CloudTrail. */
export function recordLinks({ region, eventId, name }: MacieCall): readonly Link[] {
  if (!REGION_NAME.test(region)) return [];
  const url = `https://${consoleHost(region)}/cloudtrailv2/home?region=${region}#/events/${encodeURIComponent(eventId)}`;
  return [{ label: CALL_NAME.test(name) ? name : 'call', url }];
}

/** Each partition has a console of its own. */
const PARTITIONS = [
  { prefix: 'cn-', domain: 'console.amazonaws.cn' },
  { prefix: 'us-gov-', domain: 'console.amazonaws-us-gov.com' },
];

function consoleHost(region: string): string {
  const partition = PARTITIONS.find(({ prefix }) => region.startsWith(prefix));
  return `${region}.${partition?.domain ?? 'console.aws.amazon.com'}`;
}
