import type { Command } from 'commander';
import { EXIT_CODES } from '../lib/core/compliance/verdict.ts';
import { withAws } from './aws.ts';
import type { Finish, Io } from './io.ts';
import { runOptions, type RunOptions } from './options.ts';
import { withOutput, type Output } from './output.ts';
import { progressBar } from './progress.ts';
import { requestOf, writeReport } from './report.ts';

const EXAMPLES = [
  'check',
  'check --policy ssm:/macie-warden/policy --regions eu-west-1,us-east-1',
  'check --format json --output report.json',
];

/** `warden check`: looks and tells. It never writes to AWS. */
export function addCheck(program: Command, { io, finish }: { io: Io; finish: Finish }): void {
  const command = program
    .command('check')
    .description('compare every session with the policy and report; writes nothing');
  runOptions(command, EXAMPLES).action(async (options: RunOptions) => {
    const { format } = options;
    const work = async (output: Output): Promise<void> => {
      const report = await withAws(io, async ({ deps, loadPolicy }) => {
        const { sweep } = await import('../lib/app/run/sweep.ts');
        const bar = progressBar(io, options.quiet === true);
        try {
          const policy = await loadPolicy(options.policy);
          return await sweep(requestOf(options, { policy, ceiling: 'report', io, bar }), deps);
        } finally {
          bar.clear();
        }
      });
      await writeReport(report, { format, output, io });
      finish(EXIT_CODES[report.verdict]);
    };
    await withOutput(options.output, { io, work });
  });
}
