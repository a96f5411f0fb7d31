/**
 * Why an administrator can add no account in a Region. `member-limit`: it has as many members as Macie allows. `not-designated`: it
 * is not the administrator there, or its designation is being removed.
 */
export type AddObstacle = 'member-limit' | 'not-designated';

/** The Macie administrator that a run can call for a target, and what its calls need. */
export interface Administration {
  /** The account id of the administrator. */
  readonly administrator: string;
  /** The address of the account in AWS Organizations, which CreateMember asks for; null: not known. */
  readonly email: string | null;
  /** The management account of the organization: an administrator cannot enable Macie there. */
  readonly isManagement: boolean;
  /** Left out: none is known. */
  readonly obstacle?: AddObstacle | undefined;
}

/** Such an obstacle, and the way past it. */
export function obstacleText({ administrator, obstacle }: Administration): string | null {
  switch (obstacle) {
    case 'member-limit':
      return `the Macie administrator ${administrator} has reached its member limit in this Region: ask AWS Support for a higher quota, or remove members there`;
    case 'not-designated':
      return `account ${administrator} is not the Macie administrator in this Region, or is being removed there: designate it from the management account, by EnableOrganizationAdminAccount. macie-warden never moves a designation`;
    case undefined:
      return null;
  }
}
