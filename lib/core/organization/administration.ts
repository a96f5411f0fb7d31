/** The Macie administrator that a run can call for a target, and what its calls need. */
export interface Administration {
  /** The account id of the administrator. */
  readonly administrator: string;
  /** The address of the account in AWS Organizations, which CreateMember asks for; null: not known. */
  readonly email: string | null;
  /** The management account of the organization: an administrator cannot enable Macie there. */
  readonly isManagement: boolean;
}
