import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import packageJson from '../package.json' with { type: 'json' };
import { MACIE_REGIONS } from '../lib/core/regions.ts';
import { runNode, type Measurement } from './measure.ts';
import { forkSandbox } from './sandbox-process.ts';
import { LATENCY_MS } from './scan.ts';

const ROOT = join(import.meta.dirname, '..');
/** `npm run warden`, without npm. */
const WARDEN = packageJson.scripts.warden.replace('cli/', `${ROOT}/cli/`).split(' ').slice(1);

interface Run {
  readonly seconds: number;
  readonly megabytes: number;
}

/** Whole `check` processes over organizations, each call answered after 80 ms. */
export async function benchOrganization(): Promise<readonly Measurement[]> {
  const small = await check(20);
  const half = await check(500);
  const large = await check(1000);
  const view = await check(5000, ['--depth', 'status']);
  return [
    { name: '440 targets of 20 accounts', ...seconds(small) },
    { name: '11,000 targets of 500 accounts', ...seconds(half) },
    { name: '22,000 targets of 1,000 accounts', ...seconds(large) },
    {
      name: 'memory for 22,000 targets ÷ for 11,000',
      value: large.megabytes / half.megabytes,
      unit: '×',
      limit: 1.5,
      note: `${large.megabytes} MB ÷ ${half.megabytes} MB`,
    },
    { name: 'the status of 110,000 targets of 5,000 accounts', ...seconds(view) },
  ];
}

function seconds({ seconds: value, megabytes }: Run) {
  return { value, unit: 's' as const, note: `${megabytes} MB at most` };
}

async function check(accounts: number, more: readonly string[] = []): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const [policy, usage] = [join(folder, 'policy.yml'), join(folder, 'usage')];
  writeFileSync(
    policy,
    `version: 1\naccounts: organization\nregions: [${MACIE_REGIONS.join(', ')}]\ndesired: { status: ENABLED }\n`,
  );
  const sandbox = await forkSandbox(LATENCY_MS, accounts);
  try {
    const args = ['--import', join(import.meta.dirname, 'print-usage.ts'), ...WARDEN, 'check'];
    const options = ['--policy', policy, '--quiet', '--output', join(folder, 'report.txt'), ...more];
    const start = performance.now();
    await runNode({ args: [...args, ...options], env: { ...sandbox.env, USAGE_FILE: usage } });
    const seconds = (performance.now() - start) / 1000;
    return { seconds, megabytes: Math.round(Number(readFileSync(usage, 'utf8')) / 1024) };
  } finally {
    sandbox.stop();
  }
}
