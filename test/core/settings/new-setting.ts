import { jest } from '@jest/globals';
import { definePlainGroup } from '../../../lib/core/settings/group.ts';
import { defineSetting } from '../../../lib/core/settings/setting.ts';

/** A setting that this program does not have, of a second group. */
export const dataLineage = defineSetting({
  id: 'dataLineage',
  group: 'lineage',
  schema: { kind: 'enum', values: ['ENABLED', 'DISABLED'], description: 'Data lineage.' },
  repairedBy: 'enabling it',
  compare: (desired, { values }) => {
    const actual = values['dataLineage'] ?? null;
    if (actual === null) return { kind: 'unseen' };
    return actual === desired ? { kind: 'equal', actual } : { kind: 'different', actual };
  },
  chooseAction: ({ desired }) =>
    desired === 'ENABLED'
      ? { kind: 'write', action: 'enable-lineage' }
      : { kind: 'manual', detail: 'macie-warden never disables data lineage: disable it by hand' },
  describeAction: () => 'enable data lineage',
  describeState: (value) => `Data lineage is ${value === 'ENABLED' ? 'ON' : 'OFF'}`,
  severityOf: () => 'MEDIUM',
  attributedTo: { UpdateDataLineage: { parameter: 'status', otherwise: 'unchanged' } },
});

const lineageGroup = definePlainGroup('lineage', { operation: 'UpdateDataLineage' });

type Registry = typeof import('../../../lib/core/settings/index.ts');

// The registry with one more setting: nothing else in lib/ knows of it.
jest.mock('../../../lib/core/settings/index.ts', (): Registry => {
  const { SETTINGS, GROUPS } = jest.requireActual<Registry>('../../../lib/core/settings/index.ts');
  return { SETTINGS: [...SETTINGS, dataLineage], GROUPS: [...GROUPS, lineageGroup] };
});
