/** A template of a release: what is decided while packaging cannot be a parameter of CloudFormation. */
export interface Variant {
  /** Of its file, behind the version; empty: the plain one. */
  readonly suffix: string;
  /** Of `serverless package`. */
  readonly params: Readonly<Record<string, string>>;
}

/** Values that packaging accepts and that become parameters of the template. */
export const PLACEHOLDERS = {
  PolicyParameter: '/macie-warden-release/policy-parameter',
  AlertEmail: 'alert-email@macie-warden.invalid',
  AccountName: 'macie-warden-account-name',
  OrganizationId: 'o-macieward3n',
} as const;

const EVERY = {
  policySource: `ssm:${PLACEHOLDERS.PolicyParameter}`,
  alertEmail: PLACEHOLDERS.AlertEmail,
  accountName: PLACEHOLDERS.AccountName,
};
const ORGANIZATION = { ...EVERY, organization: 'on', organizationId: PLACEHOLDERS.OrganizationId };

export const VARIANTS: readonly Variant[] = [
  { suffix: '', params: EVERY },
  { suffix: '-enforce', params: { ...EVERY, remediation: 'enforce' } },
  { suffix: '-organization', params: ORGANIZATION },
  { suffix: '-organization-enforce', params: { ...ORGANIZATION, remediation: 'enforce' } },
];
