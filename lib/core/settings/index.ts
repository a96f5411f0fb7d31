import { administratorGroup, organizationAdministrator } from './administrator.ts';
import { autoEnableDiscovery, automatedDiscovery, discoveryGroup } from './automated-discovery.ts';
import { discoveryOfMembers, discoveryOfMembersGroup } from './discovery-of-members.ts';
import { exportBucket, exportGroup, exportKey, exportPrefix } from './classification-export.ts';
import { classificationFindings, policyFindings, publicationGroup } from './findings-publication.ts';
import type { SettingsGroup } from './group.ts';
import { membership, membershipGroup } from './membership.ts';
import { autoEnable, memberLimit, organizationGroup } from './organization.ts';
import { publishingFrequency } from './publishing-frequency.ts';
import { revealGroup, revealStatus } from './reveal.ts';
import { securityHub, securityHubGroup } from './security-hub.ts';
import { serviceRole } from './service-role.ts';
import { sessionGroup } from './session-group.ts';
import type { SettingDefinition } from './setting.ts';
import { status } from './status.ts';

/** Every setting, in the order in which they are shown. Every list of settings elsewhere is derived from this one. */
export const SETTINGS: readonly SettingDefinition[] = [
  status,
  publishingFrequency,
  serviceRole,
  membership,
  organizationAdministrator,
  autoEnable,
  memberLimit,
  automatedDiscovery,
  autoEnableDiscovery,
  discoveryOfMembers,
  policyFindings,
  classificationFindings,
  exportBucket,
  exportKey,
  exportPrefix,
  revealStatus,
  securityHub,
];

/** Every settings group, in the order in which they are read and written. */
export const GROUPS: readonly SettingsGroup[] = [
  sessionGroup,
  membershipGroup,
  administratorGroup,
  organizationGroup,
  discoveryGroup,
  discoveryOfMembersGroup,
  publicationGroup,
  exportGroup,
  revealGroup,
  securityHubGroup,
];
