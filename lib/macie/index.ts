import type { GroupCalls } from './group.ts';
import { readSession, writeSession } from './session.ts';

/** The calls of every settings group of the registry, by its id. */
const GROUP_CALLS: Readonly<Record<string, GroupCalls>> = {
  session: { read: readSession, write: writeSession },
  membership: {
    read: async (call) => (await import('./membership.ts')).readMembership(call),
    write: async () => (await import('./membership.ts')).writeMembership(),
  },
};

export function callsOf(group: string): GroupCalls {
  const found = GROUP_CALLS[group];
  if (!found) throw new Error(`there are no calls for the settings group ${group}`);
  return found;
}
