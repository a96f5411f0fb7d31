import { plain } from './escape.ts';

/** The names of organizational units by id, as far as they are known. */
export type UnitNames = ReadonlyMap<string, string>;

/** Where an account is, from the root down, such as `Workloads / Production`. Empty where it is not known. */
export function unitPath(units: readonly string[], names: UnitNames): string {
  const [root] = units;
  if (root === undefined) return '';
  const below = units.filter((unit) => unit.startsWith('ou-'));
  return below.length === 0 ? 'Root' : below.map((unit) => plain(names.get(unit) ?? unit)).join(' / ');
}

/** A unit with its name, where it is known. */
export function unitText(unit: string, names: UnitNames): string {
  const name = names.get(unit);
  return name === undefined ? unit : `${unit} (${plain(name)})`;
}
