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
  // New accounts are billed from the day on which they join. That is no part of a plan: nobody knows how many join.
  'enable-new-accounts': FREE,
  publish: FREE,
  'set-frequency': FREE,
  'store-results': FREE,
  'enable-discovery': { certain: ['automatedDiscovery'], possible: [] },
  'enable-discovery-of-member': { certain: ['automatedDiscovery'], possible: [] },
  // For members that join later, as above. The members of now are those of `turnsOnForMembers`.
  'raise-auto-enable-discovery': FREE,
};

/** `isOn`: is Macie enabled there already? Adding an account that has it adds no session. */
export function driversOf(action: string, { isOn }: { readonly isOn: boolean }): CostDrivers {
  const drivers = COST_DRIVERS[action] ?? FREE;
  return isOn ? { ...drivers, certain: drivers.certain.filter((setting) => setting !== 'session') } : drivers;
}
