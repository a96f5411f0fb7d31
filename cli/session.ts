import { Option, type Command } from 'commander';
import { OWN_ACCOUNT } from '../lib/app/scan/deps.ts';
import { FORMAT_NAMES, type Format } from '../lib/render/formats/index.ts';
import { QUERY_FORMATS, type QueryFormat } from '../lib/render/formats/query-lines.ts';
import { withAws } from './aws.ts';
import type { Finish, Io } from './io.ts';
import { accountId } from './option-values.ts';
import { connectionOptions, exampleHelp, outputOptions, tableOption } from './options.ts';
import { withOutput } from './output.ts';
import { policyOrNone, type QueryOptions } from './query-options.ts';
import { textFrom } from './query-text.ts';
import { checkRegionNames } from './region-names.ts';
import type { UpdateOptions } from './session-update.ts';

const GET_EXAMPLES = [
  'session get --region us-east-1',
  'session get --region us-east-1 --account 111122223333 --format json',
];
const GET_HELP =
  '\nExit codes:\n  0  the session was read\n  2  it could not be read\n  3  bad usage, or no way to run';
const PATCH = `'[{"op":"replace","path":"/Status","value":"ENABLED"}]'`;
const UPDATE_EXAMPLES = [
  `session update --region us-east-1 --account 111122223333 --patch ${PATCH}`,
  'session update --region us-east-1 --account 111122223333 --patch patch.json --yes',
];
const UPDATE_HELP =
  '\nExit codes:\n  0  the session is as the patch has it\n  1  the update is planned, failed, or left to a person\n  2  the session could not be read\n  3  bad patch, bad usage, or no way to run';

interface Target {
  readonly region: string;
  readonly account?: string;
}

type GetOptions = Omit<QueryOptions, 'region' | 'accounts' | 'regions'> & Target & { readonly format: QueryFormat };
type SetOptions = Omit<UpdateOptions, 'region'> &
  Required<Target> & { readonly patch: string; readonly format: Format };

/** `macie-warden session get` and `macie-warden session update`: one session, as StackQL’s resource aws.macie.session. */
export function addSession(program: Command, { io, finish }: { io: Io; finish: Finish }): void {
  const session = program.command('session').description('get or update one session, by account and Region');
  const get = session
    .command('get')
    .description('show one session as it is')
    .addOption(new Option('-f, --format <name>', 'how it is written').choices(QUERY_FORMATS).default('record'))
    .addOption(accountOption('the account; default: that of the credentials'))
    .addOption(tableOption(io).hideHelp());
  outputOptions(connectionOptions(policyOrNone(withRegion(get), io)))
    .addHelpText('after', GET_HELP + exampleHelp(GET_EXAMPLES, io))
    .action(async (options: GetOptions) => finish(await getSession(options, io)));

  const update = session
    .command('update')
    .description('update one session by a patch document: shows the plan, and writes with --yes')
    .addOption(accountOption('the account').makeOptionMandatory())
    .requiredOption('--patch <document>', 'a patch document (RFC 6902), a file that has one, or - for stdin')
    .option('-y, --yes', 'write what was planned')
    .addOption(new Option('-f, --format <name>', 'how the report is written').choices(FORMAT_NAMES).default('text'));
  outputOptions(connectionOptions(policyOrNone(withRegion(update), io)))
    .addHelpText('after', UPDATE_HELP + exampleHelp(UPDATE_EXAMPLES, io))
    .action(async ({ region, account, patch, ...options }: SetOptions) => {
      const [{ patchOf }, { updateSession }] = await Promise.all([
        import('../lib/sql/patch.ts'),
        import('./session-update.ts'),
      ]);
      const document = /^\s*[[{]/.test(patch) ? patch : await textFrom(patch, { option: '--patch', io });
      const target = { accountId: account, region };
      finish(await updateSession({ target, patch: patchOf(document) }, options, io));
    });
}

function withRegion(command: Command): Command {
  return command.requiredOption('-r, --region <name>', 'the Region of the session');
}

function accountOption(description: string): Option {
  return new Option('-a, --account <id>', description).argParser(accountId);
}

/** Without an account that of the credentials: a policy covers others as well. */
async function getSession({ region, account, ...options }: GetOptions, io: Io): Promise<number> {
  await checkRegionNames([region], { option: '--region', io });
  const [{ statementOf }, { answer }] = await Promise.all([
    import('../lib/sql/statement.ts'),
    import('./query-answer.ts'),
  ]);
  const id =
    account ??
    (await withAws(
      { io, options },
      async ({ deps }) => (await deps.forAccount(OWN_ACCOUNT).identify(io.cancel)).accountId,
    ));
  const sql = `SELECT region, aws_account_id, status, finding_publishing_frequency, service_role, created_at, updated_at, verdict, reason, detail FROM sessions WHERE region = '${region}' AND aws_account_id = '${id}'`;
  let exitCode = 0;
  await withOutput(options, {
    io,
    work: async (output) => {
      const asked = account === undefined ? options : { ...options, accounts: [account] };
      exitCode = await answer(statementOf(sql), asked, { io, output });
    },
  });
  return exitCode;
}
