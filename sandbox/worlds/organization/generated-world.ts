import { worldSchema, type World } from '../world-schema.ts';

const HUB = '111122223333';
const MANAGEMENT = '100000000001';

/** The management account, the administrator and one other. */
export const MIN_ACCOUNTS = 3;

/** An organization of this many accounts, with a topic and a table in the account of the administrator. */
export function generatedWorld({ accounts, seed }: { accounts: number; seed: number }): World {
  return worldSchema.parse({
    organization: {
      managementAccount: MANAGEMENT,
      administrator: HUB,
      organizationalUnits: [
        {
          id: 'ou-ab12-workload',
          name: 'Workloads',
          organizationalUnits: [
            { id: 'ou-ab12-prod0001', name: 'Production' },
            { id: 'ou-ab12-stage001', name: 'Staging' },
          ],
        },
        { id: 'ou-ab12-sandbox1', name: 'Sandbox' },
      ],
      accounts: {
        [MANAGEMENT]: { sessions: { '*': { findingPublishingFrequency: 'FIFTEEN_MINUTES' } } },
        [HUB]: { name: 'security', sessions: { '*': { findingPublishingFrequency: 'FIFTEEN_MINUTES' } } },
      },
      generated: { accounts: accounts - 2, seed },
    },
    topics: [{ account: HUB, region: 'us-east-1', name: 'macie-warden-alerts' }],
    tables: ['macie-warden-prod'],
  });
}
