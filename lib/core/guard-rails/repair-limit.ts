import type { Assessment } from '../compliance/assess.ts';
import { clock } from '../clock.ts';
import { SETTINGS, type Drift, type Setting, type Target } from '../model.ts';
import { DAY_MS, recent } from '../alerts/item.ts';
import { keyOf, type Item } from '../alerts/model.ts';

export interface HoldSettings {
  /** Repairs of one setting of one target within a day. */
  readonly maxRepairs: number;
  /** The least time between two repairs of one target, whatever their settings. */
  readonly coolDownMs: number;
}

export interface Held {
  /** The same targets; what is held back is `skipped`, with why. */
  readonly assessments: readonly Assessment[];
  /** The keys of the drifts that are left alone because their repairs are undone again and again. */
  readonly contested: ReadonlySet<string>;
  /** The targets that only wait for the cool-down, by Region, and when the last of them has waited. */
  readonly cooling: ReadonlySet<string>;
  readonly coolAt: Date | null;
}

export interface Holding {
  readonly items: readonly Item[];
  /** The keys of items that a newer version wrote: a repair of theirs cannot be counted here. */
  readonly left: readonly string[];
  readonly now: Date;
  readonly settings: HoldSettings;
}

/**
 * Holds back repairs that would make a fight of it: who undoes a repair at once will undo the next one too. Only what would be
 * written is held; the reasons are the same in every run until they end.
 */
export function hold(assessments: readonly Assessment[], { items, left, now, settings }: Holding): Held {
  const remembered = new Map(items.map((item) => [keyOf(item), item]));
  const contested = new Set<string>();
  const cooling = new Set<string>();
  let coolMs = 0;
  const repairsOf = (target: Target, setting: Setting): readonly number[] =>
    recent(remembered.get(keyOf({ ...target, subject: setting }))?.repairs ?? [], { now })
      .map((time) => Date.parse(time))
      .toSorted((a, b) => a - b);
  const holdOne = (drift: Drift, { target }: Assessment): Drift => {
    const key = keyOf({ ...target, subject: drift.setting });
    if (left.includes(key)) return skipped(drift, 'a newer version of macie-warden counts its repairs');
    const repairs = repairsOf(target, drift.setting);
    if (repairs.length >= settings.maxRepairs) {
      contested.add(key);
      const since = Math.min(...repairs.slice(-settings.maxRepairs));
      const times = repairs.length === 1 ? 'once' : `${repairs.length} times`;
      return skipped(
        drift,
        `macie-warden has repaired it ${times} since ${clockOf(since)}, and it was undone again: it is left alone until ${clockOf(since + DAY_MS)}`,
      );
    }
    const last = Math.max(...SETTINGS.flatMap((setting) => repairsOf(target, setting)));
    if (now.getTime() < last + settings.coolDownMs) {
      cooling.add(target.region);
      coolMs = Math.max(coolMs, last + settings.coolDownMs);
      return skipped(
        drift,
        `the session was repaired at ${clockOf(last)}, and the next repair waits until ${clockOf(last + settings.coolDownMs)}`,
      );
    }
    return drift;
  };
  const held = assessments.map((one): Assessment => {
    if (one.policy.remediation !== 'enforce') return one;
    return { ...one, drifts: one.drifts.map((drift) => (drift.outcome === 'planned' ? holdOne(drift, one) : drift)) };
  });
  return { assessments: held, contested, cooling, coolAt: coolMs === 0 ? null : new Date(coolMs) };
}

function skipped(drift: Drift, detail: string): Drift {
  return { ...drift, outcome: 'skipped', detail };
}

function clockOf(ms: number): string {
  return clock(new Date(ms).toISOString());
}
