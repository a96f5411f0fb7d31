import { definePlainGroup } from './group.ts';
import { compareValue, defineSetting, GONE_WITH_SESSION } from './setting.ts';

const REVEAL = 'reveal';
const ID = `${REVEAL}.status`;

export const revealStatus = defineSetting({
  id: ID,
  group: REVEAL,
  schema: {
    kind: 'enum',
    values: ['ENABLED', 'DISABLED'],
    description:
      'May users of the account retrieve samples of the sensitive data that findings report? A difference is reported; it is never written.',
  },
  repairedBy: 'no call: a person has to decide it',
  compare: (desired, read) => compareValue(ID, desired, read),
  // https://docs.aws.amazon.com/macie/latest/APIReference/reveal-configuration.html
  chooseAction: ({ desired, actual }) => ({ kind: 'manual', detail: `${whyManual(desired, actual)}: ${WHERE}` }),
  describeAction: () => 'change the retrieval of samples',
  describeState: (value) => {
    if (value === 'ENABLED') return 'Macie reveals samples of sensitive data';
    return value === 'DISABLED' ? 'Macie reveals no samples of sensitive data' : `the retrieval of samples is ${value}`;
  },
  severityOf: ({ desired }) => (desired === 'DISABLED' ? 'MEDIUM' : 'LOW'),
  attributedTo: {
    UpdateRevealConfiguration: { parameter: 'configuration.status', otherwise: 'unchanged' },
    ...GONE_WITH_SESSION,
  },
  callsToLookUp: () => ['UpdateRevealConfiguration'],
});

const WHERE = 'in the Macie console, under Settings, Reveal samples';

function whyManual(desired: string, actual: string | null): string {
  if (actual !== 'ENABLED' && actual !== 'DISABLED')
    return 'AWS shows a value that this version does not know, so it is left to a person';
  return desired === 'ENABLED'
    ? 'enabling it widens access to personal data, so it is left to a person'
    : 'disabling it deletes the role and the external id that are configured, so it is left to a person';
}

/** Nothing of it is ever written. */
export const revealGroup = { ...definePlainGroup(REVEAL, { operation: 'UpdateRevealConfiguration' }), operations: {} };
