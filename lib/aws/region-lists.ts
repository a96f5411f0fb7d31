import { classifyError } from '../aws/classify.ts';
import type { Clients } from '../aws/clients.ts';

/** A list that AWS was asked for, or a sentence on why it is not known. */
export type Lookup<T> =
  | { readonly kind: 'known'; readonly value: T }
  | { readonly kind: 'unknown'; readonly why: string };

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

/** Regions by whether they are enabled for the account. A Region that is being enabled or disabled still counts as enabled. */
export type RegionStates = ReadonlyMap<string, boolean>;

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
