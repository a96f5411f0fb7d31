import type { SessionTimes } from '../../core/alerts/session-times.ts';
import type { CheckDeps } from '../check/deps.ts';
import type { StateStore } from '../run/deps.ts';

/** The objects of runs in S3. Every operation rejects with a WardenError. */
export interface RunObjects {
  readonly exists: (key: string) => Promise<boolean>;
  /** null: there is no such object. */
  readonly read: (key: string) => Promise<string | null>;
  /** false: the object exists, and is left as it is. */
  readonly writeOnce: (key: string, text: string) => Promise<boolean>;
}

/** The state, for runs over many accounts. */
export interface OrganizationStore extends StateStore {
  /** An account without any is left out. */
  readonly sessionTimes: (accountIds: readonly string[]) => Promise<readonly SessionTimes[]>;
}

/** What a step of the state machine needs of the world. */
export interface StepDeps extends CheckDeps {
  readonly bucket: string;
  readonly runObjects: RunObjects;
  readonly openOrganizationStore: () => Promise<OrganizationStore>;
}
