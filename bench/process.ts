import { join } from 'node:path';
import { median, runNode, timed, type Measurement } from './measure.ts';

const RUNS = 9;

/** The whole command as a person waits for it, beside a Node.js that does nothing. */
export async function benchProcess(env: Readonly<Record<string, string>>): Promise<readonly Measurement[]> {
  const root = join(import.meta.dirname, '..');
  const args = [join(root, 'cli/main.ts'), 'check', '--policy', join(root, 'policy.yml'), '--quiet'];
  const empty: number[] = [];
  const check: number[] = [];
  await runNode({ args, env });
  for (let run = 0; run < RUNS; run++) {
    empty.push(await timed(1, () => runNode({ args: ['-e', '0'] })));
    check.push(await timed(1, () => runNode({ args, env })));
  }
  const note = `${Math.round(median(check))} ms ÷ ${Math.round(median(empty))} ms`;
  return [
    {
      name: 'the whole `check` process, 22 Regions ÷ an empty node process',
      value: median(check) / median(empty),
      unit: '×',
      note,
    },
  ];
}
