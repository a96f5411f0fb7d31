import { z } from 'zod';
import { faultSchema } from '../faults/fault-schema.ts';
import { accountSchema } from './account-schema.ts';
import { accountId, region } from './by-region.ts';
import { eventBus } from './event-buses.ts';
import { checkAccounts } from './organization/problems.ts';
import { stackSchema, trailSchema } from './stack-schema.ts';
import { organizationSchema } from './organization/schema.ts';

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
export const worldSchema = z
  .strictObject({
    organization: organizationSchema.optional(),
    /** Accounts outside the organization. */
    accounts: z.record(accountId, accountSchema).default({}),
    /** By name, the same in every account and Region. */
    parameters: z.record(z.string().startsWith('/', 'expected a name that begins with /'), parameter).default({}),
    /** By `bucket/key`. */
    objects: z.record(z.string().regex(/^[^/]+\/./, 'expected bucket/key'), z.string()).default({}),
    /** By bucket; a bucket that is left out belongs to whoever asks. */
    bucketOwners: z.record(z.string(), accountId).default({}),
    topics: z.array(topic).default([]),
    eventBuses: z.array(eventBus).default([]),
    /** `manual`: a subscription by email that Subscribe makes is pending until ConfirmSubscription, as in AWS. */
    emailConfirmation: z.enum(['automatic', 'manual']).default('automatic'),
    /** DynamoDB tables with `pk` and `sk`. */
    tables: z.array(z.string()).default([]),
    /** A deployed stack of macie-warden. */
    stack: stackSchema.optional(),
    trails: z.array(trailSchema).default([]),
    faults: z.array(faultSchema).default([]),
  })
  .superRefine(checkAccounts);

/** The initial state of a sandbox. */
export type World = z.infer<typeof worldSchema>;
