import { z } from 'zod';
import { faultSchema } from '../faults/fault-schema.ts';
import { OFF_WORDING_NAMES } from '../services/macie2/off-wordings.ts';
import { AWS_REGIONS, regionProblem, MACIE_REGIONS } from './regions.ts';
import { sessionSchema } from './session-schema.ts';

const accountId = z
  .string({ error: 'expected an account of 12 digits, in quotes' })
  .regex(/^\d{12}$/, 'expected an account of 12 digits, in quotes');
const region = z.string().superRefine((name, context) => {
  const problem = regionProblem(name, AWS_REGIONS);
  if (problem) context.addIssue(problem);
});

/** Values by Region with Macie. `"*"` stands for every Region that has no entry. */
function byMacieRegion<T extends z.ZodType>(value: T) {
  return z.record(z.string(), value).superRefine((values, context) => {
    for (const name of Object.keys(values)) {
      const problem = name === '*' ? null : regionProblem(name, MACIE_REGIONS);
      if (problem) context.addIssue({ code: 'custom', message: problem, path: [name] });
    }
  });
}

const account = z.strictObject({
  /** Makes the account a member, via AWS Organizations, of this Macie administrator in every Region where Macie is on. */
  administrator: accountId.optional(),
  /** Opt-in Regions that the account has enabled. */
  optedIn: z.array(region).default([]),
  /** The status that account:ListRegions returns while an opt-in changes. Access depends on `optedIn` alone. */
  optStatus: z.record(region, z.enum(['ENABLING', 'DISABLING'])).default({}),
  /** Null means that Macie is not enabled. */
  sessions: byMacieRegion(sessionSchema.nullable()).default({}),
  /** The error that Macie answers while it is not enabled; `plain` by default. */
  offWording: byMacieRegion(z.enum(OFF_WORDING_NAMES)).default({}),
});

const subscription = z.strictObject({
  protocol: z.enum(['application', 'email', 'email-json', 'firehose', 'http', 'https', 'lambda', 'sms', 'sqs']),
  endpoint: z.string(),
  raw: z.boolean().default(false),
  /** Only a confirmed subscription receives messages. The other two are listed and counted. */
  state: z.enum(['confirmed', 'pending', 'deleted']).default('confirmed'),
});

const DEFAULT_SUBSCRIPTION = subscription.parse({ protocol: 'email', endpoint: 'alerts@example.com' });

const topic = z.strictObject({
  account: accountId,
  region,
  name: z.string(),
  /** By default one confirmed email subscription, so that messages arrive. `[]` is a topic without subscribers. */
  subscriptions: z.array(subscription).default([DEFAULT_SUBSCRIPTION]),
});

/** A text. A SecureString needs WithDecryption to be readable. */
const parameter = z.union(
  [z.string(), z.strictObject({ type: z.enum(['String', 'SecureString']), value: z.string() })],
  {
    error: 'expected a text, or { type: SecureString, value: … }',
  },
);

/** A world file. */
export const worldSchema = z.strictObject({
  accounts: z.record(accountId, account).default({}),
  /** By name, the same in every account and Region. */
  parameters: z.record(z.string().startsWith('/', 'expected a name that begins with /'), parameter).default({}),
  /** By `bucket/key`. */
  objects: z.record(z.string().regex(/^[^/]+\/./, 'expected bucket/key'), z.string()).default({}),
  /** By bucket; a bucket that is left out belongs to whoever asks. */
  bucketOwners: z.record(z.string(), accountId).default({}),
  topics: z.array(topic).default([]),
  /** `manual`: a subscription by email that Subscribe makes is pending until ConfirmSubscription, as in AWS. */
  emailConfirmation: z.enum(['automatic', 'manual']).default('automatic'),
  /** DynamoDB tables with `pk` and `sk`. */
  tables: z.array(z.string()).default([]),
  faults: z.array(faultSchema).default([]),
});

/** The initial state of a sandbox. */
export type World = z.infer<typeof worldSchema>;
export type WorldSession = z.infer<typeof sessionSchema>;
