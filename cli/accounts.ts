import { Option, type Command } from 'commander';
import type { ListedAccount } from '../lib/app/accounts/list-accounts.ts';
import type { LoadedPolicy } from '../lib/policy/loaded-policy.ts';
import { ACCOUNT_FORMAT_NAMES, type AccountFormat } from '../lib/render/formats/accounts.ts';
import { countOf } from '../lib/render/words/sentence.ts';
import { withAws, type AwsOptions, type CommandLineAws } from './aws.ts';
import { loadFailed, saveFailed } from './failed-accounts.ts';
import { CANCELLED, note, UsageError, type Finish, type Io } from './io.ts';
import { accountsOption, awsOptions, concurrencyOption, exampleHelp, outputOptions, policyOption } from './options.ts';
import { withOutput, type Output, type OutputOptions } from './output.ts';
import { scanDeps } from './report.ts';

const EXAMPLES = ['accounts', 'accounts --check', 'accounts --failed'];
const HELP = `
Exit codes:
  0  done; with --check, every role was assumed
  1  with --check or --failed, a role could not be assumed
  130  stopped by Ctrl-C before a role failed
  3  bad policy, bad usage, or no way to run`;

interface AccountsOptions extends AwsOptions, OutputOptions {
  readonly policy: string;
  readonly accounts?: readonly string[];
  readonly check?: true;
  readonly failed?: true;
  readonly concurrency?: number;
  readonly format: AccountFormat;
}

interface Context {
  readonly io: Io;
  readonly aws: CommandLineAws;
  readonly output: Output;
}

/** `warden accounts`: the accounts of a policy, and whether their roles can be assumed. */
export function addAccounts(program: Command, { io, finish }: { io: Io; finish: Finish }): void {
  const command = program
    .command('accounts')
    .description('list the accounts of a policy: name, organizational unit, state, and whether runs read them')
    .addOption(policyOption(io))
    .addOption(accountsOption())
    .option('--check', 'assume the roles of the policy in each account, and show those that fail')
    .option('--failed', 'the same in the accounts that failed in the last check')
    .addOption(concurrencyOption())
    .addOption(
      new Option('-f, --format <name>', 'how the list is written').choices(ACCOUNT_FORMAT_NAMES).default('table'),
    );
  awsOptions(outputOptions(command))
    .addHelpText('after', HELP + exampleHelp(EXAMPLES, io))
    .action(async (options: AccountsOptions) => {
      await withOutput(options, {
        io,
        work: async (output) => {
          finish(await withAws({ io, options }, (aws) => accounts(options, { io, aws, output })));
        },
      });
    });
}

async function accounts(options: AccountsOptions, context: Context): Promise<number> {
  const { io, aws } = context;
  const { listAccounts } = await import('../lib/app/accounts/list-accounts.ts');
  const policy = await aws.loadPolicy(options.policy);
  const all = await listAccounts(policy.policy, aws.deps, io.cancel);
  const listed = only(all, options.accounts);
  if (options.check || options.failed) return check(options, { ...context, policy, all, listed });
  const { accountsText } = await import('../lib/render/formats/accounts.ts');
  const units = await aws.unitNames(
    listed.flatMap(({ organizationalUnits }) => organizationalUnits),
    io.cancel,
  );
  await context.output.write(accountsText(listed, options.format, { units, width: context.output.stream?.columns }));
  return 0;
}

function only(listed: readonly ListedAccount[], ids: readonly string[] | undefined): readonly ListedAccount[] {
  if (ids === undefined) return listed;
  const others = ids.filter((id) => !listed.some(({ accountId }) => accountId === id));
  if (others.length === 0) return listed.filter(({ accountId }) => ids.includes(accountId));
  throw new UsageError(
    `--accounts: expected some of the ${listed.length} accounts of the policy, found ${others.join(', ')}`,
  );
}

interface CheckContext extends Context {
  readonly policy: LoadedPolicy;
  readonly all: readonly ListedAccount[];
  /** Those that the person asked for. */
  readonly listed: readonly ListedAccount[];
}

function needsRole({ isOwn, whyNotCovered }: ListedAccount): boolean {
  return !isOwn && whyNotCovered === null;
}

async function check(
  options: AccountsOptions,
  { io, aws, output, policy, all, listed }: CheckContext,
): Promise<number> {
  const [{ checkRoles }, { failuresText }, { ownAccountId }] = await Promise.all([
    import('../lib/app/accounts/check-roles.ts'),
    import('../lib/render/formats/accounts.ts'),
    import('../lib/app/wiring/scan-deps.ts'),
  ]);
  const key = { source: policy.source, ownId: await ownAccountId(aws.deps) };
  const last = await loadFailed(key, io);
  if (options.failed && last === null)
    throw new UsageError(
      `--failed: no check of the accounts of ${policy.source} is kept here: run \`${io.calledAs} accounts --check\` first`,
    );
  const before = new Set(last?.failed);
  const toCheck = listed
    .filter(needsRole)
    .filter(({ accountId }) => options.failed === undefined || before.has(accountId));
  if (options.failed && toCheck.length === 0) await note(io, `No account failed in the check of ${last?.checkedAt}.`);
  const { deps, bar } = scanDeps(options, { io, aws });
  bar.begin('assuming roles');
  const roles = await checkRoles(toCheck, { policy: policy.policy, signal: io.cancel }, deps).finally(bar.clear);
  const { failures } = roles;
  const checked = new Set(roles.checked);
  const still = all.filter(needsRole).filter(({ accountId }) => before.has(accountId) && !checked.has(accountId));
  const failed = [...new Set([...failures, ...still].map(({ accountId }) => accountId))].toSorted();
  await saveFailed(key, { checkedAt: deps.now().toISOString(), failed }, io);
  if (checked.size > 0 || toCheck.length === 0)
    await output.write(
      failuresText(failures, options.format, { checked: checked.size, width: output.stream?.columns }),
    );
  if (checked.size < toCheck.length) {
    await note(io, `stopped: ${checked.size} of ${countOf(toCheck.length, 'account')} were checked`);
    if (failures.length === 0) return CANCELLED;
  }
  return failures.length > 0 ? 1 : 0;
}
