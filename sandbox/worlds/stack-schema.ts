import { z } from 'zod';
import { accountId, region } from './by-region.ts';

const ruleState = z.enum(['ENABLED', 'DISABLED']).nullable();
/** A bucket of the stack. */
const bucket = z
  .strictObject({
    encryption: z.enum(['AES256', 'aws:kms']).default('AES256'),
    /** Is all public access blocked? */
    private: z.boolean().default(true),
  })
  .prefault({})
  .nullable();
const messages = z.int().nonnegative().default(0);

/** A deployed stack of macie-warden, as far as `macie-warden doctor` asks for it. Null is a part that does not exist. */
export const stackSchema = z.strictObject({
  account: accountId,
  region,
  name: z.string().default('macie-warden-prod'),
  status: z.string().default('UPDATE_COMPLETE'),
  /** Of the deployed code, as the output Version has it; by default that of this repository. */
  version: z.string().optional(),
  policySource: z.string().default('policy.yml'),
  remediation: z.enum(['report', 'enforce']).default('report'),
  /** The name of a topic of the world; by default that of the stack. */
  topic: z.string().optional(),
  /** A table of the world; by default that of the stack. */
  table: z.string().optional(),
  /** Of its functions. */
  runtime: z.string().default('nodejs24.x'),
  slackWebhookParameter: z.string().default(''),
  slackTokenParameter: z.string().default(''),
  /** The name or ARN of the bus of EventBridge that gets its alerts. */
  alertBus: z.string().default(''),
  /** Where it imports findings. */
  securityHub: z.enum(['off', 'hub', 'members']).default('off'),
  /** The bucket of archived reports. */
  archive: bucket,
  /** Does a state machine check the accounts of an organization? */
  organization: z.boolean().default(false),
  machine: z.enum(['ACTIVE', 'DELETING']).nullable().default('ACTIVE'),
  /** Of its state machine, the newest first. */
  executions: z
    .array(z.strictObject({ status: z.string(), minutesAgo: z.number().nonnegative() }))
    .default([{ status: 'SUCCEEDED', minutesAgo: 30 }]),
  /** The bucket with what runs over an organization have read and written. */
  runsBucket: bucket,
  /** What IAM denies: an action to every role, or `ROLE ACTION`, such as `OrganizationGateRole dynamodb:Query`. */
  deniedActions: z.array(z.string()).default([]),
  schedule: ruleState.default('ENABLED'),
  /** Of the digest and of the pulse. */
  digest: ruleState.default(null),
  pulse: ruleState.default(null),
  /** The ARN that the schedule starts; by default the function or state machine of a full run. */
  scheduleTarget: z.string().optional(),
  rule: ruleState.default('ENABLED'),
  /** The mapping of its queue to the function `change`. */
  eventSource: z
    .strictObject({ state: z.string().default('Enabled'), lastResult: z.string().default('No records processed') })
    .prefault({})
    .nullable(),
  /** By Region; `"*"` is every other one. */
  forwarders: z.record(z.string(), ruleState).default({ '*': 'ENABLED' }),
  failedRuns: messages,
  failedChanges: messages,
  /** Is the attribute `expires` of its table on? */
  timeToLive: z.boolean().default(true),
  /** The key of its topic. `allows`: the principals of its policy. */
  key: z
    .strictObject({
      state: z.enum(['Enabled', 'Disabled', 'PendingDeletion']).default('Enabled'),
      allows: z.array(z.string()).optional(),
      awsManaged: z.boolean().default(false),
    })
    .prefault({})
    .nullable(),
});

export type WorldStack = z.infer<typeof stackSchema>;

/** A trail of CloudTrail. The call log of the sandbox does not depend on it. */
export const trailSchema = z.strictObject({
  account: accountId,
  /** Its home Region. */
  region,
  name: z.string(),
  multiRegion: z.boolean().default(true),
  organization: z.boolean().default(false),
  logging: z.boolean().default(true),
  /** `advanced`: management events by an advanced selector. */
  records: z.enum(['all', 'write', 'read', 'data', 'advanced']).default('all'),
});

export type WorldTrail = z.infer<typeof trailSchema>;
