import type { Command } from 'commander';
import type { Io } from './io.ts';

/** Checks the names of Regions in --region and --regions once, before AWS is called. Where --region is mandatory it names a target, and its command checks it. */
export async function checkRegionOptions(command: Command, io: Pick<Io, 'stderr'>): Promise<void> {
  const options = command.options.filter(
    ({ long, mandatory }) => ['--region', '--regions'].includes(long ?? '') && !mandatory,
  );
  for (const option of options) {
    const value: unknown = command.getOptionValue(option.attributeName());
    if (value === undefined) continue;
    const { checkRegionNames } = await import('./region-names.ts');
    await checkRegionNames([value].flat().map(String), { option: String(option.long), io });
  }
}
