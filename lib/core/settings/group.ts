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

/** A target, and the Macie administrator that is called for it. */
export interface AdministeredTarget {
  readonly accountId: string;
  readonly administration?: Administration | undefined;
}

/** The settings that one read call returns and one write call sets. */
export interface SettingsGroup {
  readonly id: string;
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

/** A group whose write call takes the values of its settings as they are. */
export function definePlainGroup(id: string, { operation }: { readonly operation: string }): SettingsGroup {
  return {
    id,
    composeWrite: (actions) => ({
      group: id,
      kind: 'put',
      values: Object.fromEntries(actions.map(({ setting, desired }) => [setting, desired])),
    }),
    showsWrite: (values, write) => Object.entries(write.values).every(([setting, value]) => values[setting] === value),
    describeWrite: ({ values }) => `${operation}: ${describeValues(values)}`,
  };
}

export function describeValues(values: Write['values']): string {
  return Object.entries(values)
    .map(([setting, value]) => `${setting} ${value}`)
    .join(', ');
}
