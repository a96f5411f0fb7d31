import type { SessionTimes } from '../../core/alerts/session-times.ts';
import type { StateStore } from '../run/deps.ts';

/** The state, for runs over many accounts. */
export interface OrganizationStore extends StateStore {
  /** An account without any is left out. */
  readonly sessionTimes: (accountIds: readonly string[]) => Promise<readonly SessionTimes[]>;
}
