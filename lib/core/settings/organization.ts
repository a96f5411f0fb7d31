import { definePlainGroup } from './group.ts';
import { compareValue, defineSetting, GONE_WITH_SESSION, type ActionChoice } from './setting.ts';

/** The id of the group that DescribeOrganizationConfiguration returns, of a Macie administrator alone. */
const ORGANIZATION = 'organization';
const AUTO_ENABLE = `${ORGANIZATION}.autoEnable`;
const UPDATE = 'UpdateOrganizationConfiguration';
const MEMBER_LIMIT = `${ORGANIZATION}.memberLimit`;

export const autoEnable = defineSetting({
  id: AUTO_ENABLE,
  group: ORGANIZATION,
  schema: {
    kind: 'boolean',
    description:
      'Does the Macie administrator enable Macie in new accounts of the organization, and add them? It is only ever turned on.',
  },
  repairedBy: 'turning it on at the administrator',
  compare: (desired, read) => compareValue(AUTO_ENABLE, desired, read),
  chooseAction: ({ desired, actual }) => {
    if (desired !== 'true')
      return manual(
        'macie-warden never leaves new accounts without Macie: turn it off by hand at the Macie administrator',
      );
    return actual === 'false'
      ? { kind: 'write', action: 'enable-new-accounts' }
      : manual(
          'AWS shows a value that this version does not know, and nothing is written on a guess: check it in the Macie console',
        );
  },
  describeAction: () => 'enable Macie in new accounts',
  describeState: (value) => {
    if (value === 'true') return 'new accounts get Macie';
    return value === 'false' ? 'new accounts do not get Macie' : `the setting for new accounts is ${value}`;
  },
  severityOf: ({ desired }) => (desired === 'true' ? 'HIGH' : 'LOW'),
  attributedTo: {
    [UPDATE]: { parameter: 'autoEnable', otherwise: 'unchanged' },
    ...GONE_WITH_SESSION,
  },
  callsToLookUp: () => [UPDATE],
});

/** As this program names what `maxAccountLimitReached` says. */
export const NOT_REACHED = 'not-reached';
export const REACHED = 'reached';

export const memberLimit = defineSetting({
  id: MEMBER_LIMIT,
  group: ORGANIZATION,
  schema: {
    kind: 'enum',
    values: [NOT_REACHED],
    description:
      'Can the Macie administrator take more members? A difference is reported; there is no call that repairs it.',
  },
  repairedBy: 'no call: a person has to ask AWS',
  compare: (desired, read) => compareValue(MEMBER_LIMIT, desired, read),
  // https://docs.aws.amazon.com/macie/latest/user/macie-quotas.html
  chooseAction: () =>
    manual(
      'the Macie administrator has as many members as Macie allows in a Region, so new accounts stay without Macie: ask AWS Support for a higher quota, or remove members there',
    ),
  describeAction: () => 'raise the member limit',
  describeState: (value) => {
    if (value === REACHED) return 'the Macie administrator takes no more members';
    return value === NOT_REACHED ? 'the Macie administrator takes members' : `the member limit is ${value}`;
  },
  severityOf: () => 'HIGH',
  attributedTo: {},
});

export const organizationGroup = {
  ...definePlainGroup(ORGANIZATION, { operation: UPDATE }),
  operations: { [UPDATE]: { [AUTO_ENABLE]: 'true' } },
};

function manual(detail: string): ActionChoice {
  return { kind: 'manual', detail };
}
