import { regionProblem, unknownRegion } from '../lib/policy/region-name.ts';
import { note, UsageError, type Io } from './io.ts';

/**
 * Refuses what cannot be a Region that offers Macie. A name of the right form that this version does not know is accepted, because AWS
 * adds Regions, and noted, because most are typing errors.
 */
export async function checkRegionNames(
  names: readonly string[],
  { option, io }: { readonly option: string; readonly io: Pick<Io, 'stderr'> },
): Promise<void> {
  for (const name of names) {
    const problem = regionProblem(name);
    if (problem !== null)
      throw new UsageError(
        withHint(`${option}: expected ${problem.expected}, found ${JSON.stringify(name)}`, problem.hint()),
      );
    const unknown = unknownRegion(name);
    if (unknown !== null)
      await note(io, withHint(`macie-warden: warning: ${option}: ${unknown.message}`, unknown.hint()));
  }
}

function withHint(text: string, hint: string | null): string {
  return hint === null ? text : `${text}. ${hint}`;
}
