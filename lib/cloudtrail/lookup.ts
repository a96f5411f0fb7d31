import pMap from 'p-map';
import type { Clients } from '../aws/clients.ts';
import type { Alert, AlertKind } from '../core/alerts/model.ts';
import { SECOND_MS, type Change } from '../core/activity/macie-call.ts';
import { compareText } from '../core/order.ts';
import { isOwnRepair, parseTrailRecord } from './records.ts';

// CloudTrail answers two calls a second in an account and Region.
// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
const PACE_MS = 500;
const PARALLEL_REGIONS = 8;
const BUDGET_MS = 5000;
const NEWEST = 10;

/** The kinds of alerts that tell of a drift that somebody has just made. */
const MADE: ReadonlySet<AlertKind> = new Set(['opened', 'changed', 'repaired', 'contested', 'flapping']);

export interface FindOptions {
  readonly clients: Pick<Clients, 'cloudtrail'>;
  /** Whose credentials these are, as STS says. */
  readonly ownArn: string;
  /** When the run began that gives the alerts, ISO 8601: what it has repaired itself was drifted before. */
  readonly startedAt: string;
  readonly wait: (ms: number) => Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * The calls that CloudTrail remembers of the Regions of these alerts, as far as they could have made what the alerts tell of. Never
 * rejects: what cannot be looked up costs a name and nothing else. CloudTrail takes minutes to remember a call.
 */
export async function findCauses(
  alerts: readonly Alert[],
  { signal, wait, ...options }: FindOptions,
): Promise<readonly Change[]> {
  const made = alerts.filter(({ kind, subject }) => MADE.has(kind) && callsFor({ subject, actual: null }).length > 0);
  const calls = new Set(made.flatMap((alert) => callsFor(alert).map((call) => `${alert.region} ${call}`)));
  const regions = Map.groupBy([...calls].toSorted(compareText), (one) => one.split(' ')[0] ?? '');
  const limit = AbortSignal.any([signal, AbortSignal.timeout(BUDGET_MS)]);
  const found = await pMap(
    regions,
    async ([region, wanted]) => {
      const changes: Change[] = [];
      try {
        for (const [index, one] of wanted.entries()) {
          if (index > 0) await wait(PACE_MS);
          changes.push(...(await lookUp(one.slice(region.length + 1), { ...options, region, limit })));
        }
      } catch {
        // With one of the answers missing, the newest call may be the one that is not there.
        return [];
      }
      return changes;
    },
    { concurrency: PARALLEL_REGIONS },
  );
  return found.flat();
}

/** The calls that could have made a setting what it is, and those that could have changed it since. */
function callsFor({ subject, actual }: Pick<Alert, 'subject' | 'actual'>): readonly string[] {
  if (subject === 'status') return actual === 'DISABLED' ? ['DisableMacie', 'EnableMacie'] : SETTING;
  return subject === 'findingPublishingFrequency' ? SETTING : [];
}
const SETTING = ['EnableMacie', 'UpdateMacieSession'];

interface LookUp extends Omit<FindOptions, 'signal' | 'wait'> {
  readonly region: string;
  readonly limit: AbortSignal;
}

async function lookUp(call: string, { clients, ownArn, startedAt, region, limit }: LookUp): Promise<readonly Change[]> {
  limit.throwIfAborted();
  const [client, { LookupEventsCommand }] = await Promise.all([
    clients.cloudtrail(region),
    import('@aws-sdk/client-cloudtrail'),
  ]);
  const command = new LookupEventsCommand({
    LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: call }],
    MaxResults: NEWEST,
  });
  const { Events = [] } = await client.send(command, { abortSignal: limit });
  return Events.flatMap(({ CloudTrailEvent }) => {
    const record = parseTrailRecord(parseJson(CloudTrailEvent));
    if ('problem' in record || record.change.region !== region) return [];
    // An earlier repair stays: what was done before it has not made what is seen now.
    const isOfThisRun = isOwnRepair(record, ownArn) && Date.parse(record.change.at) + SECOND_MS > Date.parse(startedAt);
    // A failed call changed nothing.
    return record.errorCode !== null || isOfThisRun ? [] : [record.change];
  });
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return null;
  }
}
