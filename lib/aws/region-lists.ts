import { classifyError } from './classify.ts';
import type { Lookup, RegionStates } from '../core/lookup.ts';
import type { Clients } from './clients.ts';

// https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters-global-infrastructure.html
const OFFERED_PATH = '/aws/service/global-infrastructure/services/macie/regions';

/** The Regions that offer Macie, from AWS's public parameters. */
export async function offeredRegions(clients: Clients, signal: AbortSignal): Promise<Lookup<readonly string[]>> {
  return lookup('ssm:GetParametersByPath', async () => {
    const [client, { paginateGetParametersByPath }] = await Promise.all([clients.ssm(), import('@aws-sdk/client-ssm')]);
    const pages = paginateGetParametersByPath({ client }, { Path: OFFERED_PATH }, { abortSignal: signal });
    const regions: string[] = [];
    for await (const page of pages) regions.push(...(page.Parameters ?? []).flatMap(({ Value }) => Value ?? []));
    if (regions.length === 0) throw new Error('the list is empty');
    return regions;
  });
}

/** The Regions of the account, enabled or not. */
export async function enabledRegions(clients: Clients, signal: AbortSignal): Promise<Lookup<RegionStates>> {
  return lookup('account:ListRegions', async () => {
    const [client, { paginateListRegions }] = await Promise.all([clients.account(), import('@aws-sdk/client-account')]);
    const states = new Map<string, boolean>();
    const pages = paginateListRegions({ client, pageSize: 50 }, {}, { abortSignal: signal });
    for await (const page of pages) {
      for (const { RegionName, RegionOptStatus } of page.Regions ?? []) {
        if (RegionName) states.set(RegionName, RegionOptStatus !== 'DISABLED');
      }
    }
    if (states.size === 0) throw new Error('the list is empty');
    return states;
  });
}

async function lookup<T>(operation: string, read: () => Promise<T>): Promise<Lookup<T>> {
  try {
    return { kind: 'known', value: await read() };
  } catch (error) {
    const failure = classifyError(error, { operation, region: 'the home Region' });
    return {
      kind: 'unknown',
      why: 'detail' in failure ? failure.detail : `${operation} gave an answer of another service`,
    };
  }
}
