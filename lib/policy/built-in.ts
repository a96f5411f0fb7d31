/** For a first look without a policy of one's own: the session is on wherever Macie is offered. Nothing is repaired. */
export const BUILT_IN_POLICY = `version: 1
regions: all
remediation: report
desired: { status: ENABLED }
`;
