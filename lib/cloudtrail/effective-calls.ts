import type { MacieCall } from '../core/activity/macie-call.ts';
import { isOwnRepair, type TrailRecord } from '../core/activity/received-event.ts';
import type { Target } from '../core/target.ts';
import { SECOND_MS } from '../core/time.ts';
import { membersOfBatch } from './batch-calls.ts';
import { textAt, valueAt } from './fields.ts';
import { parseTrailRecord } from './records.ts';

/** Where a record is of. `accountId`: of a record that names none; null: each names its own. */
interface TrailPlace extends Pick<Target, 'region'> {
  readonly accountId: string | null;
}

interface Reader extends TrailPlace {
  /** The ARN of the own credentials. */
  readonly ownArn: string;
  /** When the run began, ISO 8601. */
  readonly startedAt: string;
}

/**
 * The calls of a record that changed something, one for each account that it changed, without repairs of this run. An earlier
 * repair stays: calls before it have not made the drift of now.
 */
export function effectiveCalls(
  record: unknown,
  { ownArn, startedAt, region, accountId }: Reader,
): readonly MacieCall[] {
  const parsed = successfulCall(record, { accountId, region });
  if (parsed === null) return [];
  const isOfThisRun = (one: TrailRecord): boolean =>
    isOwnRepair(one, ownArn) && Date.parse(one.call.at) + SECOND_MS > Date.parse(startedAt);
  return membersOfBatch(parsed, valueAt(record, 'requestParameters')).flatMap((one) =>
    isOfThisRun(one) ? [] : one.call,
  );
}

/** A call of a target that AWS did. Throws for a record that cannot be read: it may be the one that counts. */
export function successfulCall(record: unknown, { accountId, region }: TrailPlace): TrailRecord | null {
  if (textAt(record, 'errorCode') !== null) return null;
  const parsed = parseTrailRecord(record, { accountId });
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed.call.region === region ? parsed : null;
}
