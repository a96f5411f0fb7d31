import * as z from 'zod/mini';
import { ACCOUNT_ID, ORGANIZATIONAL_UNIT_ID } from '../core/names.ts';
import { list } from './schema-parts.ts';

// The message of each node says what is expected there: `problems.ts` puts the place and the finding around it.

const ACCOUNT = 'a 12-digit account id in quotes';
export const account = z.string(ACCOUNT).check(z.regex(ACCOUNT_ID, ACCOUNT));

const REGION = 'the name of an AWS Region';
export const region = z.string(REGION).check(z.minLength(1, REGION));

const UNIT = 'the id of an organizational unit, such as ou-ab12-11111111, or of the root, such as r-ab12';
export const organizationalUnit = z.string(UNIT).check(z.regex(ORGANIZATIONAL_UNIT_ID, UNIT));

const NAME = 'an account name or a pattern such as prod-*';
const accountName = z.string(NAME).check(z.trim(), z.minLength(1, NAME));

const KEYS = 'accounts, accountNames, organizationalUnits or regions';

export const match = z
  .partial(
    z.strictObject(
      {
        accounts: list(account, '12-digit account ids in quotes').check(z.describe('Account ids, in quotes.')),
        accountNames: list(accountName, 'account names or patterns').check(
          z.describe('Names of accounts in the organization, or patterns with * such as prod-*.'),
        ),
        organizationalUnits: list(organizationalUnit, 'ids of organizational units').check(
          z.describe('Ids of organizational units, or of the root. The units below each are included.'),
        ),
        regions: list(region, 'Region names or patterns').check(
          z.describe('Region names, or patterns with * such as eu-*.'),
        ),
      },
      `a map with ${KEYS}`,
    ),
  )
  .check(
    z.refine((keys) => Object.keys(keys).length > 0, `at least one of ${KEYS}`),
    z.meta({
      description: 'The targets that this is about: those that match every key given.',
      minProperties: 1,
    }),
  );

export type Match = z.infer<typeof match>;
