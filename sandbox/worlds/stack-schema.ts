import { z } from 'zod';
import { accountId, region } from './by-region.ts';

const ruleState = z.enum(['ENABLED', 'DISABLED']).nullable();
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
  slackWebhookParameter: z.string().default(''),
  /** The actions that IAM denies to the role of the functions. */
  deniedActions: z.array(z.string()).default([]),
  schedule: ruleState.default('ENABLED'),
  rule: ruleState.default('ENABLED'),
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
