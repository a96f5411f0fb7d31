import type { SwitchableSetting } from './model.ts';

/** The billed settings that an action switches on, and those that AWS may switch on with it. */
export interface CostDrivers {
  readonly certain: readonly SwitchableSetting[];
  readonly possible: readonly SwitchableSetting[];
}

const FREE: CostDrivers = { certain: [], possible: [] };

/**
 * "Depending on your account settings, Macie also begins performing automated sensitive data discovery":
 * https://docs.aws.amazon.com/macie/latest/user/getting-started.html
 */
const SESSION_ON: CostDrivers = { certain: ['session'], possible: ['automatedDiscovery'] };

/** By action. A test holds that every action of every setting is here. */
export const COST_DRIVERS: Readonly<Record<string, CostDrivers>> = {
  enable: SESSION_ON,
  'add-member': SESSION_ON,
  resume: SESSION_ON,
  'resume-member': SESSION_ON,
  'set-frequency': FREE,
  publish: FREE,
  'store-results': FREE,
  // Accounts that join later are charged from then on.
  'enable-new-accounts': FREE,
  'enable-discovery': { certain: ['automatedDiscovery'], possible: [] },
  'enable-discovery-of-member': { certain: ['automatedDiscovery'], possible: [] },
  // How many members AWS turns it on for is not in the plan of this target.
  'raise-auto-enable-discovery': { certain: [], possible: ['automatedDiscovery'] },
};

export function driversOf(action: string): CostDrivers {
  return COST_DRIVERS[action] ?? FREE;
}
