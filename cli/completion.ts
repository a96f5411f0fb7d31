import { readdir } from 'node:fs/promises';
import { Argument, type Command } from 'commander';
import type { RootCommand } from '@bomb.sh/tab';
import { ALL_REGIONS } from '../lib/core/regions.ts';
import type { Io } from './io.ts';
import { write } from './terminal.ts';
import { pathFrom } from './where.ts';

const SHELLS = ['bash', 'zsh', 'fish', 'powershell'];
/** The bins of the package. */
const NAME = 'macie-warden';
const ALIAS = 'warden';
const FILE_OPTIONS = ['policy', 'output', 'input', 'patch'];

/** The command that the script of a shell calls with the words that were typed so far: `complete -- check --re`. */
export const COMPLETE = 'complete';

const HELP = `
Add this to the start-up file of the shell:
  bash  source <(macie-warden completion bash)  with the package bash-completion
  zsh   source <(macie-warden completion zsh)   after compinit
  fish  macie-warden completion fish | source`;

/** `macie-warden completion`. */
export function addCompletion(program: Command, { io }: { io: Pick<Io, 'stdout'> }): void {
  program
    .command('completion')
    .description('print a script with which a shell completes commands, options and their values')
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .addHelpText('after', HELP)
    .action(async (shell: string) => {
      const { default: completions } = await import('@bomb.sh/tab');
      // A script for bash cannot be sourced twice, because it sets constants.
      for (const name of shell === 'bash' ? [NAME] : [NAME, ALIAS]) completions.setup(name, name, shell);
      if (shell === 'bash') await write(io.stdout, `complete -F __${NAME.replace('-', '_')}_complete ${ALIAS}\n`);
    });
}

/** Prints the completions of a line. It writes to stdout by itself. */
export async function completeLine(program: Command, { args, io }: { args: readonly string[]; io: Io }): Promise<void> {
  const [{ default: tab }, { profileNames }] = await Promise.all([
    import('@bomb.sh/tab/commander'),
    import('../lib/app/wiring/command-line/profile-names.ts'),
  ]);
  const root = tab(program, { completionCommandName: 'completion' });
  offer(root, 'region', ALL_REGIONS);
  offer(root, 'regions', ALL_REGIONS);
  offer(root, 'profile', await profileNames(io.env));
  const files = await filesLike(args.at(-1) ?? '', io);
  for (const name of FILE_OPTIONS) offer(root, name, files);
  await program.parseAsync([...args], { from: 'user' });
}

/** The files that a path can become, folders with a slash behind. */
async function filesLike(typed: string, io: Pick<Io, 'env' | 'cwd'>): Promise<readonly string[]> {
  const folder = typed.slice(0, typed.lastIndexOf('/') + 1);
  const entries = await readdir(pathFrom(folder || '.', io), { withFileTypes: true }).catch(() => []);
  return entries.map((entry) => `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`).toSorted();
}

function offer(root: RootCommand, name: string, values: readonly string[]): void {
  for (const { options } of [root, ...root.commands.values()]) {
    const option = options.get(name);
    if (option) option.handler = (complete) => values.forEach((value) => complete(value, ''));
  }
}
