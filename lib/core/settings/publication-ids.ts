/** The id of the group that GetFindingsPublicationConfiguration returns. */
export const PUBLICATION = 'findingsPublication';

/** The ids of its settings. */
export const PUBLICATION_FLAGS: readonly string[] = [
  `${PUBLICATION}.policyFindings`,
  `${PUBLICATION}.classificationFindings`,
];
