import type { Macie2Client } from '@aws-sdk/client-macie2';
import type { SecurityHubClient } from '@aws-sdk/client-securityhub';
import type { WriteAnswer } from '../core/compliance/write-answer.ts';
import type { GroupValues, Reading } from '../core/observation.ts';
import type { SharedAnswers } from '../core/organization/shared-answers.ts';
import type { Desired } from '../core/settings/desired.ts';
import type { Write } from '../core/settings/group.ts';

export interface GroupCall {
  readonly client: Macie2Client;
  readonly region: string;
  readonly signal: AbortSignal;
  /** Makes a repeated write one request, where the API takes a token. */
  readonly clientToken: string;
  /** The desired values of the target: a reading may ask for more where something depends on it. Left out: none. */
  readonly desired?: Desired | undefined;
  /** Values of the group that are known before it is read. Left out: none. */
  readonly known?: GroupValues | undefined;
  /** Of this reading of the target. Left out: the reading asks by itself. */
  readonly answers?: SharedAnswers | undefined;
}

export interface GroupReadCall extends GroupCall {
  /** Of the account that is read. */
  readonly accountId: () => Promise<string>;
  /** Of the same account and Region. */
  readonly securityHub: () => Promise<SecurityHubClient>;
}

/** The calls of one settings group. Neither throws for what AWS or the network does. */
export interface GroupCalls {
  readonly read: (call: GroupReadCall) => Promise<Reading>;
  /** Left out: nothing of the group is ever written. */
  readonly write?: (write: Write, call: GroupCall) => Promise<WriteAnswer>;
}
