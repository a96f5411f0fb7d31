import type { Command } from 'commander';
import { OWN_ACCOUNT } from '../lib/app/scan/deps.ts';
import { ACCOUNT_ID } from '../lib/core/names.ts';
import { coversRegion } from '../lib/policy/coverage.ts';
import { loadPolicyOf, validatePolicyOf, withAws, type AwsContext, type AwsOptions } from './aws.ts';
import { checkRegionNames } from './region-names.ts';
import { UsageError, type Finish, type Io } from './io.ts';
import { write } from './terminal.ts';
import { awsOptions, exampleHelp, policyOption } from './options.ts';
import { describeExplanation, describePolicy, describeWarnings } from '../lib/render/words/policy-words.ts';

const HELP = '\nExit codes:\n  0  done\n  3  bad policy or bad usage';

interface ExplainOptions extends Omit<AwsOptions, 'region'> {
  readonly policy: string;
  readonly region: string;
  readonly account?: string;
}

/** `warden policy validate | schema | explain`. */
export function addPolicy(program: Command, { io }: { io: Io; finish: Finish }): void {
  const policy = program
    .command('policy')
    .description('check, describe and explain policies')
    .addHelpText('after', HELP + exampleHelp(['policy validate']));

  const validate = policy
    .command('validate')
    .description('check a policy: every problem and every warning with its place')
    .addOption(policyOption(io))
    .addHelpText('after', HELP + exampleHelp(['policy validate --policy policy.yml']));
  awsOptions(validate).action(async ({ policy: source, ...options }: { policy: string } & AwsOptions) => {
    const { loaded, warnings } = await validatePolicyOf(source, { io, options });
    await write(io.stdout, `${describePolicy(loaded)}${describeWarnings(warnings)}`);
  });

  policy
    .command('schema')
    .description('print the JSON Schema of policies, for editors')
    .addHelpText('after', HELP + exampleHelp(['policy schema > policy.schema.json']))
    .action(async () => {
      const { policyJsonSchema } = await import('../lib/policy/json-schema.ts');
      await write(io.stdout, `${JSON.stringify(policyJsonSchema(), null, 2)}\n`);
    });

  policy
    .command('explain')
    .description('show the desired values of one Region, and the rule that decided each')
    .requiredOption('-r, --region <name>', 'the Region')
    .option('-a, --account <id>', 'the account; that of the credentials, if left out')
    .addOption(policyOption(io))
    .addHelpText(
      'after',
      HELP +
        exampleHelp(['policy explain --region eu-west-1', 'policy explain --region eu-west-1 --account 111122223333']),
    )
    .action(async (options: ExplainOptions) => {
      await write(io.stdout, await explained(options, io));
    });
}

async function explained({ policy: source, region, account, ...options }: ExplainOptions, io: Io): Promise<string> {
  const { explain } = await import('../lib/policy/explain.ts');
  await checkRegionNames([region], { option: '--region', io });
  if (account !== undefined && !ACCOUNT_ID.test(account))
    throw new UsageError(`--account: expected an account id of 12 digits, found ${JSON.stringify(account)}`);
  const loaded = await loadPolicyOf(source, { io, options });
  const accountId = account ?? (await ownAccount({ io, options }));
  const target = { region, accountId };
  return describeExplanation(explain(loaded.policy, target, io.now()), {
    target,
    loaded,
    isCovered: coversRegion(loaded.policy, region),
  });
}

async function ownAccount(context: AwsContext): Promise<string> {
  const { io } = context;
  return withAws(context, async ({ deps }) => (await deps.forAccount(OWN_ACCOUNT).identify(io.cancel)).accountId);
}
