import type { Observations } from '../observation.ts';
import { classificationFindings, policyFindings } from './findings-publication.ts';
import { definePlainGroup } from './group.ts';
import { compareValue, defineSetting } from './setting.ts';

const ID = 'securityHub';

export const securityHub = defineSetting({
  id: ID,
  group: ID,
  schema: {
    kind: 'enum',
    values: ['ENABLED'],
    description:
      'Is Security Hub CSPM on wherever Macie publishes findings to it? Without it nothing arrives, and no error says so. A difference is reported.',
  },
  repairedBy: 'no call: a person has to enable Security Hub',
  compare: (desired, { values, others = {} }) =>
    publishes(others) ? compareValue(ID, desired, { values }) : { kind: 'not-applicable' },
  chooseAction: () => ({
    kind: 'manual',
    detail:
      'findings are published, and nothing receives them: enable Security Hub CSPM in this account and Region, or stop the publication',
  }),
  describeAction: () => 'enable Security Hub',
  describeState: (value) =>
    value === 'ENABLED' ? 'Security Hub is ON' : `Security Hub is ${value === 'DISABLED' ? 'OFF' : String(value)}`,
  severityOf: () => 'MEDIUM',
  attributedTo: {},
});

/** Nothing of it is ever written. The publication says whether it is needed. */
export const securityHubGroup = {
  ...definePlainGroup(ID, { operation: 'securityhub:EnableSecurityHub' }),
  operations: {},
  needs: [policyFindings.group],
};

function publishes(others: Observations): boolean {
  const publication = others[policyFindings.group];
  return (
    publication?.kind === 'values' &&
    [policyFindings, classificationFindings].some(({ id }) => publication.values[id] === 'true')
  );
}
