import type { GroupCalls } from './group.ts';
import { readSession, writeSession } from './session.ts';

const SESSION: GroupCalls = { read: readSession, write: writeSession };

/** The calls of every settings group of the registry, by its id. Every run reads the session; the other groups are loaded when first used. */
const GROUP_CALLS: Readonly<Record<string, () => Promise<GroupCalls>>> = {
  session: () => Promise.resolve(SESSION),
};

export async function callsOf(group: string): Promise<GroupCalls> {
  const load = GROUP_CALLS[group];
  if (!load) throw new Error(`there are no calls for the settings group ${group}`);
  return load();
}
