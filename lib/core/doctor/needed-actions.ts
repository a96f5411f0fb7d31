/** The IAM actions with which a settings group is read and written. */
interface GroupActions {
  readonly read: readonly string[];
  readonly write: readonly string[];
}

/** The actions of a Macie administrator on its members. */
const OF_MEMBERS: Readonly<Record<string, GroupActions>> = {
  session: { read: ['macie2:GetMember', 'macie2:ListMembers'], write: ['macie2:UpdateMemberSession'] },
  membership: {
    read: ['macie2:GetMember', 'macie2:ListMembers'],
    write: ['macie2:CreateMember', 'macie2:DeleteMember'],
  },
  automatedDiscoveryOfMembers: {
    read: ['macie2:ListAutomatedDiscoveryAccounts'],
    write: ['macie2:BatchUpdateAutomatedDiscoveryAccounts'],
  },
};

/** In the account of the caller. */
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

interface Needs {
  readonly isWriting: boolean;
  /** Also those of a Macie administrator on its members? */
  readonly ofMembers?: boolean;
}

/** Sorted, each once. */
export function neededActions(groups: readonly string[], { isWriting, ofMembers = false }: Needs): readonly string[] {
  const tables = ofMembers ? [BY_GROUP, OF_MEMBERS] : [BY_GROUP];
  const actions = groups.flatMap((group) =>
    tables.flatMap((table) => {
      const { read = [], write = [] } = table[group] ?? {};
      return isWriting ? [...read, ...write] : read;
    }),
  );
  return [...new Set(actions)].toSorted();
}
