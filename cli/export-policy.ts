import { Option, type Command } from 'commander';
import { exportPolicies, MAX_BUCKET_POLICY, MAX_KEY_POLICY, whyNotIn } from '../lib/core/export/export-policies.ts';
import type { Access, Owners } from '../lib/core/export/statements.ts';
import { isOptInRegion, MACIE_REGIONS } from '../lib/core/regions.ts';
import { BUCKET_NAME, KEY_ARN } from '../lib/core/settings/export-rules.ts';
import { exportPrefix } from '../lib/core/settings/classification-export.ts';
import type { Policy } from '../lib/policy/schema.ts';
import { EXPORT_FORMAT_NAMES, exportPolicyText, type ExportFormat } from '../lib/render/formats/export-policy.ts';
import { loadPolicyOf, withAws, type AwsOptions } from './aws.ts';
import { note, UsageError, type Finish, type Io } from './io.ts';
import { accountsOption, awsOptions, exampleHelp, outputOptions, policyOption, regionsOption } from './options.ts';
import { withOutput, type OutputOptions } from './output.ts';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const EXAMPLES = [
  `export-policy --bucket macie-results --key ${KEY}`,
  `export-policy --bucket macie-results --key ${KEY} --accounts 111122223333 --regions eu-west-1,me-south-1`,
  `export-policy --bucket macie-results --key ${KEY} --organization-id o-exampleorgid --format text`,
];
const HELP =
  '\nExit codes:\n  0  done; nothing is ever written to AWS\n  3  bad policy, bad usage, or policies that are too long';

interface ExportOptions extends AwsOptions, OutputOptions {
  readonly bucket: string;
  readonly key: string;
  readonly prefix: string;
  readonly policy: string;
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
  readonly organizationId?: string;
  readonly format: ExportFormat;
}

/** `macie-warden export-policy`: what a bucket and a key have to allow before Macie stores results there. */
export function addExportPolicy(program: Command, { io }: { io: Io; finish: Finish }): void {
  const command = program
    .command('export-policy')
    .description(
      'print the policy statements that a bucket and a key need, so that Macie stores discovery results there',
    )
    .requiredOption('--bucket <name>', 'the bucket')
    .requiredOption('--key <arn>', 'the ARN of the KMS key, which has to be in the Region of the bucket')
    .option('--prefix <text>', 'the prefix of the results in the bucket', '')
    .addOption(policyOption(io))
    .addOption(regionsOption('only these Regions, with commas between'))
    .addOption(accountsOption())
    .option('--organization-id <id>', 'every account of this organization, in place of a list')
    .addOption(new Option('-f, --format <name>', 'how they are written').choices(EXPORT_FORMAT_NAMES).default('json'));
  awsOptions(outputOptions(command))
    .addHelpText('after', HELP + exampleHelp(EXAMPLES, io))
    .action(async (options: ExportOptions) => {
      await withOutput(options, {
        io,
        work: async (output) => output.write(await printed(options, io)),
      });
    });
}

async function printed(options: ExportOptions, io: Io): Promise<string> {
  checkOptions(options);
  const isComplete = options.regions && (options.accounts ?? options.organizationId);
  const policy = isComplete ? null : (await loadPolicyOf(options.policy, { io, options })).policy;
  const { bucket: bucketName, key: kmsKeyArn, prefix: keyPrefix } = options;
  const regions = await regionsFor(options, { policy, io });
  const access: Access = { bucketName, kmsKeyArn, keyPrefix, regions };
  const owners = await ownersFor(options, { policy, io });
  const fit = exportPolicies(access, owners);
  if (fit.kind === 'fits') return exportPolicyText(fit.policies, { format: options.format, access, owners });
  throw new UsageError(
    `the policies are too long: that of the bucket has ${fit.bucketBytes} bytes of the ${MAX_BUCKET_POLICY} that S3 takes, that of the key ${fit.keyBytes} of ${MAX_KEY_POLICY}. Give --organization-id in place of the accounts, or several buckets with a part of the accounts each (--accounts)`,
  );
}

function checkOptions({ bucket, key, prefix, accounts, organizationId }: ExportOptions): void {
  const expected = (option: string, what: string, found: string): void => {
    throw new UsageError(`--${option}: expected ${what}, found ${JSON.stringify(found)}`);
  };
  if (!BUCKET_NAME.test(bucket))
    expected('bucket', 'the name of one bucket: run this once for each bucket of a policy with placeholders', bucket);
  if (!KEY_ARN.test(key)) expected('key', `the ARN of a KMS key, not of an alias, such as ${KEY}`, key);
  const { schema } = exportPrefix;
  if (prefix !== '' && schema.kind === 'text' && !schema.pattern.test(prefix))
    expected('prefix', schema.expected, prefix);
  if (organizationId === undefined) return;
  if (!/^o-[a-z0-9]{10,32}$/.test(organizationId))
    expected('organization-id', 'the id of an organization, such as o-exampleorgid', organizationId);
  if (accounts) throw new UsageError('--organization-id: expected without --accounts, found both');
}

interface Context {
  /** null: the options say everything. */
  readonly policy: Policy | null;
  readonly io: Io;
}

/** The Regions whose results the bucket may hold. One that was named and may not is an error; others of the policy are noted. */
async function regionsFor(options: ExportOptions, { policy, io }: Context): Promise<readonly string[]> {
  const { bucket: bucketName, key: kmsKeyArn } = options;
  const given = options.regions ?? (policy === null ? [] : await regionsOf(policy, kmsKeyArn, io));
  const refused = given.filter((region) => whyNotIn(region, { bucketName, kmsKeyArn }) !== null);
  const [first] = refused;
  if (first === undefined) return given.toSorted();
  const why = whyNotIn(first, { bucketName, kmsKeyArn });
  if (options.regions || refused.length === given.length)
    throw new UsageError(`${options.regions ? '--regions' : options.policy}: ${why}`);
  await note(io, `macie-warden: left out: ${refused.join(', ')}: ${why}`);
  return given.filter((region) => !refused.includes(region)).toSorted();
}

/** Nobody knows here which opt-in Regions the accounts have enabled, and a principal for each would allow more than is used. */
async function regionsOf({ regions, excludeRegions }: Policy, kmsKeyArn: string, io: Io): Promise<readonly string[]> {
  const left = (all: readonly string[]): readonly string[] => all.filter((region) => !excludeRegions.includes(region));
  if (typeof regions !== 'string') return left(regions);
  const isHome = (region: string): boolean => kmsKeyArn.includes(`:${region}:`);
  const optIn = left(MACIE_REGIONS).filter((region) => isOptInRegion(region) && !isHome(region));
  if (optIn.length > 0)
    await note(
      io,
      `macie-warden: left out: the opt-in Regions ${optIn.join(', ')}. Name with --regions those that accounts have enabled`,
    );
  return left(MACIE_REGIONS).filter((region) => !optIn.includes(region));
}

async function ownersFor(options: ExportOptions, { policy, io }: Context): Promise<Owners> {
  if (options.organizationId !== undefined) return { kind: 'organization', id: options.organizationId };
  if (options.accounts || policy === null) return { kind: 'pairs', accountIds: (options.accounts ?? []).toSorted() };
  const { listAccounts } = await import('../lib/app/accounts/list-accounts.ts');
  const listed = await withAws({ io, options }, ({ deps }) => listAccounts(policy, deps, io.cancel));
  const accountIds = listed.filter(({ whyNotCovered }) => whyNotCovered === null).map(({ accountId }) => accountId);
  if (accountIds.length === 0) throw new UsageError(`${options.policy}: the policy covers no account`);
  return { kind: 'pairs', accountIds: accountIds.toSorted() };
}
