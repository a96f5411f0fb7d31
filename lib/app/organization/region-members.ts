import type { Notice } from '../../core/compliance/report.ts';
import type { OrganizationConfiguration } from '../../core/organization/configuration.ts';
import type { MembersReading } from '../../core/organization/member.ts';
import { WITHOUT_ANSWER } from '../../targets/region-breaker.ts';

/** The members that the administrator of one Region lists. */
export interface RegionMembers {
  readonly region: string;
  /** null: none was found, or which of several it is, is not known. */
  readonly administrator: string | null;
  readonly reading: MembersReading;
  /** Whether it is the administrator there, as it says itself. Left out: it was not asked. */
  readonly configuration?: OrganizationConfiguration;
}

/** Is the Region down, as far as its list shows? */
export function gaveNoAnswer(reading: MembersReading): boolean {
  return reading.kind === 'unknown' && WITHOUT_ANSWER.has(reading.reason);
}

/** What the Macie administrators of an organization list, Region by Region. */
export interface AdministratorView {
  readonly regions: Readonly<Record<string, RegionMembers>>;
  readonly notices: readonly Notice[];
}
