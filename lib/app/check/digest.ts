import type { Store } from '../../state/table.ts';
import type { Item } from '../../core/alerts/model.ts';
import type { Report } from '../../core/compliance/report.ts';
import type { Published } from '../../publish/channels.ts';
import type { CheckDeps, Message } from './check-contract.ts';

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
const MOST_RUNS = 1000;

interface Standing extends Pick<Message, 'channels'> {
  readonly report: Report;
  readonly items: readonly Item[];
}

/** Tells what stands, and how the last week was. */
export async function tellDigest(
  { report, items, channels }: Standing,
  { store, deps }: { store: Store; deps: Pick<CheckDeps, 'now' | 'publish'> },
): Promise<Published> {
  const from = new Date(deps.now().getTime() - WEEK_MS).toISOString();
  const runs = (await store.runs(MOST_RUNS)).filter(({ startedAt }) => startedAt >= from);
  return deps.publish({ report, digest: { items, runs }, channels });
}
