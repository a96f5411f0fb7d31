import { Command, CommanderError } from 'commander';
import { closest } from '../lib/policy/closest.ts';
import { VERSION } from '../lib/core/version.ts';
import { addAccounts } from './accounts.ts';
import { addAlerts } from './alerts.ts';
import { addApply } from './apply.ts';
import { addCheck } from './check.ts';
import { addCompletion, COMPLETE, completeLine } from './completion.ts';
import { addCost } from './cost.ts';
import { addDoctor } from './doctor.ts';
import { addEvidence } from './evidence.ts';
import { addExportPolicy } from './export-policy.ts';
import { failure } from './failure.ts';
import { addHistory } from './history.ts';
import { checkRegionOptions } from './region-options.ts';
import { addInit } from './init.ts';
import { FATAL, note, type Finish, type Io } from './io.ts';
import { swallowedOptions } from './npm-options.ts';
import { EXIT_CODES_HELP } from './options.ts';
import { defaultPolicy } from './policy-default.ts';
import { takeOptionsOfParent } from './parent-options.ts';
import { addPolicy } from './policy.ts';
import { addQuery } from './query.ts';
import { addSession } from './session.ts';
import { addReport } from './archived-report.ts';
import { addSessions } from './sessions.ts';
import { write } from './terminal.ts';

/** In the order of the help. */
const COMMANDS = [
  addCheck,
  addApply,
  addCost,
  addInit,
  addSessions,
  addSession,
  addQuery,
  addAccounts,
  addAlerts,
  addHistory,
  addReport,
  addEvidence,
  addPolicy,
  addExportPolicy,
  addDoctor,
];

/** Every command, its options and its hooks. Exported for the test of all of them. */
export function programOf(io: Io, finish: Finish): Command {
  const program = new Command(io.calledAs)
    .description(
      'Compares every Amazon Macie session of an account with a policy, repairs what the policy allows, and reports.',
    )
    .version(VERSION)
    .option('--debug', 'show stack traces')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void write(io.stdout, text).catch(() => undefined),
      writeErr: (text) => void write(io.stderr, text).catch(() => undefined),
    })
    .addHelpText('after', `${EXIT_CODES_HELP}\n\nExample:\n  ${io.calledAs} check --policy policy.yml`);
  program.hook('preAction', (_, command) => takeOptionsOfParent(command));
  program.hook('preAction', (_, command) => checkRegionOptions(command, io));
  program.hook('preAction', (_, command) => defaultPolicy(command, io));
  for (const add of COMMANDS) add(program, { io, finish });
  return program;
}

/** Runs one command line to its end. Never throws: what goes wrong becomes a sentence on stderr and an exit code. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  let exitCode = 0;
  const program = programOf(io, (code) => (exitCode = code));
  if (args[0] === COMPLETE) {
    await completeLine(program, { args, io });
    return exitCode;
  }
  addCompletion(program, { io });
  const explainNpm = async (hasLeftovers: boolean): Promise<boolean> => {
    const sentence = swallowedOptions(program, { args, io, hasLeftovers });
    if (sentence !== null) await note(io, `macie-warden: ${sentence}`);
    return sentence !== null;
  };
  if (await explainNpm(false)) return FATAL;
  try {
    await program.parseAsync(args.map(sqlAsArgument), { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.code === 'commander.excessArguments' && !(await explainNpm(true)))
        await suggestCommand(program, { args, io });
      return error.exitCode === 0 ? 0 : FATAL;
    }
    const { message, code } = failure(error, io);
    const isDebugging = program.opts<{ debug?: true }>().debug === true || io.env['DEBUG'] === 'macie-warden';
    await note(io, isDebugging && error instanceof Error ? String(error.stack) : message);
    return code;
  }
}

/** SQL that begins with a comment is no option: none has a blank or another line after its dashes. */
function sqlAsArgument(arg: string): string {
  return /^--(?:\s|.*\n)/.test(arg) ? `\n${arg}` : arg;
}

/** `alerts` works without `replay`, so that commander takes a misspelt `rplay` for an argument. */
async function suggestCommand(program: Command, { args, io }: { args: readonly string[]; io: Io }): Promise<void> {
  const [name, ...typed] = args.filter((arg) => !arg.startsWith('-'));
  const command = program.commands.find((one) => one.name() === name);
  const known = command?.commands.map((one) => one.name()) ?? [];
  const near = typed.map((word) => closest(word, known)).find((word) => word !== null);
  if (near !== undefined) await note(io, `(Did you mean ${near}?)`);
}
