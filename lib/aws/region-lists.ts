import { explainError } from './explain-error.ts';
import type { Lookup, RegionStates } from '../core/lookup.ts';
import type { Clients } from './clients.ts';
import { everyPage, tokenOf } from './every-page.ts';
import { itemsOf } from './items-of.ts';

// https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters-global-infrastructure.html
const OFFERED_PATH = '/aws/service/global-infrastructure/services/macie/regions';

/** The Regions that offer Macie, from AWS's public parameters. */
export async function offeredRegions(clients: Clients, signal: AbortSignal): Promise<Lookup<readonly string[]>> {
  const [client, { paginateGetParametersByPath }] = await Promise.all([clients.ssm(), import('@aws-sdk/client-ssm')]);
  return lookup('ssm:GetParametersByPath', client, async () => {
    const pages = paginateGetParametersByPath({ client }, { Path: OFFERED_PATH }, { abortSignal: signal });
    const regions: string[] = [];
    for await (const page of everyPage(pages, tokenOf))
      regions.push(...itemsOf(page.Parameters).flatMap(({ Value }) => regionIn(Value)));
    return { value: regions, size: regions.length };
  });
}

/** The Regions of the account, enabled or not. */
export async function enabledRegions(clients: Clients, signal: AbortSignal): Promise<Lookup<RegionStates>> {
  const [client, { paginateListRegions }] = await Promise.all([clients.account(), import('@aws-sdk/client-account')]);
  return lookup('account:ListRegions', client, async () => {
    const states = new Map<string, boolean>();
    const pages = paginateListRegions({ client, pageSize: 50 }, {}, { abortSignal: signal });
    for await (const page of everyPage(pages, tokenOf)) {
      for (const { RegionName, RegionOptStatus } of itemsOf(page.Regions)) {
        // Only DISABLED is off: a status that this version does not know is read.
        for (const region of regionIn(RegionName)) states.set(region, RegionOptStatus !== 'DISABLED');
      }
    }
    return { value: states, size: states.size };
  });
}

/** The SDK passes on what it got, whatever its types say: a name that is no text is left out. */
function regionIn(name: unknown): readonly string[] {
  return typeof name === 'string' && name !== '' ? [name] : [];
}

async function lookup<T>(
  operation: string,
  client: { readonly config: { readonly region: () => Promise<string> } },
  read: () => Promise<{ readonly value: T; readonly size: number }>,
): Promise<Lookup<T>> {
  const region = await client.config.region();
  try {
    const { value, size } = await read();
    return size > 0
      ? { kind: 'known', value }
      : { kind: 'unknown', why: `${operation} in ${region} answered with an empty list` };
  } catch (error) {
    const failure = await explainError(error, { operation, region });
    return {
      kind: 'unknown',
      why: 'detail' in failure ? failure.detail : `${operation} gave an answer of another service`,
    };
  }
}
