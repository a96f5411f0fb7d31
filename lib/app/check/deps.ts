import type { Audience } from '../../core/alerts/audience.ts';
import type { ChannelTest, TestAlert } from '../../core/alerts/test-alert.ts';
import type { Remediation } from '../../core/run.ts';
import type { Report } from '../../core/compliance/report.ts';
import type { LoadedPolicy } from '../../policy/loaded-policy.ts';
import type { RunDeps } from '../run/deps.ts';
import type { RunResult } from '../run/result.ts';

export interface CheckDeps extends RunDeps {
  readonly loadPolicy: () => Promise<LoadedPolicy>;
  /** The most that this deployment may do. */
  readonly ceiling: Remediation;
  /** Logs and measures a run. */
  readonly recordRun: (result: RunResult) => void;
  /** Measures whether anybody receives a message that was sent after the run. */
  readonly recordAudience: (audience: Audience) => void;
  /** Sends a test alert through every channel, and logs what came of it. Never rejects. */
  readonly testChannels: (test: Omit<TestAlert, 'accountName'>, signal: AbortSignal) => Promise<readonly ChannelTest[]>;
  /** Logs a whole report that could not be published: this is the last place to keep it. */
  readonly logReport: (report: Report) => void;
}
