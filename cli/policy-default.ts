import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { BUILT_IN } from '../lib/policy/source.ts';
import { note, type Io } from './io.ts';
import { pathFrom } from './where.ts';

/** These read and write nothing, so that a first look needs no policy. */
const WITHOUT_FILE: ReadonlySet<string> = new Set(['check', 'cost']);

/** Takes the built-in policy where none was named and there is no `policy.yml`, and says so. */
export async function defaultPolicy(command: Command, io: Io): Promise<void> {
  if (!WITHOUT_FILE.has(command.name()) || command.getOptionValueSource('policy') !== 'default') return;
  const file = String(command.getOptionValue('policy'));
  if (existsSync(pathFrom(file, io))) return;
  command.setOptionValue('policy', BUILT_IN);
  await noteBuiltIn(file, io);
}

/** The policy of a command that names none. */
export const POLICY_FILE = 'policy.yml';

export async function noteBuiltIn(file: string, io: Io): Promise<void> {
  await note(
    io,
    `macie-warden: there is no ${file} here: the built-in policy wants Macie ENABLED in every Region. \`${io.calledAs} init\` writes a policy of your own`,
  );
}
