import type { CheckDeps } from '../check/deps.ts';
import type { OrganizationStore } from './organization-store.ts';

export type { OrganizationStore };

/** The objects of runs in S3. Every operation rejects with a WardenError. */
export interface RunObjects {
  readonly exists: (key: string) => Promise<boolean>;
  /** null: there is no such object. */
  readonly read: (key: string) => Promise<string | null>;
  /** false: the object exists, and is left as it is. */
  readonly writeOnce: (key: string, text: string) => Promise<boolean>;
}

/** What a step of the state machine needs of the world. */
export interface StepDeps extends CheckDeps {
  readonly bucket: string;
  readonly runObjects: RunObjects;
  /** The time for all lookups in CloudTrail of a step, in ms. An alert is worth more than the name in it. */
  readonly trailsMs: number;
  readonly openOrganizationStore: () => Promise<OrganizationStore>;
  /** Names of organizational units by id, as far as AWS Organizations tells them in time. Never rejects. */
  readonly unitNames: (units: readonly string[], signal: AbortSignal) => Promise<ReadonlyMap<string, string>>;
}
