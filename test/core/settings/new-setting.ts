import { jest } from '@jest/globals';
import { definePlainGroup } from '../../../lib/core/settings/group.ts';
import { defineSetting } from '../../../lib/core/settings/setting.ts';

/** A setting that this program does not have, of a second group. */
export const automatedDiscovery = defineSetting({
  id: 'automatedDiscovery',
  group: 'discovery',
  schema: { kind: 'enum', values: ['ENABLED', 'DISABLED'], description: 'Automated sensitive data discovery.' },
  repairedBy: 'enabling it',
  compare: (desired, { values }) => {
    const actual = values['automatedDiscovery'] ?? null;
    if (actual === null) return { kind: 'unseen' };
    return actual === desired ? { kind: 'equal', actual } : { kind: 'different', actual };
  },
  chooseAction: ({ desired }) =>
    desired === 'ENABLED'
      ? { kind: 'write', action: 'enable-discovery' }
      : { kind: 'manual', detail: 'macie-warden never disables automated discovery: disable it by hand' },
  describeAction: () => 'enable automated discovery',
  describeState: (value) => `Automated discovery is ${value === 'ENABLED' ? 'ON' : 'OFF'}`,
  severityOf: () => 'MEDIUM',
  attributedTo: { UpdateAutomatedDiscoveryConfiguration: { parameter: 'status', otherwise: 'unchanged' } },
});

const discoveryGroup = definePlainGroup('discovery', { operation: 'UpdateAutomatedDiscoveryConfiguration' });

type Registry = typeof import('../../../lib/core/settings/index.ts');

// The registry with one more setting: nothing else in lib/ knows of it.
jest.mock('../../../lib/core/settings/index.ts', (): Registry => {
  const { SETTINGS, GROUPS } = jest.requireActual<Registry>('../../../lib/core/settings/index.ts');
  return { SETTINGS: [...SETTINGS, automatedDiscovery], GROUPS: [...GROUPS, discoveryGroup] };
});
