import { createScanDeps } from '../lib/app/wiring/scan-deps.ts';
import { createClients } from '../lib/aws/clients.ts';
import { MACIE_REGIONS } from '../lib/core/regions.ts';
import { parsePolicy } from '../lib/policy/parse.ts';
import { runOnce } from '../test/app/run-once.ts';
import { timed, type Measurement } from './measure.ts';

export const LATENCY_MS = 80;
const RUNS = 7;

/** Whole scans against a sandbox in another process that answers after 80 ms: how many round trips deep is a run? */
export async function benchScan(): Promise<readonly Measurement[]> {
  const list = `regions: [${MACIE_REGIONS.join(', ')}]`;
  const cold = async (regions: string): Promise<void> => {
    const clients = createClients({ homeRegion: 'us-east-1' });
    await once(regions, clients);
    clients.destroy();
  };
  // The modules are loaded once here: what loading costs is measured on its own.
  await cold('regions: all');
  const warmClients = createClients({ homeRegion: 'us-east-1' });
  await once(list, warmClients);

  const listWarm = await timed(RUNS, () => once(list, warmClients));
  const listCold = await timed(RUNS, () => cold(list));
  const allCold = await timed(RUNS, () => cold('regions: all'));
  warmClients.destroy();
  const ratio = (wallMs: number) => ({
    value: wallMs / LATENCY_MS,
    unit: '×' as const,
    note: `${Math.round(wallMs)} ms of wall time`,
  });
  return [
    { name: `22 Regions from a list, warm connections ÷ ${LATENCY_MS} ms`, ...ratio(listWarm), limit: 2.5 },
    { name: `22 Regions from a list, from cold ÷ ${LATENCY_MS} ms`, ...ratio(listCold), limit: 2.5 },
    { name: `regions: all, from cold ÷ ${LATENCY_MS} ms`, ...ratio(allCold), limit: 6 },
  ];
}

async function once(regions: string, clients: ReturnType<typeof createClients>): Promise<void> {
  const policy = parsePolicy(`version: 1\n${regions}\ndesired: { status: ENABLED }\n`, 'bench');
  const loaded = { policy, source: 'bench', sha256: '0'.repeat(64) };
  const report = await runOnce(
    { policy: loaded, trigger: 'command-line', ceiling: 'report', publish: 'changes' },
    createScanDeps(clients),
  );
  if (report.summary.compliant < MACIE_REGIONS.length)
    throw new Error(`expected 22 compliant targets: ${JSON.stringify(report.summary)}`);
}
