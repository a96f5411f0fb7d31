import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleCommandLine } from '../release/package.ts';
import { median, runNode, timed, type Measurement } from './measure.ts';

const RUNS = 9;

/**
 * The start of the package that npm publishes, beside a Node.js that does nothing. Node.js runs the file of the bin: npx first asks the
 * registry, and takes a second or more that no change of this project moves.
 */
export async function benchPackage(): Promise<readonly Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), 'package-'));
  try {
    await bundleCommandLine(folder);
    return await coldStarts(join(folder, 'macie-warden.js'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function coldStarts(bin: string): Promise<readonly Measurement[]> {
  const args = { empty: ['-e', '0'], version: [bin, '--version'], query: [bin, 'query', '--no-policy', 'SELECT 1'] };
  const times: Record<keyof typeof args, number[]> = { empty: [], version: [], query: [] };
  await runNode({ args: args.query });
  for (let run = 0; run < RUNS; run++) {
    times.empty.push(await timed(1, () => runNode({ args: args.empty })));
    times.version.push(await timed(1, () => runNode({ args: args.version })));
    times.query.push(await timed(1, () => runNode({ args: args.query })));
  }
  const empty = median(times.empty);
  const note = (found: readonly number[]): string => `${Math.round(median(found))} ms ÷ ${Math.round(empty)} ms`;
  return [
    {
      name: '`--version` of the package ÷ an empty node process',
      value: median(times.version) / empty,
      unit: '×',
      limit: 3,
      note: note(times.version),
    },
    {
      name: 'a `query` of the package without a table ÷ an empty node process',
      value: median(times.query) / empty,
      unit: '×',
      limit: 6,
      note: note(times.query),
    },
  ];
}
