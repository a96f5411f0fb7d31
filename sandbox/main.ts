import { readFile } from 'node:fs/promises';
import { logCall, showDelivery } from './console.ts';
import { errorMessage } from './error-message.ts';
import { howTo } from './how-to.ts';
import { createCommand, optionsOf, type Options } from './options.ts';
import { startSandbox, type Sandbox } from './server/server.ts';
import type { Live } from './stack/live.ts';
import { generatedWorld } from './worlds/organization/generated-world.ts';
import { EMPTY_WORLD, parseWorld } from './worlds/world.ts';
import type { World } from './worlds/world-schema.ts';

/** The number of calls and of CloudTrail records that a sandbox keeps, because it runs until Ctrl-C. */
const HISTORY_LIMIT = 5000;

const command = createCommand()
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 3))
  .parse();
const options = optionsOf(command);
try {
  await run(options);
} catch (error) {
  process.stderr.write(`${errorMessage(error, options.port).replaceAll(/^/gm, 'sandbox: ')}\n`);
  process.exit(3);
}

async function run(given: Options): Promise<void> {
  const { port, world, latencyMs, isLive, policy, isPolicyGiven, hasSlack } = given;
  if (isPolicyGiven && !isLive) throw new Error('--policy is for --live: add it, or leave --policy out');
  if (hasSlack && !isLive) throw new Error('--slack is for --live: add it, or leave --slack out');
  const startWorld = await worldOf(given);
  const policyText = isLive ? await readText(policy) : '';
  let live: Live | undefined;
  const sandbox = await startSandbox({
    port,
    world: startWorld,
    latencyMs,
    historyLimit: HISTORY_LIMIT,
    onCall: logCall,
    onDelivery: showDelivery,
    onRecord: (record) => live?.record(record),
  });
  stopOnSignals(sandbox);
  if (isLive) {
    const { runStack, withSlackWebhook } = await import('./stack/stack.ts');
    if (hasSlack) sandbox.reset(withSlackWebhook(startWorld, sandbox.url));
    live = await runStack(sandbox, { policy, policyText, world: world ?? '--accounts', hasSlack });
  }
  process.stdout.write(
    howTo(sandbox, {
      policy: isLive ? policy : null,
      managementAccount: startWorld.organization?.managementAccount,
    }),
  );
}

async function worldOf({ world, generated, isSeedGiven }: Options): Promise<World> {
  if (generated && world !== undefined) throw new Error('--accounts is in place of --world: leave one of them out');
  if (isSeedGiven && !generated) throw new Error('--seed is for --accounts: add it, or leave --seed out');
  if (generated) return generatedWorld(generated);
  return world === undefined ? EMPTY_WORLD : parseWorld(await readText(world), world);
}

/** A closed pipe ends the sandbox as Ctrl-C does. */
function stopOnSignals(sandbox: Sandbox): void {
  const stop = (): void => {
    void sandbox.close().then(() => process.exit(0));
  };
  process.stdout.on('error', stop);
  process.stderr.on('error', stop);
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

/** Adds the path to the error, because the error of reading a directory lacks it. */
async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw Object.assign(error instanceof Error ? error : new Error(String(error)), { path });
  });
}
