import type {
  BucketFacts,
  BusFacts,
  DeniedAction,
  EventSourceFacts,
  FunctionFacts,
  LeaseFacts,
  KeyFacts,
  MachineFacts,
  RuleFacts,
  ScheduleFacts,
  SecretFacts,
  StackFacts,
  TableFacts,
  TopicFacts,
  TrailFacts,
} from '../../core/doctor/facts.ts';
import type { RunRecord } from '../../core/compliance/report.ts';
import type { Lookup } from '../../core/lookup.ts';
import type { ValidatedPolicy } from '../../policy/validated-policy.ts';
import type { ScanDeps } from '../scan/deps.ts';

/** null: AWS says that the thing is not there. */
type Asked<T> = Promise<Lookup<T | null>>;

/** Reads of AWS that only an examination makes. None writes, and none rejects. */
export interface Inspector {
  readonly stack: (name: string, signal: AbortSignal) => Asked<StackFacts>;
  readonly function: (name: string, signal: AbortSignal) => Asked<FunctionFacts>;
  readonly simulate: (
    simulation: { readonly principal: string; readonly actions: readonly string[]; readonly resource: string },
    signal: AbortSignal,
  ) => Asked<readonly DeniedAction[]>;
  readonly table: (name: string, signal: AbortSignal) => Asked<TableFacts>;
  readonly leases: (table: string, accountIds: readonly string[], signal: AbortSignal) => Asked<readonly LeaseFacts[]>;
  readonly topic: (arn: string, signal: AbortSignal) => Asked<TopicFacts>;
  readonly key: (key: { readonly id: string; readonly region: string }, signal: AbortSignal) => Asked<KeyFacts>;
  readonly secret: (parameter: string, signal: AbortSignal) => Asked<SecretFacts>;
  readonly bus: (bus: { readonly name: string; readonly region: string }, signal: AbortSignal) => Asked<BusFacts>;
  /** `owner`: the account of the stack. */
  readonly bucket: (
    bucket: { readonly bucket: string; readonly owner: string },
    signal: AbortSignal,
  ) => Asked<BucketFacts>;
  readonly schedule: (name: string, signal: AbortSignal) => Asked<ScheduleFacts>;
  /** By the ARN of a state machine. */
  readonly machine: (arn: string, signal: AbortSignal) => Asked<MachineFacts>;
  readonly messages: (queueUrl: string, signal: AbortSignal) => Asked<number>;
  /** The mappings of queues to a function, by its name. */
  readonly eventSources: (functionName: string, signal: AbortSignal) => Asked<readonly EventSourceFacts[]>;
  readonly rule: (rule: { readonly name: string; readonly region: string }, signal: AbortSignal) => Asked<RuleFacts>;
  readonly trails: (region: string, signal: AbortSignal) => Promise<Lookup<readonly TrailFacts[]>>;
  /** How far the clock of this machine is ahead; null: the answer had no time. */
  readonly clock: (signal: AbortSignal) => Asked<{ readonly skewMs: number }>;
}

export interface DoctorDeps extends ScanDeps {
  readonly inspect: Inspector;
  /** Throws a PolicyError. */
  readonly validatePolicy: (source: string) => Promise<ValidatedPolicy>;
  /** The last runs, and the accounts with something open. */
  readonly readRuns: (table: string, signal: AbortSignal) => Promise<Lookup<readonly RunRecord[]>>;
  readonly openAccounts: (table: string, signal: AbortSignal) => Promise<Lookup<readonly string[]>>;
  /** Of Node.js, without a v. */
  readonly nodeVersion: string;
}
