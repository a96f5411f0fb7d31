import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AS_NPM_SCRIPT } from '../cli/called-as.ts';
import { run } from '../cli/program.ts';

const FOLDER = 'reports';

/** The HTML report of the local AWS that the environment leads to, from the command line. The path of the file. */
export async function writeDemoReport(policy: string): Promise<string> {
  await mkdir(FOLDER, { recursive: true });
  const path = join(FOLDER, 'demo.html');
  const { stdin, stdout, stderr, env } = process;
  const code = await run(
    ['check', '--quiet', '--policy', policy, '--table', 'macie-warden-prod', '--format', 'html', '--output', path],
    {
      stdin,
      stdout,
      stderr,
      env,
      cwd: process.cwd(),
      now: () => new Date(),
      calledAs: AS_NPM_SCRIPT,
      cancel: new AbortController().signal,
    },
  );
  // 1 and 2 are verdicts.
  if (code > 2) throw new Error('the HTML report could not be written');
  return path;
}
