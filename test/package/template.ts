import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';

const ROOT = join(import.meta.dirname, '../..');
const PARTS = [
  'handlers',
  'lib',
  'resources',
  'serverless',
  'policy.yml',
  'package.json',
  'serverless.yml',
  'tsconfig.json',
];

export interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Conditions: Readonly<Record<string, unknown>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown }>>;
}

export interface Stack {
  readonly template: Template;
  /** The files of the function's zip. */
  readonly files: Readonly<Record<string, Uint8Array>>;
}

/** Runs `serverless` on a copy of the project, without credentials and with nothing of AWS in the environment. */
export async function serverless(
  args: readonly string[],
  extra: Readonly<Record<string, string>> = {},
): Promise<{ folder: string; output: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'stack-'));
  for (const part of PARTS) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const bin = join(ROOT, 'node_modules/serverless/bin/serverless.js');
  const env = { PATH: process.env['PATH'], HOME: folder, AWS_EC2_METADATA_DISABLED: 'true', ...extra };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [bin, ...args], { cwd: folder, env });
  return { folder, output: stdout + stderr };
}

/** Packages the stack with these parameters, as `serverless deploy` would. */
export async function packageStack(params: Readonly<Record<string, string>> = {}): Promise<Stack> {
  const options = Object.entries(params).flatMap(([name, value]) => ['--param', `${name}=${value}`]);
  const { folder } = await serverless(['package', ...options]);
  const read = (name: string): Buffer => readFileSync(join(folder, '.serverless', name));
  const template: Template = JSON.parse(read('cloudformation-template-update-stack.json').toString());
  return { template, files: unzipSync(read('macie-warden.zip')) };
}

export interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** Every statement of the policies of the function's role. */
export function functionStatements({ Resources }: Template): readonly Statement[] {
  return Object.values(Resources)
    .filter(
      ({ Type, Properties }) =>
        Type === 'AWS::IAM::RolePolicy' && JSON.stringify(Properties['RoleName']) === '{"Ref":"CheckRole"}',
    )
    .flatMap(({ Properties }) => (Properties['PolicyDocument'] as { Statement: Statement[] }).Statement);
}

/** The actions that the function may call. */
export function allowedActions(template: Template): ReadonlySet<string> {
  return new Set(functionStatements(template).flatMap(({ Action }) => Action));
}
