import type { RunVerdict, Scope } from '../../core/compliance/report.ts';
import type { AccountNaming } from './place-words.ts';
import { countOf } from './sentence.ts';

/** The part of the policy that a run read, such as `1 of 22 targets`; null if it read all of it. */
export function partText({ kind, targets, ofTargets, settings }: Scope): string | null {
  if (kind === 'full') return null;
  const alone = settings === undefined ? '' : `, ${settings.join(' and ')} alone`;
  return ofTargets === null
    ? `${countOf(targets, 'target')}, a part of the policy${alone}`
    : `${targets} of ${countOf(ofTargets, 'target')}${alone}`;
}

/** The same in brackets, for the end of a line. Empty for a full run. */
export function partSuffix(scope: Scope): string {
  const part = partText(scope);
  return part === null ? '' : ` (${part})`;
}

/** The same, short enough for a subject. */
export function shortPartSuffix(scope: Scope): string {
  return scope.kind === 'partial' && scope.ofTargets === null
    ? ` (${countOf(scope.targets, 'target')})`
    : partSuffix(scope);
}

const MAX_NAMES = 5;

/** To what a partial run was narrowed, such as `scope: 1 of 22 targets (Regions eu-west-1)` or `… (accounts prod (111122223333))`. */
export function scopeLines(scope: Scope, nameOf: AccountNaming): readonly string[] {
  const part = partText(scope);
  if (part === null) return [];
  const { regions, accounts } = scope;
  const to = regions === null ? `accounts ${named(accounts.map((id) => nameOf(id)))}` : `Regions ${named(regions)}`;
  return [`scope: ${part} (${to})`];
}

function named(names: readonly string[]): string {
  const left = names.length - MAX_NAMES;
  const shown = names.length === 0 ? 'none' : names.slice(0, MAX_NAMES).join(', ');
  return left > 0 ? `${shown} and ${left} more` : shown;
}

/** The machine-readable last line of a report. */
export function resultLine(verdict: RunVerdict, scope: Scope): string {
  return `result: ${verdict}${partSuffix(scope)}`;
}
