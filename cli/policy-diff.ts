import { Option, type Command } from 'commander';
import { loadPolicyOf, type AwsOptions } from './aws.ts';
import type { Finish, Io } from './io.ts';
import { accountId } from './option-values.ts';
import { awsOptions, exampleHelp, policySource } from './options.ts';
import { write } from './terminal.ts';

const FORMATS = ['text', 'json', 'markdown'] as const;

const HELP = `
Accounts are those that the rules name, and every other one: AWS is not asked for the accounts of an organization.

Exit codes:
  0  every target is held to the same
  1  something changes
  3  bad policy or bad usage`;

interface DiffOptions extends AwsOptions {
  readonly format: (typeof FORMATS)[number];
  readonly account?: string;
}

/** `macie-warden policy diff`. */
export function addPolicyDiff(policy: Command, { io, finish }: { io: Io; finish: Finish }): void {
  const source = (text: string): string => policySource(text, io);
  const diff = policy
    .command('diff')
    .description('show what changes for which targets if one policy takes the place of another')
    .argument('<old>', 'a file, ssm:/name, s3://bucket/key or built-in', source)
    .argument('<new>', 'the same', source)
    .addOption(
      new Option('-a, --account <id>', 'the account that `accounts: self` means; AWS is not asked').argParser(
        accountId,
      ),
    )
    .addOption(new Option('-f, --format <name>', 'how it is written').choices(FORMATS).default('text'));
  awsOptions(diff)
    .addHelpText(
      'after',
      HELP + exampleHelp(['policy diff policy.yml new.yml', 'policy diff ssm:/macie-warden/policy policy.yml'], io),
    )
    .action(async (old: string, next: string, { format, account: own, ...options }: DiffOptions) => {
      const [{ diffPolicies }, formats] = await Promise.all([
        import('../lib/policy/diff/diff-policies.ts'),
        import('../lib/render/formats/policy-diff.ts'),
      ]);
      const [before, after] = await Promise.all([old, next].map((one) => loadPolicyOf(one, { io, options })));
      if (before === undefined || after === undefined) return;
      const found = diffPolicies(before.policy, after.policy, { now: io.now(), own });
      const render = {
        text: formats.policyDiffText,
        json: formats.policyDiffJson,
        markdown: formats.policyDiffMarkdown,
      }[format];
      await write(io.stdout, render(found));
      finish(found.changes.length + found.keys.length === 0 ? 0 : 1);
    });
}
