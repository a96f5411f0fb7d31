/** The IAM actions with which a settings group is read and written in the account of the caller. */
interface GroupActions {
  readonly read: readonly string[];
  readonly write: readonly string[];
}

const BY_GROUP: Readonly<Record<string, GroupActions>> = {
  session: { read: ['macie2:GetMacieSession'], write: ['macie2:EnableMacie', 'macie2:UpdateMacieSession'] },
  membership: { read: ['macie2:GetAdministratorAccount'], write: [] },
  organization: {
    read: ['macie2:DescribeOrganizationConfiguration'],
    write: ['macie2:UpdateOrganizationConfiguration'],
  },
  administrator: {
    read: [
      'macie2:DescribeOrganizationConfiguration',
      'macie2:GetAdministratorAccount',
      'macie2:ListOrganizationAdminAccounts',
    ],
    write: [],
  },
  automatedDiscovery: {
    read: ['macie2:GetAutomatedDiscoveryConfiguration'],
    write: ['macie2:UpdateAutomatedDiscoveryConfiguration'],
  },
  automatedDiscoveryOfMembers: {
    read: ['macie2:GetAutomatedDiscoveryConfiguration', 'macie2:ListAutomatedDiscoveryAccounts'],
    write: [],
  },
  findingsPublication: {
    read: ['macie2:GetFindingsPublicationConfiguration'],
    write: ['macie2:PutFindingsPublicationConfiguration'],
  },
  classificationExport: {
    read: ['macie2:GetClassificationExportConfiguration'],
    write: ['macie2:PutClassificationExportConfiguration'],
  },
  reveal: { read: ['macie2:GetRevealConfiguration'], write: [] },
  securityHub: { read: ['securityhub:DescribeHub'], write: [] },
};

/** Sorted, each once. */
export function neededActions(
  groups: readonly string[],
  { isWriting }: { readonly isWriting: boolean },
): readonly string[] {
  const actions = groups.flatMap((group) => {
    const { read = [], write = [] } = BY_GROUP[group] ?? {};
    return isWriting ? [...read, ...write] : read;
  });
  return [...new Set(actions)].toSorted();
}
