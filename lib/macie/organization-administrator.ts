import type { Reading } from '../core/observation.ts';
import { NO_ADMINISTRATOR, organizationAdministrator } from '../core/settings/administrator.ts';
import { readAdministrator } from './administrator.ts';
import { readDesignations } from './designations.ts';
import type { GroupReadCall } from './group.ts';
import { readConfiguration } from './organization-configuration.ts';

/**
 * The Macie administrator, as far as the account can see it: that of a member, the account itself, or the one that the management
 * account has designated. Never throws for what AWS or the network does.
 */
export async function readOrganizationAdministrator(call: GroupReadCall): Promise<Reading> {
  const membership = await readAdministrator(call);
  switch (membership.kind) {
    case 'unknown':
      return membership;
    case 'member':
      return valueOf(membership.administrator);
    case 'none':
      break;
  }
  const configuration = await readConfiguration(call);
  switch (configuration.kind) {
    case 'unknown':
      return configuration;
    case 'administrator':
      return valueOf(await call.accountId());
    case 'not-administrator': {
      const designations = await readDesignations(call);
      const enabled = designations.find(({ status }) => status === 'ENABLED');
      return valueOf(enabled?.accountId ?? NO_ADMINISTRATOR);
    }
  }
}

function valueOf(administrator: string): Reading {
  return { kind: 'values', values: { [organizationAdministrator.id]: administrator } };
}
