import type { World } from '../world-schema.ts';

export const DEFAULT_HUB = '111122223333';

/** The account that runs macie-warden: by default the administrator of most Regions. */
export function hubOf({ organization }: World): string {
  if (!organization) return DEFAULT_HUB;
  const { hub, administrator, managementAccount } = organization;
  const designated = [administrator['*'] ?? [], ...Object.values(administrator)].flat();
  return hub ?? designated.find(({ status }) => status === 'ENABLED')?.account ?? managementAccount;
}
