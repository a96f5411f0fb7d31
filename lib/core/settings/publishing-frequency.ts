import { compareBesideStatus, FREQUENCIES, SESSION } from './session.ts';
import { defineSetting } from './setting.ts';

const ID = 'findingPublishingFrequency';
const INTERVALS: Readonly<Record<string, string>> = {
  FIFTEEN_MINUTES: 'every 15 minutes',
  ONE_HOUR: 'every hour',
  SIX_HOURS: 'every 6 hours',
};

export const publishingFrequency = defineSetting({
  id: ID,
  group: SESSION,
  schema: {
    kind: 'enum',
    values: FREQUENCIES,
    description:
      'How often Macie publishes updates of findings. It is only ever made faster; slower is left to a person.',
  },
  repairedBy: 'setting a faster frequency',
  compare: (desired, read) => compareBesideStatus(ID, desired, read),
  chooseAction: ({ desired, actual }, { values }) => {
    if (actual === null)
      return {
        kind: 'manual',
        detail: 'Macie is not enabled here and the policy does not desire it: add desired.status',
      };
    const frequencies: readonly string[] = FREQUENCIES;
    if (!frequencies.includes(actual))
      return {
        kind: 'manual',
        detail:
          'AWS shows a frequency that this version does not know, and nothing is written on a guess: check it in the Macie console',
      };
    if (values['status'] !== 'ENABLED' && values['status'] !== 'PAUSED')
      return {
        kind: 'manual',
        detail: 'the status of this session is not one that this version knows: check it in the Macie console first',
      };
    if (frequencies.indexOf(desired) > frequencies.indexOf(actual))
      return {
        kind: 'manual',
        detail: 'the policy asks for slower publishing than there is; macie-warden only ever turns protection up',
      };
    return { kind: 'write', action: 'set-frequency' };
  },
  // The frequency of an administrator applies to its members as well.
  dependsOnMembership: () => true,
  describeAction: (_, { desired }) => `set the frequency to ${desired}`,
  describeState: (value) => (value === null ? 'Macie is OFF' : `Macie publishes ${INTERVALS[value] ?? `at ${value}`}`),
  severityOf: ({ desired, actual }) => {
    const frequencies: readonly string[] = FREQUENCIES;
    const isFaster = actual !== null && frequencies.slice(0, frequencies.indexOf(desired)).includes(actual);
    return isFaster ? 'LOW' : 'MEDIUM';
  },
  attributedTo: {
    EnableMacie: { parameter: ID, otherwise: 'aws-default' },
    UpdateMacieSession: { parameter: ID, otherwise: 'unchanged' },
    DisableMacie: { otherwise: 'removed' },
  },
  callsToLookUp: () => ['EnableMacie', 'UpdateMacieSession'],
});
