import type { Notice } from '../../core/compliance/report.ts';
import type { MembersReading } from '../../core/organization/member.ts';

/** The members that the administrator of one Region lists. */
export interface RegionMembers {
  readonly region: string;
  /** null: none was found. */
  readonly administrator: string | null;
  readonly reading: MembersReading;
}

/** Is the Region down, as far as its list shows? */
export function gaveNoAnswer(reading: MembersReading): boolean {
  return reading.kind === 'unknown' && (reading.reason === 'timeout' || reading.reason === 'network');
}

/** What the Macie administrators of an organization list, Region by Region. */
export interface AdministratorView {
  readonly regions: Readonly<Record<string, RegionMembers>>;
  readonly notices: readonly Notice[];
}
