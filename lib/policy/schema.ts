// zod/mini: the same schemas and issues as zod, at a quarter of the time to load.
import * as z from 'zod/mini';
import { REMEDIATIONS } from '../core/run.ts';
import { SETTING_IDS } from '../core/settings/registry.ts';
import { accountKeys } from './schema-accounts.ts';
import { desired } from './schema-desired.ts';
import { alertsWith, limits } from './schema-limits.ts';
import { match, region } from './schema-match.ts';
import { list, oneOf } from './schema-parts.ts';
import { priceTable } from './schema-prices.ts';
import { severityRulesWith } from './schema-severity.ts';

// The message of each node says what is expected there: `problems.ts` puts the place and the finding around it.

const remediation = oneOf(REMEDIATIONS).check(
  z.describe(
    'report: nothing is ever written. enforce: what macie-warden may repair, it repairs; the stack must be deployed with remediation=enforce as well.',
  ),
);

const override = z
  .strictObject(
    {
      match,
      desired: z.optional(desired).check(z.describe('What is desired there instead, key by key.')),
      remediation: z.optional(remediation),
      onlyWithBuckets: z
        .optional(z.boolean('true or false'))
        .check(
          z.describe(
            'true: a target whose account has no bucket in the Region is not compared. false: it is, whatever regions lists.',
          ),
        ),
    },
    'a map with match and what is different there',
  )
  .check(
    z.refine(
      ({ desired, remediation, onlyWithBuckets }) => (desired ?? remediation ?? onlyWithBuckets) !== undefined,
      'desired, remediation or onlyWithBuckets',
    ),
  );

/** It is stored with each of its drifts. */
const MAX_TEXT = 500;

const text = (what: string) => {
  const expected = `${what}, in at most ${MAX_TEXT} characters`;
  return z.string(what).check(z.trim(), z.minLength(1, what), z.maxLength(MAX_TEXT, expected));
};

const setting = z.enum(SETTING_IDS, 'the id of a setting, such as status');

const DATE = 'a date, YYYY-MM-DD';

const waiver = z.strictObject(
  {
    match,
    settings: list(setting, 'the ids of settings, such as status').check(
      z.describe('The settings whose drift is accepted.'),
    ),
    reason: text('why the drift is accepted').check(
      z.describe('Why the drift is accepted. It is shown in every report.'),
    ),
    owner: text('who owns the waiver').check(z.describe('Who owns the waiver. It is shown in every report.')),
    expires: z.string(DATE).check(
      z.refine(isDate, DATE),
      z.meta({
        description: 'The last day, UTC, on which the waiver holds: YYYY-MM-DD.',
        pattern: String.raw`^\d{4}-\d{2}-\d{2}$`,
      }),
    ),
  },
  'a map with match, settings, reason, owner and expires',
);

const REGIONS = 'all, with-buckets, or a list of Region names';

/** The policy. This is the only definition: the type, the check and the JSON Schema are made of it. */
export const policySchema = z.strictObject(
  {
    version: z.literal(1, '1').check(z.describe('The version of this format.')),
    ...accountKeys,
    regions: z
      ._default(z.union([oneOf(['all', 'with-buckets']), list(region, 'Region names')], REGIONS), 'all')
      .check(
        z.describe(
          'all: every Region that offers Macie and that the account has enabled. with-buckets: those of them in which the account has a bucket. Or a list of Region names.',
        ),
      ),
    excludeRegions: z
      ._default(z.array(region, 'a list of Region names'), [])
      .check(z.describe('Regions that are not read.')),
    remediation: z._default(remediation, 'report'),
    notify: z
      ._default(oneOf(['drift', 'always']), 'drift')
      .check(z.describe('drift: publish when something has changed. always: publish every run.')),
    limits: z.prefault(limits, {}).check(z.describe('Guard rails of a run.')),
    prices: z
      ._default(priceTable, {})
      .check(
        z.describe(
          'Prices of Macie in USD, by Region, or default for every other Region: estimates of cost use them in place of the prices of this version.',
        ),
      ),
    alerts: z.prefault(alertsWith(severityRulesWith(setting)), {}).check(z.describe('When alerts are sent.')),
    desired: desired.check(z.describe('The desired value of each setting. A key that is left out is not compared.')),
    overrides: z
      ._default(z.array(override, 'a list of overrides'), [])
      .check(z.describe('Exceptions. The last one that matches wins, key by key.')),
    waivers: z
      ._default(z.array(waiver, 'a list of waivers'), [])
      .check(z.describe('Drifts that are accepted for a time.')),
  },
  'a map that begins with version: 1',
);

export type Policy = z.infer<typeof policySchema>;
export type PolicyWaiver = Policy['waivers'][number];

function isDate(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const time = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(value);
}
