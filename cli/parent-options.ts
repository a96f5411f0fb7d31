import type { Command } from 'commander';
import { UsageError } from './io.ts';

/**
 * `alerts` is a command, and so is `alerts replay`: commander gives `alerts` each option that both of them have, wherever it stands, and
 * it is meant for `replay`. Throws a UsageError for one that `replay` does not have.
 */
export function takeOptionsOfParent(command: Command): void {
  const { parent } = command;
  // Those of the program itself, such as --debug, are for every command.
  if (!parent?.parent) return;
  for (const option of parent.options) {
    const name = option.attributeName();
    if (parent.getOptionValueSource(name) !== 'cli') continue;
    const own = command.options.some((one) => one.attributeName() === name);
    if (!own)
      throw new UsageError(
        `${option.long}: expected without it: ${parent.name()} ${command.name()} has no such option`,
      );
    if (command.getOptionValueSource(name) !== 'cli')
      command.setOptionValueWithSource(name, parent.getOptionValue(name), 'cli');
  }
}
