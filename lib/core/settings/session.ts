import { describeValues, type AdministeredTarget, type SettingsGroup, type Write } from './group.ts';
import type { Desired } from './desired.ts';
import type { Comparison } from './setting.ts';
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
    | {
        readonly kind: 'follow-administrator';
        readonly at: string;
        readonly values: { readonly findingPublishingFrequency: Frequency };
      }
    | {
        readonly kind: 'resume-member';
        readonly at: string;
        readonly values: { readonly accountId: string; readonly status: 'ENABLED' };
      }
    | {
        readonly kind: 'add-member';
        readonly at: string;
        readonly values: { readonly accountId: string; readonly email: string };
      }
  );

/** Actions that only the Macie administrator of an account can take. */
export const ADMINISTRATOR_ACTIONS: ReadonlySet<string> = new Set(['resume-member', 'add-member']);

/** A write always sends a frequency with EnableMacie: AWS documents its default inconsistently. */
export function frequencyToSet({ findingPublishingFrequency }: Desired): Frequency {
  return FREQUENCIES.find((one) => one === findingPublishingFrequency) ?? FREQUENCIES[0];
}

export const sessionGroup: SettingsGroup = {
  id: SESSION,
  operations: {
    EnableMacie: { status: 'ENABLED' },
    UpdateMacieSession: { status: 'ENABLED' },
    UpdateMemberSession: { status: 'ENABLED' },
    CreateMember: {},
  },
  composeWrite: (planned, desired, target): SessionWrite => {
    const actions = new Set(planned.map(({ action }) => action));
    const ofMember = memberWrite(actions, target);
    if (ofMember) return ofMember;
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
    const wanted = wantedAfter(kind, written);
    return Object.entries(wanted).every(([setting, value]) => values[setting] === value);
  },
  describeWrite: ({ kind, values, at }) => {
    switch (kind) {
      case 'enable':
        return `EnableMacie: status ENABLED, ${describeValues(values)}`;
      case 'follow-administrator':
        return `${describeValues(values)}, with the write of administrator ${String(at)}`;
      case 'resume-member':
        return `UpdateMemberSession by administrator ${String(at)}: status ENABLED`;
      case 'add-member':
        return `CreateMember by administrator ${String(at)}: enables Macie and adds the account`;
      default:
        return `UpdateMacieSession: ${describeValues(values)}`;
    }
  },
};

/** null: the account makes the write itself. */
function memberWrite(actions: ReadonlySet<string>, target: AdministeredTarget | undefined): SessionWrite | null {
  if (!target?.administration) return null;
  const { accountId, administration } = target;
  const { administrator: at, email } = administration;
  if (actions.has('resume-member'))
    return { group: SESSION, kind: 'resume-member', at, values: { accountId, status: 'ENABLED' } };
  return actions.has('add-member') && email !== null
    ? { group: SESSION, kind: 'add-member', at, values: { accountId, email } }
    : null;
}

/** The values that a session shows after a write. */
function wantedAfter(kind: string, written: Write['values']): Write['values'] {
  switch (kind) {
    case 'enable':
      return { status: 'ENABLED', ...written };
    case 'resume-member':
    case 'add-member':
      return { status: 'ENABLED' };
    default:
      return written;
  }
}

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
