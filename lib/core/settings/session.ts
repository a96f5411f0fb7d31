import { describeValues, type SettingsGroup, type Write } from './group.ts';
import type { Comparison, Desired } from './setting.ts';
import type { GroupValues } from '../observation.ts';

/** DISABLED is our word for "Macie is not enabled"; the API only knows the other two. */
export const STATUSES = ['ENABLED', 'PAUSED', 'DISABLED'] as const;

/** Fastest first: a smaller index publishes sooner. */
export const FREQUENCIES = ['FIFTEEN_MINUTES', 'ONE_HOUR', 'SIX_HOURS'] as const;
export type Frequency = (typeof FREQUENCIES)[number];

/** The id of the settings group that GetMacieSession returns. It is always read: without a session there are no other settings. */
export const SESSION = 'session';

/**
 * What GetMacieSession showed. `status` and `findingPublishingFrequency` are strings, not enums: a value that the API
 * model does not know is kept as it came. Times are ISO 8601 UTC.
 */
export interface Session extends GroupValues {
  readonly status: string;
  readonly findingPublishingFrequency: string | null;
  readonly serviceRole: string | null;
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
}

/** The types leave no way to say PAUSED or DISABLED: protection is only ever turned up. `update` carries at least one value. */
export type SessionWrite = Write & { readonly group: typeof SESSION } & (
    | { readonly kind: 'enable'; readonly values: { readonly findingPublishingFrequency: Frequency } }
    | {
        readonly kind: 'update';
        readonly values: { readonly status?: 'ENABLED'; readonly findingPublishingFrequency?: Frequency };
      }
  );

/** A write always sends a frequency with EnableMacie: AWS documents its default inconsistently. */
export function frequencyToSet({ findingPublishingFrequency }: Desired): Frequency {
  return FREQUENCIES.find((one) => one === findingPublishingFrequency) ?? FREQUENCIES[0];
}

export const sessionGroup: SettingsGroup = {
  id: SESSION,
  composeWrite: (planned, desired): SessionWrite => {
    const actions = new Set(planned.map(({ action }) => action));
    const findingPublishingFrequency = frequencyToSet(desired);
    if (actions.has('enable')) return { group: SESSION, kind: 'enable', values: { findingPublishingFrequency } };
    return {
      group: SESSION,
      kind: 'update',
      values: {
        ...(actions.has('resume') ? { status: 'ENABLED' as const } : {}),
        ...(actions.has('set-frequency') ? { findingPublishingFrequency } : {}),
      },
    };
  },
  showsWrite: (values, { kind, values: written }) => {
    const wanted = kind === 'enable' ? { status: 'ENABLED', ...written } : written;
    return Object.entries(wanted).every(([setting, value]) => values[setting] === value);
  },
  describeWrite: ({ kind, values }) =>
    kind === 'enable'
      ? `EnableMacie: status ENABLED, ${describeValues(values)}`
      : `UpdateMacieSession: ${describeValues(values)}`,
};

/** Compares a value that a session has beside its status. While Macie is off, or is to be off, the status decides. */
export function compareBesideStatus(
  setting: string,
  wanted: string,
  { values, desired }: { readonly values: GroupValues; readonly desired: Desired },
): Comparison {
  const isOff = values['status'] === 'DISABLED';
  if (desired['status'] === 'DISABLED' || (isOff && desired['status'] !== undefined)) return { kind: 'not-applicable' };
  const actual = values[setting] ?? null;
  if (actual === wanted) return { kind: 'equal', actual };
  return actual === null && !isOff ? { kind: 'unseen' } : { kind: 'different', actual };
}
