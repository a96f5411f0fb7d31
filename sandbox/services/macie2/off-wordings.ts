export const OFF_WORDING_NAMES = ['plain', 'with-dot', 'unauthorized', 'region', 'not-found', 'not-onboarded'] as const;

export type OffWording = (typeof OFF_WORDING_NAMES)[number];

interface OffError {
  readonly code: string;
  readonly status: number;
  /** `ACCOUNT` stands for the account id. The apostrophes are U+2019, as Macie sends them. */
  readonly message: string;
}

/** The errors that Macie has been seen to answer where it is not enabled. */
export const OFF_WORDINGS: Readonly<Record<OffWording, OffError>> = {
  plain: { code: 'AccessDeniedException', status: 403, message: 'Macie is not enabled' },
  'with-dot': { code: 'AccessDeniedException', status: 403, message: 'Macie is not enabled.' },
  unauthorized: { code: 'AccessDeniedException', status: 401, message: 'Macie is not enabled' },
  region: {
    code: 'AccessDeniedException',
    status: 403,
    message: 'The request failed because Macie isn’t enabled in the specified AWS Region.',
  },
  'not-found': { code: 'ResourceNotFoundException', status: 404, message: 'Amazon Macie isn’t enabled.' },
  // Seen for GetAutomatedDiscoveryConfiguration alone; it does not name Macie.
  'not-onboarded': {
    code: 'AccessDeniedException',
    status: 403,
    message: 'Account Id: [ACCOUNT] has not been onboarded',
  },
};
