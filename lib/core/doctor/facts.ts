/** Facts on a deployed stack and its surroundings, as AWS answered them. */

export interface StackFacts {
  readonly status: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** The physical id of each resource, by its logical id. */
  readonly resources: Readonly<Record<string, string>>;
}

export interface FunctionFacts {
  readonly runtime: string;
  /** The ARN of its role. */
  readonly role: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly lastModified: string;
}

/** An action that IAM would not allow. `by`: the kind of policy that denies it, or null if none allows it. */
export interface DeniedAction {
  readonly action: string;
  readonly by: string | null;
}

export interface TableFacts {
  readonly status: string;
  /** Such as `pk HASH`. */
  readonly keys: readonly string[];
  /** By the name of the index. */
  readonly indexes: Readonly<Record<string, { readonly status: string; readonly keys: readonly string[] }>>;
  /** The attribute that ends items; null: none does. */
  readonly expiryAttribute: string | null;
}

/** The mark that a run leaves in the table while it works on an account. */
export interface LeaseFacts {
  readonly accountId: string;
  readonly owner: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

export interface TopicFacts {
  readonly confirmed: number;
  readonly pending: number;
  /** As the topic names its key; null: it is not encrypted with a key of KMS. */
  readonly keyId: string | null;
}

export interface KeyFacts {
  readonly arn: string;
  readonly state: string;
  /** Is it managed by AWS, and its policy not to be changed? */
  readonly isAwsManaged: boolean;
  /** The text of its policy; null for a key that AWS manages. */
  readonly policy: string | null;
}

/** A parameter that holds a secret of Slack, without its value: `form` is what the value looks like. */
export interface SecretFacts {
  readonly type: string;
  readonly form: 'webhook' | 'bot-token' | 'other' | 'empty';
}

export interface ScheduleFacts {
  readonly state: string;
  readonly expression: string;
  /** The ARN that it starts. */
  readonly target: string;
}

/** The mapping of a queue to a function. */
export interface EventSourceFacts {
  readonly state: string;
  /** Why it has that state, in the words of Lambda. */
  readonly reason: string;
  /** In the words of Lambda, such as `No records processed`. */
  readonly lastResult: string;
  /** The ARN of the queue. */
  readonly source: string;
}

export interface MachineFacts {
  readonly status: string;
  /** null: there has been none. */
  readonly lastExecution: ExecutionFacts | null;
}

export interface ExecutionFacts {
  readonly arn: string;
  readonly status: string;
  readonly startedAt: Date;
}

export interface BusFacts {
  readonly arn: string;
}

export interface BucketFacts {
  /** Such as `AES256`, or the id of its key. */
  readonly encryption: string;
  /** The settings of its public access block that are off; all are off if it has none. */
  readonly open: readonly string[];
}

export interface RuleFacts {
  readonly state: string;
  /** ARNs. */
  readonly targets: readonly string[];
}

export interface TrailFacts {
  readonly arn: string;
  readonly isMultiRegion: boolean;
  readonly isOrganization: boolean;
  readonly isLogging: boolean;
  /** `partly`: a selector leaves out some management events, and may leave out those of Macie. */
  readonly recordsWrites: 'yes' | 'no' | 'partly';
}
