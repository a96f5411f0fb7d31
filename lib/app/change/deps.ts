import type { ReceivedEvent } from '../../core/activity/received-event.ts';
import type { CheckDeps } from '../check/deps.ts';
import type { IgnoredEvent } from './select-events.ts';

export interface ChangeDeps extends CheckDeps {
  readonly parseEvents: (input: unknown) => Promise<readonly ReceivedEvent[]>;
  /** The ids of processed events; null where there is no table. */
  readonly processedEvents: {
    readonly find: (ids: readonly string[]) => Promise<ReadonlySet<string>>;
    readonly add: (ids: readonly string[]) => Promise<void>;
  } | null;
  readonly recordEvents: (events: EventCounts) => void;
  readonly logIgnored: (event: IgnoredEvent) => void;
}

export interface EventCounts {
  readonly received: number;
  readonly ignored: number;
  /** Left to the next delivery. */
  readonly returned: number;
  /** From the oldest call that led to an alert to the end of the run; null without one. */
  readonly callToAlertMs: number | null;
}
