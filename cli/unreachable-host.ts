import { ALL_REGIONS } from '../lib/core/regions.ts';
import { closest } from '../lib/policy/closest.ts';
import { UsageError } from './io.ts';

const MOST_CAUSES = 5;

type HomeRegion = { readonly name: string; readonly value: string };

/** A sentence for a call that did not reach its host: the Region of the command may be none. null: it failed in another way. */
export function unreachableHost(error: unknown, homeRegion: HomeRegion): UsageError | null {
  for (const { code, hostname, address, port, message } of causesOf(error)) {
    if ((code === 'ENOTFOUND' || code === 'EAI_AGAIN') && typeof hostname === 'string')
      return unresolved(hostname, homeRegion);
    if (code !== 'ECONNREFUSED') continue;
    if (typeof message === 'string' && message.startsWith('the proxy ')) return new UsageError(message);
    if (typeof address === 'string')
      return new UsageError(
        `nothing listens on ${address}:${String(port)}: check the proxy, or the endpoint that is set`,
      );
  }
  return null;
}

function unresolved(host: string, homeRegion: HomeRegion): UsageError {
  const { name, value } = homeRegion;
  if (!host.includes(value))
    return new UsageError(`the host ${host} has no address: check the network, and the proxy or endpoint that is set`);
  const near = ALL_REGIONS.includes(value) ? null : closest(value, ALL_REGIONS);
  const hint = near === null ? 'Check the network and DNS' : `Did you mean ${near}?`;
  return new UsageError(`${name}: the host ${host} of the Region ${value} has no address. ${hint}`);
}

function causesOf(error: unknown): readonly Partial<Record<string, unknown>>[] {
  const causes: Partial<Record<string, unknown>>[] = [];
  for (let current = error; current instanceof Error && causes.length < MOST_CAUSES; current = current.cause)
    causes.push(Object.fromEntries([...Object.entries(current), ['message', current.message]]));
  return causes;
}
