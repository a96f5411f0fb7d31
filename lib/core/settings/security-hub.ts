import type { Comparison, Failure, Observation } from '../observation.ts';
import { definePlainGroup } from './group.ts';
import { PUBLICATION, PUBLICATION_FLAGS } from './publication-ids.ts';
import { compareValue, defineSetting } from './setting.ts';

const ID = 'securityHub';

export const securityHub = defineSetting({
  id: ID,
  group: ID,
  schema: {
    kind: 'enum',
    values: ['ENABLED'],
    description:
      'Is Security Hub CSPM on wherever Macie publishes findings to it? Without it nothing arrives, and there is no error. A difference is reported.',
  },
  repairedBy: 'no call: a person has to enable Security Hub',
  compare: (desired, { values, others = {} }) =>
    whereNeeded(compareValue(ID, desired, { values }), others[PUBLICATION]),
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
  needs: [PUBLICATION],
};

/** Where nothing is published, Security Hub is not needed. Where that is not known, only a hub that is on is right in any case. */
function whereNeeded(comparison: Comparison, publication: Observation | undefined): Comparison {
  switch (publication?.kind) {
    case 'not-applicable':
      return { kind: 'not-applicable' };
    case 'unknown':
      return comparison.kind === 'equal' ? comparison : unseen(publication);
    case 'values': {
      const flags = PUBLICATION_FLAGS.map((id) => ({ id, value: publication.values[id] }));
      if (flags.some(({ value }) => value === 'true')) return comparison;
      const absent = flags.find(({ value }) => value !== 'false');
      if (absent === undefined) return { kind: 'not-applicable' };
      return comparison.kind === 'equal' ? comparison : unseen(without(absent.id));
    }
    case undefined:
      return comparison.kind === 'equal' ? comparison : { kind: 'unseen' };
  }
}

function unseen({ reason, detail }: Failure): Comparison {
  return { kind: 'unseen', why: { reason, detail } };
}

function without(id: string): Failure {
  const detail = `the answer had no ${id}, so it is not known whether Macie publishes findings`;
  return { reason: 'bad-response', detail };
}
