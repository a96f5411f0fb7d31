import type { Administration } from '../organization/administration.ts';
import type { GroupValues } from '../observation.ts';
import type { Desired } from './desired.ts';

/** One write call to one settings group of a target. `kind` names the call; the writer of the group knows it. */
export interface Write {
  readonly group: string;
  readonly kind: string;
  readonly values: Readonly<Record<string, string>>;
  /** The account in which the call is made, if that is the Macie administrator of the target. */
  readonly at?: string;
}

/** A drift that a write is to remove. */
export interface PlannedAction {
  readonly setting: string;
  readonly action: string;
  readonly desired: string;
}

/** A target, what was read of the group of the write, and the Macie administrator that is called for it. */
export interface AdministeredTarget {
  readonly accountId: string;
  readonly administration?: Administration | undefined;
  /** Left out: nothing was read. */
  readonly values?: GroupValues | undefined;
}

/** The settings that one read call returns and one write call sets. */
export interface SettingsGroup {
  readonly id: string;
  /** The accounts that have it, by their place in an organization. Left out: every account. */
  readonly appliesTo?: 'members' | 'non-members';
  /** The operations of its writes, and the values that each of them is ever sent, by setting; left out there: any. Empty: it is never written. */
  readonly operations: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Groups without which its settings cannot be compared: they are read with it. */
  readonly needs?: readonly string[];
  /** The one write that makes these actions true. `actions` is never empty. `target`: for actions of its administrator. */
  readonly composeWrite: (actions: readonly PlannedAction[], desired: Desired, target?: AdministeredTarget) => Write;
  /** Does the group show what the write asked for? */
  readonly showsWrite: (values: GroupValues, write: Write) => boolean;
  /** In words, for a plan: such as `EnableMacie: status ENABLED`. */
  readonly describeWrite: (write: Write) => string;
  /** What the group shows while Macie is off, without a call. Left out: it is not applicable. */
  readonly whileOff?: GroupValues;
  /** Why the session of the target has to change before the group can be written; null: it need not. */
  readonly whyNotYet?: (session: GroupValues) => string | null;
}

/** Why a setting beside the session is not written: whether a session that is not ENABLED takes it is not documented. */
export const AFTER_STATUS = 'Macie is not ENABLED here, and this is repaired only after its status';

export interface PlainGroupOptions {
  /** The operation that writes it. */
  readonly operation: string;
  /** Values that each write has to send, because the call replaces what it does not get: they are sent as they were read. */
  readonly alwaysSent?: readonly string[];
}

/** A group whose write call takes the values of its settings as they are. */
export function definePlainGroup(id: string, { operation, alwaysSent = [] }: PlainGroupOptions): SettingsGroup {
  return {
    id,
    operations: { [operation]: {} },
    composeWrite: (actions, _, target) => ({
      group: id,
      kind: 'put',
      values: {
        ...valuesRead(alwaysSent, target?.values ?? {}),
        ...Object.fromEntries(actions.map(({ setting, desired }) => [setting, desired])),
      },
    }),
    whyNotYet: ({ status }) => (status === 'ENABLED' ? null : AFTER_STATUS),
    showsWrite: (values, write) => Object.entries(write.values).every(([setting, value]) => values[setting] === value),
    describeWrite: ({ values }) => `${operation}: ${describeValues(values)}`,
  };
}

function valuesRead(settings: readonly string[], values: GroupValues): Write['values'] {
  return Object.fromEntries(
    settings.flatMap((setting) => {
      const value = values[setting] ?? null;
      return value === null ? [] : [[setting, value]];
    }),
  );
}

export function describeValues(values: Write['values']): string {
  return Object.entries(values)
    .map(([setting, value]) => `${setting} ${value}`)
    .join(', ');
}
