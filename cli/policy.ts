import type { Command } from 'commander';
import {
  accountFacts,
  needsAccountFacts,
  whyAccountNotRead,
  type AccountFacts,
} from '../lib/app/accounts/account-facts.ts';
import { OWN_ACCOUNT } from '../lib/app/scan/deps.ts';
import { ACCOUNT_ID } from '../lib/core/names.ts';
import { coversRegion } from '../lib/policy/coverage.ts';
import type { Policy } from '../lib/policy/schema.ts';
import { loadPolicyOf, validatePolicyOf, withAws, type AwsContext, type AwsOptions } from './aws.ts';
import { checkRegionNames } from './region-names.ts';
import { addPolicyDiff } from './policy-diff.ts';
import { UsageError, type Finish, type Io } from './io.ts';
import { write } from './terminal.ts';
import { awsOptions, connectionOptions, exampleHelp, policyOption } from './options.ts';
import { describeExplanation } from '../lib/render/words/explanation-words.ts';
import { describePolicy, describeWarnings } from '../lib/render/words/policy-words.ts';

const HELP = '\nExit codes:\n  0  done\n  3  bad policy or bad usage';

interface ExplainOptions extends Omit<AwsOptions, 'region'> {
  readonly policy: string;
  readonly region: string;
  readonly account?: string;
}

/** `macie-warden policy validate | schema | diff | explain`. */
export function addPolicy(program: Command, { io, finish }: { io: Io; finish: Finish }): void {
  const policy = program
    .command('policy')
    .description('check, describe and explain policies')
    .addHelpText('after', HELP + exampleHelp(['policy validate'], io));

  const validate = policy
    .command('validate')
    .description('check a policy: every problem and every warning with its place')
    .addOption(policyOption(io))
    .addHelpText('after', HELP + exampleHelp(['policy validate --policy policy.yml'], io));
  awsOptions(validate).action(async ({ policy: source, ...options }: { policy: string } & AwsOptions) => {
    const { loaded, warnings } = await validatePolicyOf(source, { io, options });
    await write(io.stdout, `${describePolicy(loaded)}${describeWarnings(warnings)}`);
  });

  policy
    .command('schema')
    .description('print the JSON Schema of policies, for editors')
    .addHelpText('after', HELP + exampleHelp(['policy schema > policy.schema.json'], io))
    .action(async () => {
      const { policyJsonSchema } = await import('../lib/policy/json-schema.ts');
      await write(io.stdout, `${JSON.stringify(policyJsonSchema(), null, 2)}\n`);
    });

  addPolicyDiff(policy, { io, finish });

  const explain = policy
    .command('explain')
    .description('show the desired values of one target, the rule that decided each, and why it matched')
    .requiredOption('-r, --region <name>', 'the Region')
    .option('-a, --account <id>', 'the account; that of the credentials, if left out')
    .addOption(policyOption(io));
  connectionOptions(explain)
    .addHelpText(
      'after',
      HELP +
        exampleHelp(
          ['policy explain --region eu-west-1', 'policy explain --region eu-west-1 --account 111122223333'],
          io,
        ),
    )
    .action(async (options: ExplainOptions) => {
      await write(io.stdout, await explained(options, io));
    });
}

async function explained({ policy: source, region, account, ...options }: ExplainOptions, io: Io): Promise<string> {
  const { explain, unjudgedRules } = await import('../lib/policy/explain.ts');
  await checkRegionNames([region], { option: '--region', io });
  if (account !== undefined && !ACCOUNT_ID.test(account))
    throw new UsageError(`--account: expected an account id of 12 digits, found ${JSON.stringify(account)}`);
  const context = { io, options };
  const loaded = await loadPolicyOf(source, context);
  const { policy } = loaded;
  const accountId = account ?? (await ownAccount(context));
  const { facts, units } = await factsOf(accountId, policy, context);
  const known = facts?.kind === 'known' ? facts.value : null;
  const target = {
    region,
    accountId,
    accountName: known?.name ?? null,
    organizationalUnits: known?.organizationalUnits ?? [],
  };
  const regionOutside = coversRegion(policy, region) ? null : 'the policy does not cover this Region';
  return describeExplanation(explain(policy, target, io.now()), {
    target,
    loaded,
    whyNotRead: regionOutside ?? whyAccountNotRead(accountId, policy, facts),
    units,
    unjudged: facts?.kind === 'unknown' ? { rules: unjudgedRules(policy, target), why: facts.why } : null,
  });
}

interface Facts {
  /** null: the policy does not need them. */
  readonly facts: AccountFacts | null;
  readonly units: ReadonlyMap<string, string>;
}

async function factsOf(accountId: string, policy: Policy, context: AwsContext): Promise<Facts> {
  const { io } = context;
  if (!needsAccountFacts(policy)) return { facts: null, units: new Map() };
  return withAws(context, async ({ deps, unitNames }) => {
    const facts = await accountFacts({ accountId, policy }, deps, io.cancel);
    const units = facts.kind === 'known' ? (facts.value?.organizationalUnits ?? []) : [];
    return { facts, units: await unitNames(units, io.cancel) };
  });
}

async function ownAccount(context: AwsContext): Promise<string> {
  const { io } = context;
  return withAws(context, async ({ deps }) => (await deps.forAccount(OWN_ACCOUNT).identify(io.cancel)).accountId);
}
