import { valuesSetBy } from '../core/activity/attribution.ts';
import type { TrailRecord } from '../core/activity/received-event.ts';
import { BATCH_CALLS } from '../core/activity/member-calls.ts';
import { ACCOUNT_ID } from '../core/names.ts';
import { bounded, matchAt, textAt, valueAt } from './fields.ts';

/** The record of such a call as one for each member that it names; any other record as it is. */
export function membersOfBatch<R extends TrailRecord>(record: R, parameters: unknown): readonly R[] {
  const path = BATCH_CALLS.get(record.call.name);
  const entries: unknown = path === undefined ? undefined : valueAt(parameters, path);
  if (!Array.isArray(entries)) return [record];
  const members = new Map(
    entries.flatMap((entry: unknown): readonly (readonly [string, string | null])[] => {
      const accountId = matchAt(ACCOUNT_ID, entry, 'accountId');
      return accountId === null ? [] : [[accountId, textAt(entry, 'status')]];
    }),
  );
  if (members.size === 0) return [record];
  const { name } = record.call;
  return [...members].map(([accountId, status]) => {
    const sets = valuesSetBy(name, status === null ? {} : { status: bounded(status) });
    return { ...record, member: accountId, call: { ...record.call, accountId, sets } };
  });
}
