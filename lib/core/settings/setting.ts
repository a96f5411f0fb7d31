import type { Desired } from './desired.ts';
import type { Comparison, GroupValues, Membership, Observations } from '../observation.ts';
import type { Administration } from '../organization/administration.ts';
import type { Severity } from '../severity.ts';
import type { Target } from '../target.ts';

export interface Difference {
  readonly setting: string;
  readonly desired: string;
  /** null: there is no such value. */
  readonly actual: string | null;
}

/** The action that removes a difference, or why it is left to a person. */
export type ActionChoice =
  | { readonly kind: 'write'; readonly action: string }
  | { readonly kind: 'manual'; readonly detail: string };

/** The facts on the target of a difference. */
export interface ActionFacts {
  /** The values of the group of the setting. */
  readonly values: GroupValues;
  /** The desired values of the target. */
  readonly desired?: Desired | undefined;
  /** Left out: it was not asked for. */
  readonly membership?: Membership | undefined;
  /** Left out: the run cannot call an administrator for the target. */
  readonly administration?: Administration | undefined;
  readonly target?: Target;
  /** The values of the session of the target. Left out: it was not read. */
  readonly session?: GroupValues | undefined;
}

/** The values that a policy may give a setting. `expected` is part of the message on any other value. */
export type ValueSchema =
  | { readonly kind: 'enum'; readonly values: readonly string[]; readonly description: string }
  /** true or false in a policy, and the text of it everywhere else. */
  | { readonly kind: 'boolean'; readonly description: string }
  | {
      readonly kind: 'text';
      readonly pattern: RegExp;
      readonly expected: string;
      readonly description: string;
    };

/**
 * How a call that CloudTrail recorded affects a setting. `parameter`: the request parameter that holds the value, with dots
 * where it is nested. `otherwise`:
 * the setting after a call without it: unchanged, the default of AWS (documented inconsistently), gone, or a value.
 */
export interface CallEffect {
  readonly parameter?: string;
  readonly otherwise: 'unchanged' | 'aws-default' | 'removed' | { readonly value: string };
}

export interface LossFacts {
  /** Something proves that Macie was on before: an earlier value, or a call that only works where it is on. */
  readonly wasOn: boolean;
}

/** What a desired value is compared with. */
export interface ReadValues {
  /** The values of the group of the setting. */
  readonly values: GroupValues;
  readonly desired: Desired;
  /** Every group of the target that was read; left out: none beside its own. */
  readonly others?: Observations;
}

/** One comparable value. Every list of settings is derived from the registry that holds these. */
export interface SettingDefinition {
  /** Its key under `desired` in a policy. */
  readonly id: string;
  /** The settings group whose read call returns it. */
  readonly group: string;
  readonly schema: ValueSchema;
  /** One sentence for the documentation: how it is repaired. */
  readonly repairedBy: string;
  /** The value to compare with, for one target; the value of the policy if left out. */
  readonly resolve?: (value: string, target: Target) => string;
  /** The way back: values of a policy that may resolve to the actual one, beside the value itself and the same with placeholders. */
  readonly policyValues?: (actual: string, target: Target) => readonly string[];
  readonly compare: (desired: string, read: ReadValues) => Comparison;
  readonly chooseAction: (difference: Difference, facts: ActionFacts) => ActionChoice;
  /** Does the action depend on the membership of the account? It is asked for only then. */
  readonly dependsOnMembership?: (difference: Difference) => boolean;
  /** In words, for each action: such as `enable Macie`. */
  readonly describeAction: (action: string, difference: Difference) => string;
  /** A value as a fact for a subject, such as `Macie is OFF`. null: there is no such value. */
  readonly describeState: (value: string | null) => string;
  /** How grave it is that the actual value is not the desired one. */
  readonly severityOf: (difference: Difference) => Severity;
  /** The loss that a difference has caused for good, as far as the facts prove it. */
  readonly describeLoss?: (difference: Difference, facts: LossFacts) => string | null;
  /** By the name of the call. */
  readonly attributedTo: Readonly<Record<string, CallEffect>>;
  /** Calls to look up in CloudTrail for who set the actual value; those of `attributedTo` if left out. */
  readonly callsToLookUp?: (actual: string | null) => readonly string[];
}

export function defineSetting(definition: SettingDefinition): SettingDefinition {
  return definition;
}

/** Compares a value that is read as it is desired. A value that the answer did not have is not compared. */
export function compareValue(
  setting: string,
  desired: string,
  { values }: { readonly values: GroupValues },
): Comparison {
  const actual = values[setting] ?? null;
  if (actual === null) return { kind: 'unseen' };
  return actual === desired ? { kind: 'equal', actual } : { kind: 'different', actual };
}

/** Settings that are gone with the session, and have the default of AWS after it is enabled anew. */
export const GONE_WITH_SESSION: Readonly<Record<string, CallEffect>> = {
  DisableMacie: { otherwise: 'removed' },
  EnableMacie: { otherwise: 'aws-default' },
};
