import { REGION_NAME } from '../lib/core/names.ts';
import { ALL_REGIONS } from '../lib/core/regions.ts';
import { closest } from '../lib/policy/closest.ts';
import { note, UsageError, type Io } from './io.ts';

/**
 * Refuses what has not the form of a Region name. A name of the right form that this version does not know is taken, because AWS adds
 * Regions, and is noted, because most are typing errors.
 */
export async function checkRegionNames(
  names: readonly string[],
  { option, io }: { readonly option: string; readonly io: Pick<Io, 'stderr'> },
): Promise<void> {
  for (const name of names) {
    if (ALL_REGIONS.includes(name)) continue;
    const near = closest(name, ALL_REGIONS);
    const hint = near === null ? '' : `. Did you mean ${near}?`;
    if (!REGION_NAME.test(name))
      throw new UsageError(`${option}: expected the name of an AWS Region, found ${JSON.stringify(name)}${hint}`);
    await note(io, `${option}: this version knows no Region ${name}${hint}`);
  }
}
