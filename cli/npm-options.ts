import type { Command, Option } from 'commander';
import { AS_NPM_SCRIPT } from './called-as.ts';
import type { Io } from './io.ts';

/** Names that npm has for itself: that they are set may have another cause. npm always sets `prefix`, for every script. */
const OF_NPM = new Set(['yes', 'quiet', 'help', 'version', 'format', 'prefix', 'key', 'depth']);

function optionsOf(command: Command): readonly Option[] {
  return [...command.options, ...command.commands.flatMap(optionsOf)];
}

/** Does npm run this process as a script? */
function isUnderNpm({ env }: Pick<Io, 'env'>): boolean {
  return env['npm_lifecycle_event'] === 'warden' && (env['npm_execpath'] ?? '').includes('npm');
}

/**
 * npm takes options before `--` for itself and leaves a trace of them in the environment. Gives the sentence that explains this; null:
 * there is no trace. `hasLeftovers`: arguments were left over that no command takes, as the values of such options are.
 */
export function swallowedOptions(
  program: Command,
  { args, io, hasLeftovers }: { args: readonly string[]; io: Pick<Io, 'env'>; hasLeftovers: boolean },
): string | null {
  if (!isUnderNpm(io)) return null;
  const taken = optionsOf(program).flatMap(({ long, short }) => [long, short].flatMap((flag) => traceOf(flag, io)));
  if (taken.length === 0 && !hasLeftovers) return null;
  const found = taken.length === 0 ? 'the options' : [...new Set(taken)].join(', ');
  const [command = 'check'] = args;
  return `npm has taken ${found} for itself, because no -- stands before. Write: ${AS_NPM_SCRIPT} ${command} ${taken[0] ?? '--option'} …`;
}

function traceOf(flag: string | undefined, { env }: Pick<Io, 'env'>): readonly string[] {
  if (flag === undefined) return [];
  const name = flag.replace(/^--?/, '').replace(/^no-/, '');
  // One letter: npm has its own meaning for some, and then another variable is set.
  const value = env[`npm_config_${name.replaceAll('-', '_')}`];
  if (value === undefined || OF_NPM.has(name)) return [];
  // `--policy` and `--no-policy` leave a trace in one variable.
  const isOff = value === '' || value === 'false';
  return isOff || !flag.startsWith('--no-') ? [flag] : [];
}
