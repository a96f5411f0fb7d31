import { NOT_COOLING } from './cooling.ts';
import type { Delivered, TellDeps, Telling, Told } from './tell-contract.ts';

/** Publishes, if there is something worth it. */
export async function say(
  deps: TellDeps,
  { isWorth, ...telling }: Telling & { isWorth: boolean },
): Promise<Told & Delivered> {
  const quiet: Delivered = { undelivered: new Set(), failure: null };
  const { undelivered, failure } = isWorth ? await deps.publish(telling) : quiet;
  return { kind: 'remembered', published: isWorth, ...telling, undelivered, failure, ...NOT_COOLING };
}
