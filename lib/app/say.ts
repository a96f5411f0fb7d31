import type { Planned } from './attempt.ts';
import type { Delivered, TellDeps, Telling, Told } from './tell-contract.ts';

type Cooling = Pick<Planned, 'cooling' | 'coolAt'>;

export const NOT_COOLING: Cooling = { cooling: new Set(), coolAt: null };

/** What a plan leaves to wait for. */
export function coolingOf({ cooling, coolAt }: Planned): Cooling {
  return { cooling, coolAt };
}

/** Publishes, if there is something worth it. */
export async function say(
  deps: TellDeps,
  { isWorth, ...telling }: Telling & { isWorth: boolean },
): Promise<Told & Delivered> {
  const quiet: Delivered = { undelivered: new Set(), failure: null };
  const { undelivered, failure } = isWorth ? await deps.publish(telling) : quiet;
  return { kind: 'remembered', published: isWorth, ...telling, undelivered, failure, ...NOT_COOLING };
}
