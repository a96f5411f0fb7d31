import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

/** cfn-lint is a program of Python, and no package of npm: `pipx install cfn-lint`. https://github.com/aws-cloudformation/cfn-lint */
export const HAS_CFN_LINT = spawnSync('cfn-lint', ['--version']).status === 0;

interface Finding {
  readonly Filename: string;
  readonly Message: string;
  readonly Rule: { readonly Id: string };
  readonly Location: { readonly Path: readonly (string | number)[] | null };
}

/** What cfn-lint has against templates, its warnings included, one line each. */
export async function cfnLint(paths: readonly string[]): Promise<readonly string[]> {
  // It exits with a code of its own for warnings and for errors.
  const { stdout } = await promisify(execFile)('cfn-lint', ['--format', 'json', '--', ...paths]).catch(
    (failure: unknown) => failure as { stdout: string },
  );
  const findings: readonly Finding[] = JSON.parse(stdout);
  return findings.map(({ Filename, Message, Rule, Location }) =>
    [Filename, Rule.Id, Location.Path?.join('.'), Message].join(' '),
  );
}
