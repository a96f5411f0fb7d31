import { reportHead } from './report-head.ts';
import { createScanDeps } from '../lib/app/wiring/scan-deps.ts';
import { createClients } from '../lib/aws/clients.ts';
import { assess } from '../lib/core/compliance/assess.ts';
import { buildReport } from '../lib/core/compliance/build-report.ts';
import { planWrites } from '../lib/core/compliance/plan.ts';
import type { Observations } from '../lib/core/observation.ts';
import { MACIE_REGIONS } from '../lib/core/regions.ts';
import { GROUPS, SETTINGS } from '../lib/core/settings/index.ts';
import { SESSION } from '../lib/core/settings/session.ts';
import type { SettingDefinition } from '../lib/core/settings/setting.ts';
import { parsePolicy } from '../lib/policy/parse.ts';
import { json } from '../lib/render/formats/json.ts';
import { text } from '../lib/render/formats/text.ts';
import { startSandbox } from '../sandbox/server/server.ts';
import { parseWorld } from '../sandbox/worlds/world.ts';
import { runOnce } from '../test/app/run-once.ts';
import { timed, type Measurement } from './measure.ts';
import { LATENCY_MS } from './scan.ts';

const ACCOUNT = '111122223333';
const ADMINISTRATOR = '444455556666';
const RUNS = 7;

/** Desired values that need so many settings groups beside the session. */
const DESIRED: readonly (readonly [number, string])[] = [
  [0, ''],
  [1, 'findingsPublication: { policyFindings: true }'],
  [3, 'findingsPublication: { policyFindings: true }, reveal: { status: DISABLED }, securityHub: ENABLED'],
  [
    6,
    `findingsPublication: { policyFindings: true }, reveal: { status: DISABLED }, securityHub: ENABLED, membership: member, organization: { administrator: "${ADMINISTRATOR}", autoEnable: true }`,
  ],
];

/** One target, a member of an organization, against a sandbox that answers after 80 ms: the groups are read at the same time. */
export async function benchGroups(): Promise<readonly Measurement[]> {
  const account = `{ administrator: "${ADMINISTRATOR}", sessions: { "*": {} }, securityHub: { "*": ENABLED } }`;
  const world = `accounts: { "${ACCOUNT}": ${account}, "${ADMINISTRATOR}": { sessions: { "*": {} } } }\nfaults: [{ kind: slow, ms: ${LATENCY_MS}, match: {} }]`;
  const sandbox = await startSandbox({ world: parseWorld(world, 'bench') });
  Object.assign(process.env, { AWS_ENDPOINT_URL: sandbox.url, AWS_ACCESS_KEY_ID: ACCOUNT, AWS_SECRET_ACCESS_KEY: 'x' });
  const clients = createClients({ homeRegion: 'us-east-1' });
  const measured: { readonly groups: number; readonly calls: number; readonly wallMs: number }[] = [];
  for (const [groups, desired] of DESIRED) {
    const scan = (): Promise<void> => scanOnce(desired, clients);
    // The first one opens connections.
    await scan();
    const before = sandbox.calls.length;
    await scan();
    measured.push({ groups, calls: sandbox.calls.length - before, wallMs: await timed(RUNS, scan) });
  }
  clients.destroy();
  await sandbox.close();
  const base = measured.find(({ groups }) => groups === 1)?.wallMs ?? Number.NaN;
  return measured.map(({ groups, calls, wallMs }) => ({
    name: `a target, settings groups beside its session: ${groups} ÷ 1`,
    value: wallMs / base,
    unit: '×' as const,
    ...(groups > 1 ? { limit: 1.5 } : {}),
    note: `${calls} calls, ${Math.round(wallMs)} ms of wall time`,
  }));
}

async function scanOnce(desired: string, clients: ReturnType<typeof createClients>): Promise<void> {
  const yaml = `version: 1\nregions: [eu-west-1]\ndesired: { status: ENABLED, ${desired} }\n`;
  const loaded = { policy: parsePolicy(yaml, 'bench'), source: 'bench', sha256: '0'.repeat(64) };
  const { summary } = await runOnce(
    { policy: loaded, trigger: 'command-line', ceiling: 'report', publish: 'changes' },
    createScanDeps(clients),
  );
  if (summary.compliant !== 1) throw new Error(`expected a compliant target: ${JSON.stringify(summary)}`);
}

function valuesOf({ schema }: SettingDefinition): readonly [string, string] {
  if (schema.kind === 'boolean') return ['true', 'false'];
  const [wanted = '', other = 'OTHER'] = schema.kind === 'enum' ? schema.values : ['111122223333', ADMINISTRATOR];
  return [wanted, other];
}

/** Every group of the registry as desired, but for one setting if `odd` names it. */
function observationsOf(odd: SettingDefinition | undefined): Observations {
  const groups = GROUPS.map(({ id }) => {
    const values = SETTINGS.filter(({ group }) => group === id).map((one) => [
      one.id,
      valuesOf(one)[one === odd ? 1 : 0],
    ]);
    return [id, { kind: 'values', values: Object.fromEntries(values) }] as const;
  });
  return Object.fromEntries(groups);
}

/** The pure part of a run over 22,000 targets with every settings group read, and the renderers. One target in ten has a drift. */
export function benchSettings(): readonly Measurement[] {
  const desired = Object.fromEntries(SETTINGS.map((one) => [one.id, valuesOf(one)[0]]));
  const others = SETTINGS.filter(({ group }) => group !== SESSION);
  const targets = Array.from({ length: 1000 }, (_, index) => String(100_000_000_000 + index)).flatMap(
    (accountId, account) =>
      MACIE_REGIONS.map((region, index) => ({
        target: { accountId, region },
        policy: { desired, remediation: 'enforce' as const, waivers: [] },
        observations: observationsOf((account + index) % 10 === 0 ? others[account % others.length] : undefined),
      })),
  );
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const start = performance.now();
  const planned = planWrites(targets.map((one) => assess(one)));
  const report = buildReport(reportHead(targets.length), planned.assessments);
  const computed = performance.now();
  const kept = json(report) + text(report);
  const end = performance.now();
  const grownMb = (process.memoryUsage().heapUsed - before) / 2 ** 20;
  const note = `${SETTINGS.length} settings of ${GROUPS.length} groups, ${report.summary.drifted} drifted`;
  return [
    { name: '22,000 targets, all groups: compare, plan, report', value: computed - start, unit: 'ms', note },
    { name: '22,000 targets, all groups: render JSON and text', value: end - computed, unit: 'ms' },
    {
      name: '22,000 targets, all groups: heap used by all of it',
      value: grownMb,
      unit: 'MB',
      note: `${kept.length} bytes of output`,
    },
  ];
}
