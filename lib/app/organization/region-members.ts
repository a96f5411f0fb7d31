import type { Notice } from '../../core/compliance/report.ts';
import type { OrganizationConfiguration } from '../../core/organization/configuration.ts';
import type { MembersReading } from '../../core/organization/member.ts';

/** The members that the administrator of one Region lists. */
export interface RegionMembers {
  readonly region: string;
  /** null: none was found, or which of several it is, is not known. */
  readonly administrator: string | null;
  readonly reading: MembersReading;
  /** Whether it is the administrator there, as it says itself. Left out: it was not asked. */
  readonly configuration?: OrganizationConfiguration;
}

/** What the Macie administrators of an organization list, Region by Region. */
export interface AdministratorView {
  readonly regions: Readonly<Record<string, RegionMembers>>;
  readonly notices: readonly Notice[];
}
