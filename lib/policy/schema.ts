import { z } from 'zod';
import { FREQUENCIES, REMEDIATIONS, SETTINGS, STATUSES } from '../core/model.ts';

// The message of each node says what is expected there: `problems.ts` puts the place and the finding around it.

const account = z.string('a 12-digit account id in quotes').regex(/^\d{12}$/, 'a 12-digit account id in quotes');

const region = z.string('the name of an AWS Region').min(1, 'the name of an AWS Region');

const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, `one of ${values.join(', ')}`);

const list = <T extends z.ZodType>(item: T, what: string) =>
  z.array(item, `a list of ${what}`).min(1, `at least one of ${what}`);

const remediation = oneOf(REMEDIATIONS).describe(
  'report: nothing is ever written. enforce: what macie-warden may repair, it repairs; the stack must be deployed with remediation=enforce as well.',
);

const desired = z
  .strictObject(
    {
      status: oneOf(STATUSES).describe(
        'DISABLED means that Macie is not enabled. macie-warden enables and resumes; it never pauses and never disables.',
      ),
      findingPublishingFrequency: oneOf(FREQUENCIES).describe(
        'How often Macie publishes updates of policy findings. It is only ever made faster; slower is left to a person.',
      ),
      serviceRole: z
        .string('service-linked, or the ARN of an IAM role')
        .regex(/^(service-linked|arn:aws:iam::\d{12}:role\/.+)$/, 'service-linked, or the ARN of an IAM role')
        .describe(
          'service-linked, or the ARN of an IAM role. A difference is reported; there is no call that repairs it.',
        ),
    },
    'a map of settings',
  )
  .partial()
  .refine((settings) => Object.keys(settings).length > 0, `at least one of ${SETTINGS.join(', ')}`);

const match = z
  .strictObject(
    {
      accounts: list(account, '12-digit account ids in quotes').describe('Account ids, in quotes.'),
      regions: list(region, 'Region names or patterns').describe('Region names, or patterns with * such as eu-*.'),
    },
    'a map with accounts, regions or both',
  )
  .partial()
  .refine((keys) => Object.keys(keys).length > 0, 'accounts, regions or both')
  .describe('The targets that this is about: those that match every key given.');

const override = z
  .strictObject(
    { match, desired: desired.optional(), remediation: remediation.optional() },
    'a map with match and what is different there',
  )
  .refine((rule) => rule.desired !== undefined || rule.remediation !== undefined, 'desired, remediation or both');

const text = (what: string) => z.string(what).trim().min(1, what);

const DATE = 'a date, YYYY-MM-DD';

const waiver = z.strictObject(
  {
    match,
    settings: list(oneOf(SETTINGS), SETTINGS.join(', ')).describe('The settings whose drift is accepted.'),
    reason: text('why the drift is accepted').describe('Why the drift is accepted. It is shown in every report.'),
    owner: text('who owns the waiver').describe('Who owns the waiver. It is shown in every report.'),
    expires: z.string(DATE).refine(isDate, DATE).describe('The last day, UTC, on which the waiver holds: YYYY-MM-DD.'),
  },
  'a map with match, settings, reason, owner and expires',
);

/** The policy. This is the only definition: the type, the check and the JSON Schema are made of it. */
export const policySchema = z.strictObject(
  {
    version: z.literal(1, '1').describe('The version of this format.'),
    regions: z
      .union([z.literal('all'), list(region, 'Region names')], 'all, or a list of Region names')
      .default('all')
      .describe('all: every Region that offers Macie and that the account has enabled. Or a list of Region names.'),
    excludeRegions: z.array(region, 'a list of Region names').default([]).describe('Regions that are not looked at.'),
    remediation: remediation.default('report'),
    notify: oneOf(['drift', 'always'])
      .default('drift')
      .describe('drift: publish when there is something to say. always: publish every run.'),
    limits: z
      .strictObject(
        {
          maxActions: z
            .int('a whole number, 0 or more')
            .min(0, 'a whole number, 0 or more')
            .default(25)
            .describe(
              'If a run needs more writes than this, it makes none: a wrong policy must not rewrite an estate.',
            ),
        },
        'a map with maxActions',
      )
      .prefault({}),
    desired: desired.describe('What every target should be. A key that is left out is not compared.'),
    overrides: z
      .array(override, 'a list of overrides')
      .default([])
      .describe('Exceptions. The last one that matches wins, key by key.'),
    waivers: z.array(waiver, 'a list of waivers').default([]).describe('Drifts that are accepted for a time.'),
  },
  'a map that begins with version: 1',
);

export type Policy = z.infer<typeof policySchema>;
export type PolicyWaiver = Policy['waivers'][number];
export type Match = z.infer<typeof match>;

/** The JSON Schema for editors. `policy.schema.json` is this, and a test holds the two together. */
export function policyJsonSchema(): object {
  return z.toJSONSchema(policySchema, { io: 'input', target: 'draft-2020-12' });
}

function isDate(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const time = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(value);
}
