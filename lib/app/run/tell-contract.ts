import type { Loaded, Store } from '../../state/table.ts';
import type { Alert, AlertSettings, Item } from '../../core/alerts/model.ts';
import type { Change } from '../../core/activity/macie-call.ts';
import type { Report } from '../../core/compliance/report.ts';
import type { Changes } from '../../render/view/alert-view.ts';
import type { Attempt } from './attempt.ts';
import type { Cooling } from './cooling.ts';

export interface TellDeps {
  readonly store: Store;
  /** Delivers what there is to say; what reached nobody stays pending. `failure`: what the run is to fail with, after that is noted down. */
  readonly publish: (telling: Telling) => Promise<Delivered>;
  readonly now: () => Date;
  readonly wait: (ms: number) => Promise<void>;
  /** Who made what these alerts tell of. What it does not find costs the alert a name and nothing else. */
  readonly findCauses?: (alerts: readonly Alert[]) => Promise<readonly Change[]>;
  /** Called as soon as there is a report, whatever becomes of telling it. */
  readonly onReport?: (report: Report) => void;
  /** What is remembered at this moment, alerts that are still to be delivered included. */
  readonly onItems?: (items: readonly Item[]) => void;
}

export interface Delivered {
  readonly undelivered: ReadonlySet<string>;
  readonly failure: Error | null;
}

export interface Telling extends Changes {
  readonly report: Report;
}

export interface TellOptions {
  readonly attempt: Attempt;
  /** Looks anew: what was seen may be older than what is remembered. */
  readonly again: () => Promise<Attempt>;
  readonly settings: AlertSettings;
  /** Calls that were seen to be made. */
  readonly changes?: readonly Change[];
  /** Publish even if nothing has changed. */
  readonly isAlways: boolean;
  readonly deadline: AbortSignal;
  /** How long the account is kept from others, from when it is taken. */
  readonly leaseMs: number;
  /** What was remembered while the targets were looked at. If that leaves nothing to write, to say and to note down, there is no need for a lease. */
  readonly early?: Promise<Loaded> | undefined;
}

export interface Told extends Telling, Cooling {
  readonly published: boolean;
  /** Could the run remember? `busy`: another run had the account all the time; it tells. */
  readonly kind: 'remembered' | 'forgetful' | 'busy';
}
