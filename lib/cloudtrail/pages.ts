import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { CallWindow } from '../core/activity/evidence.ts';

// CloudTrail answers two calls a second in an account and Region.
// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
const PACE_MS = 500;
const PAGE = 50;
/** Of one Region: more do not fit into the budget. */
const MAX_PAGES = 12;

export interface Page {
  readonly records: readonly unknown[];
  readonly token: string | undefined;
}

export type NextPage = (name: string, token?: string) => Promise<Page>;

interface PagerOptions {
  readonly client: CloudTrailClient;
  readonly window: CallWindow;
  readonly limit: AbortSignal;
  readonly wait: (ms: number) => Promise<void>;
}

/** Asks for one page after the other, at the pace that CloudTrail allows. */
export function pager({ client, window, limit, wait }: PagerOptions): NextPage {
  let pages = 0;
  return async (name, token) => {
    if (pages === MAX_PAGES) throw new Error(`more than ${MAX_PAGES} pages of calls`);
    if (pages++ > 0) await wait(PACE_MS);
    limit.throwIfAborted();
    const { LookupEventsCommand } = await import('@aws-sdk/client-cloudtrail');
    const command = new LookupEventsCommand({
      LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: name }],
      MaxResults: PAGE,
      NextToken: token,
      ...(window.fromMs === null ? {} : { StartTime: new Date(window.fromMs) }),
      ...(window.toMs === null ? {} : { EndTime: new Date(window.toMs) }),
    });
    const { Events = [], NextToken } = await client.send(command, { abortSignal: limit });
    return { records: Events.map(({ CloudTrailEvent }) => parseJson(CloudTrailEvent)), token: NextToken };
  };
}

function parseJson(text: unknown): unknown {
  try {
    return JSON.parse(typeof text === 'string' ? text : '');
  } catch {
    return null;
  }
}
