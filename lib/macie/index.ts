import type { WriteAnswer } from '../core/compliance/write-answer.ts';
import type { Write } from '../core/settings/group.ts';
import type { GroupCall, GroupCalls } from './group.ts';
import { readSession, writeSession } from './session.ts';

/** The calls of every settings group of the registry, by its id. Those of groups beside the session are loaded when needed. */
const GROUP_CALLS: Readonly<Record<string, GroupCalls>> = {
  session: { read: readSession, write: writeSession },
  membership: {
    read: async (call) => (await import('./membership.ts')).readMembership(call),
    write: async () => (await import('./membership.ts')).writeMembership(),
  },
  organization: {
    read: async (call) => (await import('./organization.ts')).readOrganizationSettings(call),
    write: async (write, call) => (await import('./organization.ts')).writeOrganizationSettings(write, call),
  },
  administrator: {
    read: async (call) => (await import('./organization-administrator.ts')).readOrganizationAdministrator(call),
  },
  automatedDiscovery: {
    read: async (call) => (await import('./automated-discovery.ts')).readDiscovery(call),
    write: async (write, call) => (await import('./automated-discovery.ts')).writeDiscovery(write, call),
  },
  automatedDiscoveryOfMembers: {
    read: async (call) => (await import('./discovery-of-members.ts')).readOwnDiscovery(call),
    write: async (write, call) => (await import('./discovery-of-members.ts')).writeMemberDiscovery(write, call),
  },
  findingsPublication: {
    read: async (call) => (await import('./findings-publication.ts')).readPublication(call),
    write: async (write, call) => (await import('./findings-publication.ts')).writePublication(write, call),
  },
  classificationExport: {
    read: async (call) => (await import('./classification-export.ts')).readExport(call),
    write: async (write, call) => (await import('./classification-export.ts')).writeExport(write, call),
  },
  reveal: { read: async (call) => (await import('./reveal.ts')).readReveal(call) },
  securityHub: { read: async (call) => (await import('./security-hub.ts')).readSecurityHub(call) },
};

export function callsOf(group: string): GroupCalls {
  const found = GROUP_CALLS[group];
  if (!found) throw new Error(`there are no calls for the settings group ${group}`);
  return found;
}

export async function writeGroup(write: Write, call: GroupCall): Promise<WriteAnswer> {
  const { write: send } = callsOf(write.group);
  if (!send) throw new Error(`nothing of the settings group ${write.group} is ever written`);
  return send(write, call);
}
