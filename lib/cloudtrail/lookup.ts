import pMap from 'p-map';
import type { Clients } from '../aws/clients.ts';
import type { Alert, AlertKind, DriftAlert } from '../core/alerts/model.ts';
import { callsToLookUp } from '../core/activity/attribution.ts';
import type { MacieCall } from '../core/activity/macie-call.ts';
import { compareText } from '../core/order.ts';
import { SECOND_MS } from '../core/time.ts';
import { isOwnRepair } from '../core/activity/received-event.ts';
import { parseTrailRecord } from './records.ts';

// CloudTrail answers two calls a second in an account and Region.
// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
const PACE_MS = 500;
const PARALLEL_REGIONS = 8;
const BUDGET_MS = 5000;
const NEWEST = 10;

/** The kinds of alerts about a drift that was just made. */
const NEW_DRIFT: ReadonlySet<AlertKind> = new Set(['opened', 'changed', 'repaired', 'contested', 'flapping']);

export interface LookupOptions {
  readonly clients: Pick<Clients, 'cloudtrail'>;
  /** The ARN of the own credentials, as STS returns it. */
  readonly ownArn: string;
  /** When the run began, ISO 8601: a drift that it repaired itself was there before. */
  readonly startedAt: string;
  readonly wait: (ms: number) => Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * The calls in CloudTrail that could have made the drifts of these alerts. Never rejects: a failed lookup costs a name and
 * nothing else. CloudTrail takes minutes to record a call.
 */
export async function lookUpCalls(
  alerts: readonly Alert[],
  { signal, wait, ...options }: LookupOptions,
): Promise<readonly MacieCall[]> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(BUDGET_MS)]);
  const found = await pMap(
    callsByRegion(alerts),
    async ([region, names]) => {
      const calls: MacieCall[] = [];
      try {
        for (const [index, name] of names.entries()) {
          if (index > 0) await wait(PACE_MS);
          calls.push(...(await lookUp(name, { ...options, region, limit })));
        }
      } catch {
        // With one of the answers missing, the newest call may be the missing one.
        return [];
      }
      return calls;
    },
    { concurrency: PARALLEL_REGIONS },
  );
  return found.flat();
}

/** The names of the calls to look up in each Region, both sorted. */
function callsByRegion(alerts: readonly Alert[]): readonly (readonly [string, readonly string[]])[] {
  const drifts = alerts.filter((alert): alert is DriftAlert => alert.subject === 'drift' && NEW_DRIFT.has(alert.kind));
  return [...Map.groupBy(drifts, ({ region }) => region)]
    .map(([region, found]) => [region, [...new Set(found.flatMap(callsToLookUp))].toSorted(compareText)] as const)
    .filter(([, names]) => names.length > 0)
    .toSorted(([a], [b]) => compareText(a, b));
}

interface OneLookup extends Omit<LookupOptions, 'signal' | 'wait'> {
  readonly region: string;
  readonly limit: AbortSignal;
}

async function lookUp(
  name: string,
  { clients, ownArn, startedAt, region, limit }: OneLookup,
): Promise<readonly MacieCall[]> {
  limit.throwIfAborted();
  const [client, { LookupEventsCommand }] = await Promise.all([
    clients.cloudtrail(region),
    import('@aws-sdk/client-cloudtrail'),
  ]);
  const command = new LookupEventsCommand({
    LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: name }],
    MaxResults: NEWEST,
  });
  const { Events = [] } = await client.send(command, { abortSignal: limit });
  return Events.flatMap(({ CloudTrailEvent }) => {
    const record = parseTrailRecord(parseJson(CloudTrailEvent));
    if ('problem' in record || record.call.region !== region) return [];
    // An earlier repair stays: calls before it have not made the drift of now.
    const isOfThisRun = isOwnRepair(record, ownArn) && Date.parse(record.call.at) + SECOND_MS > Date.parse(startedAt);
    // A failed call changed nothing.
    return record.errorCode !== null || isOfThisRun ? [] : [record.call];
  });
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return null;
  }
}
