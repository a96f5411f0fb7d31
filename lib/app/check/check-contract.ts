import type { Store } from '../../state/table.ts';
import type { Alert, Item } from '../../core/alerts/model.ts';
import type { Change } from '../../core/activity/macie-call.ts';
import type { Remediation } from '../../core/model.ts';
import type { Notice, Report, Result } from '../../core/compliance/report.ts';
import type { FindOptions } from '../../cloudtrail/lookup.ts';
import type { LoadedPolicy } from '../../policy/load.ts';
import type { Policy } from '../../policy/schema.ts';
import type { Published } from '../../publish/channels.ts';
import type { Matter } from '../../render/view/view-for.ts';
import type { Deps } from '../wiring/deps.ts';
import type { Told } from '../run/tell-contract.ts';

export interface CheckDeps extends Deps {
  readonly loadPolicy: () => Promise<LoadedPolicy>;
  /** The most that this deployment may do. */
  readonly ceiling: Remediation;
  /** What is remembered between runs, opened when it is needed; null where there is no table, and every run says everything. */
  readonly openStore: (() => Promise<Store>) | null;
  /** Who made what these alerts tell of, as far as CloudTrail says. Never rejects. */
  readonly findCauses: (
    alerts: readonly Alert[],
    run: Pick<FindOptions, 'startedAt' | 'signal'>,
  ) => Promise<readonly Change[]>;
  /** Tells those who want to know: what has changed, or the whole report. */
  readonly publish: (message: Message) => Promise<Published>;
  /** Called as soon as there is a report, whatever becomes of publishing it. */
  readonly onReport: (report: Report) => void;
  /** What is remembered, whenever that changes, and what came of telling it. */
  readonly onItems: (items: readonly Item[]) => void;
  readonly onTold: (told: Told) => void;
  /** The report could not be published: this is the last place to keep it. */
  readonly onUnpublished: (report: Report) => void;
}

/** What there is to tell, and which channels the policy has for it. */
export interface Message extends Matter {
  readonly report: Report;
  readonly channels: Policy['alerts']['channels'];
}

/** What `check` answers: everything but the results that are compliant. */
export interface CheckAnswer {
  readonly runId: string;
  readonly verdict: Report['verdict'];
  readonly summary: Report['summary'];
  readonly published: boolean;
  /** What has changed; null where nothing is remembered. */
  readonly alerts: readonly Alert[] | null;
  readonly notices: readonly Notice[];
  readonly results: readonly Result[];
}
