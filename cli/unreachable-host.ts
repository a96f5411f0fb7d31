import { ALL_REGIONS } from '../lib/core/regions.ts';
import { closest } from '../lib/policy/closest.ts';
import { UsageError } from './io.ts';

const MOST_CAUSES = 5;

/** A sentence for a call whose host has no address: the Region of the command may be none. null: it failed in another way. */
export function unreachableHost(error: unknown, homeRegion: { name: string; value: string }): UsageError | null {
  const host = unresolvedHost(error);
  if (host === null) return null;
  const { name, value } = homeRegion;
  if (!host.includes(value))
    return new UsageError(`the host ${host} has no address: check the network, and the proxy or endpoint that is set`);
  const near = ALL_REGIONS.includes(value) ? null : closest(value, ALL_REGIONS);
  const hint = near === null ? 'Check the network and DNS' : `Did you mean ${near}?`;
  return new UsageError(`${name}: the host ${host} of the Region ${value} has no address. ${hint}`);
}

function unresolvedHost(error: unknown): string | null {
  let current = error;
  for (let depth = 0; depth < MOST_CAUSES && current instanceof Error; depth += 1) {
    const { code, hostname }: Partial<Record<string, unknown>> = { ...current };
    if ((code === 'ENOTFOUND' || code === 'EAI_AGAIN') && typeof hostname === 'string') return hostname;
    current = current.cause;
  }
  return null;
}
