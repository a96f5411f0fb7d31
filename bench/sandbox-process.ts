import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { MACIE_REGIONS } from '../lib/core/regions.ts';
import { sandboxEnv, startSandbox } from '../sandbox/server/server.ts';
import { parseWorld } from '../sandbox/worlds/world.ts';

const ACCOUNT = '111122223333';

/** Every Region that offers Macie is enabled for the account and as desired. */
function compliantWorld(): string {
  const regions = MACIE_REGIONS.map(
    (region) => `      ${region}: { status: ENABLED, findingPublishingFrequency: FIFTEEN_MINUTES }`,
  );
  const optedIn = MACIE_REGIONS.join(', ');
  return `accounts:\n  "${ACCOUNT}":\n    optedIn: [${optedIn}]\n    sessions:\n${regions.join('\n')}\ntables: [state]\ntopics: [{ account: "${ACCOUNT}", region: us-east-1, name: bench }]\n`;
}

export interface SandboxProcess {
  readonly env: Readonly<Record<string, string>>;
  readonly stop: () => void;
}

/** A sandbox in a process of its own, so that it does not share a thread with what is measured. */
export async function forkSandbox(latencyMs: number): Promise<SandboxProcess> {
  const child: ChildProcess = fork(import.meta.filename, [String(latencyMs)]);
  const [url] = await once(child, 'message');
  return { env: sandboxEnv({ url: String(url) }, ACCOUNT), stop: () => child.kill() };
}

if (process.argv[1] === import.meta.filename) {
  const sandbox = await startSandbox({
    port: 0,
    latencyMs: Number(process.argv[2]),
    world: parseWorld(compliantWorld(), 'bench'),
  });
  process.send?.(sandbox.url);
}
