import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { MACIE_REGIONS } from '../lib/core/regions.ts';
import { sandboxEnv, startSandbox } from '../sandbox/server/server.ts';
import { parseWorld } from '../sandbox/worlds/world.ts';

export const ACCOUNT = '111122223333';

/** Every Region that offers Macie is enabled for the account and as desired. */
function compliantWorld(): string {
  const regions = MACIE_REGIONS.map(
    (region) => `      ${region}: { status: ENABLED, findingPublishingFrequency: FIFTEEN_MINUTES }`,
  );
  const optedIn = MACIE_REGIONS.join(', ');
  return `accounts:\n  "${ACCOUNT}":\n    optedIn: [${optedIn}]\n    sessions:\n${regions.join('\n')}\ntables: [state]\ntopics: [{ account: "${ACCOUNT}", region: us-east-1, name: bench }]\n`;
}

/** An organization in which every Region of every account is enabled and as desired. */
function organizationWorld(accounts: number): string {
  const keys = `{ optedIn: [${MACIE_REGIONS.join(', ')}], sessions: { "*": {} } }`;
  const members = Array.from({ length: accounts - 2 }, (_, index) => `"${200_000_000_001 + index}": {}`);
  return `organization:\n  managementAccount: "100000000001"\n  administrator: "${ACCOUNT}"\n  defaults: ${keys}\n  accounts: { "${ACCOUNT}": {}, ${members.join(', ')} }\nobjects: { archive/README: the archive }\ntopics: [{ account: "${ACCOUNT}", region: us-east-1, name: bench }]\n`;
}

function worldOf(accounts: number): string {
  return accounts === 0 ? compliantWorld() : organizationWorld(accounts);
}

export interface SandboxProcess {
  readonly env: Readonly<Record<string, string>>;
  readonly stop: () => void;
}

/** A sandbox in a process of its own, so that it does not share a thread with what is measured. */
/** `accounts`: of an organization; one account alone, if left out. */
export async function forkSandbox(latencyMs: number, accounts = 0): Promise<SandboxProcess> {
  const child: ChildProcess = fork(import.meta.filename, [String(latencyMs), String(accounts)]);
  const [url] = await once(child, 'message');
  return { env: sandboxEnv({ url: String(url) }, ACCOUNT), stop: () => child.kill() };
}

if (process.argv[1] === import.meta.filename) {
  const sandbox = await startSandbox({
    port: 0,
    latencyMs: Number(process.argv[2]),
    world: parseWorld(worldOf(Number(process.argv[3])), 'bench'),
    historyLimit: 1000,
  });
  process.send?.(sandbox.url);
}
