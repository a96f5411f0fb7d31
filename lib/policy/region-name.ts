import { REGION_NAME } from '../core/names.ts';
import { ALL_REGIONS, partitionWithoutMacie } from '../core/regions.ts';
import { closest } from './closest.ts';

/** Why a Region name cannot be used, and what to do about it. */
export interface RegionProblem {
  readonly expected: string;
  /** Asked for where it is shown: comparing names costs time. */
  readonly hint: () => string | null;
}

/** null for a name of the right form, whether or not there is such a Region: AWS adds some. */
export function regionProblem(name: string): RegionProblem | null {
  const partition = partitionWithoutMacie(name);
  if (partition !== null) return elsewhere(partition);
  return REGION_NAME.test(name) ? null : { expected: 'the name of an AWS Region', hint: () => didYouMean(name) };
}

/** The same for a name or a pattern, in which `*` stands for any characters. */
export function patternProblem(pattern: string): RegionProblem | null {
  const partition = partitionWithoutMacie(pattern);
  if (partition !== null) return elsewhere(partition);
  const canMatch = pattern.includes('*') ? /^[a-z0-9*-]+$/.test(pattern) : REGION_NAME.test(pattern);
  return canMatch ? null : { expected: 'a Region name or a pattern that matches one', hint: () => didYouMean(pattern) };
}

function elsewhere(partition: string): RegionProblem {
  return { expected: 'a Region that offers Macie', hint: () => `Macie is not offered in ${partition}` };
}

const KNOWN: ReadonlySet<string> = new Set(ALL_REGIONS);

/** The words on a well-formed name that no list has; null for a Region that is known. */
export function unknownRegion(
  name: string,
  known: ReadonlySet<string> = KNOWN,
): { readonly message: string; readonly hint: () => string | null } | null {
  if (known.has(name)) return null;
  return { message: `no AWS Region is known by the name ${name}`, hint: () => didYouMean(name, [...known]) };
}

/** The known Region that a name was probably meant to be, as a question. */
function didYouMean(name: string, known: readonly string[] = ALL_REGIONS): string | null {
  const near = closest(name, known);
  return near === null ? null : `Did you mean ${near}?`;
}
