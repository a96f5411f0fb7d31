import { flattenDesired } from '../../policy/flatten-desired.ts';
import type { Policy } from '../../policy/schema.ts';
import type { DesiredLine } from '../view/report-background.ts';

/** The values that a policy wants, in its order: those for every target, then those of each override. */
export function desiredLines({ desired, overrides }: Pick<Policy, 'desired' | 'overrides'>): readonly DesiredLine[] {
  const everywhere = linesOf('every target', desired);
  return [
    ...everywhere,
    ...overrides.flatMap((override) => linesOf(whereText(override.match), override.desired ?? {})),
  ];
}

function linesOf(where: string, desired: object): readonly DesiredLine[] {
  return Object.entries(flattenDesired(desired)).map(([setting, value]) => ({ where, setting, desired: value }));
}

/** Such as `eu-* of 111122223333`. */
function whereText({
  accounts,
  accountNames,
  organizationalUnits,
  regions,
}: Policy['overrides'][number]['match']): string {
  const of = [
    ...(accounts ? [accounts.join(', ')] : []),
    ...(accountNames ? [`accounts named ${accountNames.join(', ')}`] : []),
    ...(organizationalUnits ? [`accounts in ${organizationalUnits.join(', ')}`] : []),
  ].join(' and ');
  return `${regions?.join(', ') ?? 'every Region'}${of === '' ? '' : ` of ${of}`}`;
}
