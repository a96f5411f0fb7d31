import type { Audience } from '../../core/alerts/audience.ts';
import type { Routing } from '../../core/alerts/channels.ts';
import type { Alert } from '../../core/alerts/model.ts';
import type { TakenAlerts, TakenBy } from '../../core/alerts/progress.ts';
import type { Threads } from '../../core/alerts/thread.ts';
import type { State, StoredState } from '../../core/alerts/records.ts';
import type { Report, RunRecord, RunsOfPeriod } from '../../core/compliance/report.ts';
import type { ScanRecordOfRun } from '../../core/evidence/scan-record.ts';
import type { LifeEvent } from '../../core/history/life-event.ts';
import type { MessageContent } from '../../render/view/content.ts';
import type { ReportArchive } from '../archive/deps.ts';
import type { ScanDeps } from '../scan/deps.ts';
import type { RunSignals } from './request.ts';

export interface StateChange {
  readonly before: StoredState;
  readonly after: State;
  /** What has happened to drifts and unreadable targets between the two. */
  readonly events?: readonly LifeEvent[];
}

/** The state between runs. Every operation rejects with what the table answered. */
export interface StateStore {
  /** Takes an account for one run. false: another run holds it. */
  readonly takeLease: (accountId: string, lease: { owner: string; now: Date; until: Date }) => Promise<boolean>;
  /** `asOf`: when the run ended, if it changed the state. */
  readonly releaseLease: (accountId: string, lease: { owner: string; asOf: string | null }) => Promise<void>;
  readonly load: (accountId: string) => Promise<StoredState>;
  readonly save: (accountId: string, change: StateChange) => Promise<void>;
  /** The accounts with something open or pending. */
  readonly openAccounts: () => Promise<readonly string[]>;
  /** `scanRecord`: what it has read; null: it stored no state, so its readings prove nothing. */
  readonly putRun: (run: RunRecord, scanRecord?: ScanRecordOfRun | null) => Promise<void>;
  readonly lastRuns: (limit: number) => Promise<readonly RunRecord[]>;
  /** `from`: ISO 8601. */
  readonly runsSince: (from: string) => Promise<RunsOfPeriod>;
}

/** One message, and which alert kinds the policy routes to which channel. */
export interface Message extends MessageContent {
  readonly report: Report;
  readonly channels: Routing;
  /** People get a message even if no alert is for them. */
  readonly always?: boolean | undefined;
  /** Delivery ends with it. */
  readonly signal?: AbortSignal | undefined;
}

export interface Delivery {
  /** Did a channel that somebody can receive take a message? */
  readonly published: boolean;
  /** Ids of alerts that some channel still needs: they stay pending. */
  readonly undelivered: readonly string[];
  /** Of those: the channels that they are not sent to any more. */
  readonly takenBy?: TakenBy;
  /** Alerts that a channel refused for too long. */
  readonly givenUp?: readonly TakenAlerts[];
  readonly threads?: Threads;
  readonly failures: readonly { readonly channel: string; readonly error: unknown }[];
  /** Whether anybody receives what SNS was to send; null: nothing depends on it. */
  readonly audience: Audience | null;
}

/** Nothing was to be sent. */
export const NOT_SENT: Delivery = { published: false, undelivered: [], failures: [], audience: null };

export interface RunDeps extends ScanDeps, RunSignals {
  /** Opened when it is needed; null where there is no table, and every run reports everything. */
  readonly openState: (() => Promise<StateStore>) | null;
  readonly publish: (message: Message) => Promise<Delivery>;
  /** Asks the channels of these alerts whether anybody receives them, so that the delivery need not wait for the answer. */
  readonly prepareDelivery?: (
    pending: Pick<Message, 'channels' | 'signal'> & {
      readonly alerts: readonly Alert[];
      readonly takenBy: TakenBy;
      readonly runId: string;
    },
  ) => void;
  /** A step that the run can do without has failed. */
  readonly warn: (message: string, error: unknown) => void;
  readonly deadline: AbortSignal;
  /** The time until the deadline, as it was at the start; left out: there is none. */
  readonly runMs?: number | undefined;
  /** Calls a task again and again until the returned function is called. Its timer does not keep the process alive. */
  readonly repeatEvery: (ms: number, task: () => void) => () => void;
  /** Keeps the reports of runs; left out: there is none. */
  readonly archive?: ReportArchive | undefined;
  /** Aborted while there is still time to deliver: what is not archived by then is not. */
  readonly archiveBy?: AbortSignal | undefined;
  /** Aborted shortly before the function is stopped: what no channel has taken by then stays pending. */
  readonly deliverBy?: AbortSignal | undefined;
}
