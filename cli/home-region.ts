import type { Command } from 'commander';
import type { Io } from './io.ts';

/** Checks the name of a --region before AWS is called. Where the option is mandatory it names a target, and its command checks it. */
export async function checkHomeRegion(command: Command, io: Pick<Io, 'stderr'>): Promise<void> {
  const option = command.options.find(({ long }) => long === '--region');
  const region: unknown = command.getOptionValue('region');
  if (option === undefined || option.mandatory || typeof region !== 'string') return;
  const { checkRegionNames } = await import('./region-names.ts');
  await checkRegionNames([region], { option: '--region', io });
}
