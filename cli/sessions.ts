import { Option, type Command } from 'commander';
import { SESSION_FORMAT_NAMES, type SessionFormat } from '../lib/render/formats/sessions.ts';
import type { Scan } from '../lib/app/scan/scan-result.ts';
import { SESSION } from '../lib/core/settings/session.ts';
import { countOf } from '../lib/render/words/sentence.ts';
import { withAws, type CommandLineAws } from './aws.ts';
import { note, type Finish, type Io } from './io.ts';
import { awsOptions, exampleHelp, outputOptions, policySource, scopeOptions, type RunOptions } from './options.ts';
import { withOutput } from './output.ts';
import { listingText, orderFor, scanDeps } from './report.ts';

const EXAMPLES = ['sessions', 'sessions --format csv --output sessions.csv'];
const HELP =
  '\nExit codes:\n  0  every session was read\n  2  something could not be read\n  3  bad usage, or no way to run';
/** Without a policy: every Region. The desired values have no effect here. */
const EVERYTHING = 'version: 1\nregions: all\ndesired: { status: ENABLED }\n';

interface SessionsOptions extends Omit<RunOptions, 'format' | 'policy'> {
  readonly policy?: string;
  readonly format: SessionFormat;
}

/** `macie-warden sessions`: every session as it is, compared with nothing. */
export function addSessions(program: Command, { io, finish }: { io: Io; finish: Finish }): void {
  const command = program
    .command('sessions')
    .description('show every session as it is, as a table, JSON or CSV')
    .addOption(
      new Option('-f, --format <name>', 'how the sessions are written').choices(SESSION_FORMAT_NAMES).default('table'),
    )
    .addOption(
      new Option('-p, --policy <file>', 'take the Regions of this policy instead of all').argParser((text: string) =>
        policySource(text, io),
      ),
    );
  awsOptions(outputOptions(scopeOptions(command)))
    .addHelpText('after', HELP + exampleHelp(EXAMPLES, io))
    .action(async (options: SessionsOptions) => {
      await withOutput(options, {
        io,
        work: async (output) => {
          const { SESSION_FORMATS, sessionRow } = await import('../lib/render/formats/sessions.ts');
          const { targets, scope, accounts } = await withAws({ io, options }, (aws) => scan(options, { io, aws }));
          const names = new Map(accounts.map(({ accountId, name }) => [accountId, name]));
          await output.write(
            SESSION_FORMATS[options.format](
              targets.map(({ target, observations }) => sessionRow(target, observations, names.get(target.accountId))),
              output.stream?.columns === undefined ? {} : { width: output.stream.columns },
            ),
          );
          if (io.cancel.aborted) await note(io, `stopped: ${readOf(scope.targets, targets.length)}`);
          finish(targets.some(({ observations }) => observations[SESSION]?.kind === 'unknown') ? 2 : 0);
        },
      });
    });
}

function readOf(read: number, all: number): string {
  return `${read} of ${countOf(all, 'target')} ${read === 1 ? 'was' : 'were'} read`;
}

async function scan(options: SessionsOptions, { io, aws }: { io: Io; aws: CommandLineAws }): Promise<Scan> {
  const [{ scanTargets }, { parsePolicy }] = await Promise.all([
    import('../lib/app/scan/scan.ts'),
    import('../lib/policy/parse.ts'),
  ]);
  const everything = { policy: parsePolicy(EVERYTHING, 'every Region'), source: 'every Region', sha256: '' };
  const policy = options.policy === undefined ? everything : await aws.loadPolicy(options.policy);
  const { deps, bar } = scanDeps(options, { io, aws });
  bar.begin(listingText(policy));
  try {
    return await scanTargets(await orderFor(options, { policy, ceiling: 'report', io, deps }), deps);
  } finally {
    bar.clear();
  }
}
