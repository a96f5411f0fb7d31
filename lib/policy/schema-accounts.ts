import * as z from 'zod/mini';
import { account, organizationalUnit } from './schema-match.ts';
import { list } from './schema-parts.ts';

// The message of each node says what is expected there: `problems.ts` puts the place and the finding around it.

const ROLE = 'the name of an IAM role';
// A role may have a path: IAM's names have up to 64 characters after it. https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html
const roleName = z.string(ROLE).check(z.regex(/^([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/, ROLE));

const EXTERNAL_ID = 'an external id of 2 to 1224 letters, digits and + = , . @ : / -';
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
const externalId = z.string(EXTERNAL_ID).check(z.regex(/^[\w+=,.@:/-]{2,1224}$/, EXTERNAL_ID));

const roles = z.strictObject(
  {
    read: z
      ._default(roleName, 'macie-warden-read')
      .check(z.describe('The role that is assumed in another account to read its settings.')),
    repair: z
      ._default(roleName, 'macie-warden-repair')
      .check(
        z.describe(
          'The role that is assumed in another account to repair. A stack that only reports cannot assume it.',
        ),
      ),
    externalId: z
      .optional(externalId)
      .check(z.describe('The external id that the roles ask for, if they ask for one.')),
  },
  'a map with read, repair and externalId',
);

/** Which accounts a policy is about, and how they are reached. */
export const accountKeys = {
  accounts: z
    ._default(
      z.union(
        [
          z.literal('self', 'self, organization, or a list of account ids'),
          z.literal('organization', 'self, organization, or a list of account ids'),
          list(account, '12-digit account ids in quotes'),
        ],
        'self, organization, or a list of account ids',
      ),
      'self',
    )
    .check(
      z.describe(
        'self: the account of the credentials. organization: every active account of the organization. Or a list of account ids.',
      ),
    ),
  excludeAccounts: z
    ._default(z.array(account, 'a list of 12-digit account ids in quotes'), [])
    .check(z.describe('Accounts that are not read.')),
  organizationalUnits: z
    ._default(z.array(organizationalUnit, 'a list of ids of organizational units'), [])
    .check(z.describe('With accounts: organization: only accounts in these organizational units or below them.')),
  roles: z.prefault(roles, {}).check(z.describe('The roles that are assumed in accounts other than the own.')),
};
