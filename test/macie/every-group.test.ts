import { afterEach, expect, test } from '@jest/globals';
import { compareSettings } from '../../lib/core/compliance/compare.ts';
import type { Reading } from '../../lib/core/observation.ts';
import { GROUPS, SETTINGS } from '../../lib/core/settings/index.ts';
import { callsOf } from '../../lib/macie/index.ts';
import { startAnswering } from '../fixtures/answering-server.ts';

// Not the sandbox: a server that gives every call one and the same answer.

const ACCOUNT = '111122223333';
const ADMINISTRATOR = '444455556666';
const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1234abcd`;
/** The fields of every answer, each with the value that the policy desires. */
const AS_DESIRED = {
  status: 'ENABLED',
  findingPublishingFrequency: 'FIFTEEN_MINUTES',
  serviceRole: 'arn:aws:iam::111122223333:role/own',
  administrator: { accountId: ADMINISTRATOR, relationshipStatus: 'Enabled' },
  autoEnable: true,
  maxAccountLimitReached: false,
  autoEnableOrganizationMembers: 'ALL',
  items: [{ accountId: ACCOUNT, status: 'ENABLED' }],
  securityHubConfiguration: { publishPolicyFindings: true, publishClassificationFindings: true },
  configuration: { status: 'ENABLED', s3Destination: { bucketName: 'results', kmsKeyArn: KEY, keyPrefix: 'macie' } },
  HubArn: 'arn:aws:securityhub:eu-west-1:111122223333:hub/default',
};
const DESIRED = {
  status: 'ENABLED',
  findingPublishingFrequency: 'FIFTEEN_MINUTES',
  serviceRole: AS_DESIRED.serviceRole,
  membership: 'member',
  'organization.administrator': ADMINISTRATOR,
  'organization.autoEnable': 'true',
  'organization.memberLimit': 'not-reached',
  automatedDiscovery: 'ENABLED',
  'organization.autoEnableDiscovery': 'ALL',
  automatedDiscoveryOfMembers: 'ENABLED',
  'findingsPublication.policyFindings': 'true',
  'findingsPublication.classificationFindings': 'true',
  'classificationExport.bucketName': 'results',
  'classificationExport.kmsKeyArn': KEY,
  'classificationExport.keyPrefix': 'macie',
  'reveal.status': 'ENABLED',
  securityHub: 'ENABLED',
};

let close = (): Promise<void> => Promise.resolve();
afterEach(() => close());

/** How each setting compares, read from a server that answers this. */
async function compared(answer: object, status = 200): Promise<Readonly<Record<string, string>>> {
  const server = await startAnswering(JSON.stringify(answer), status);
  close = server.close;
  const { clients } = server;
  const call = {
    client: clients.macieReader('eu-west-1'),
    region: 'eu-west-1',
    signal: AbortSignal.timeout(60_000),
    clientToken: 'token',
    desired: DESIRED,
    known: { accountId: ACCOUNT },
    accountId: () => Promise.resolve(ACCOUNT),
    securityHub: () => clients.securityHub('eu-west-1'),
  };
  const readings = await Promise.all(
    GROUPS.map(async ({ id }): Promise<readonly [string, Reading]> => [id, await callsOf(id).read(call)]),
  );
  const observations = Object.fromEntries(
    readings.flatMap(([id, reading]) => (reading.kind === 'token-rejected' ? [] : [[id, reading] as const])),
  );
  const found = compareSettings(SETTINGS, { desired: DESIRED, observations });
  return Object.fromEntries(found.map(({ setting, comparison }) => [setting.id, comparison.kind]));
}

test('every setting of the registry is desired here', () => {
  expect(Object.keys(DESIRED)).toEqual(SETTINGS.map(({ id }) => id));
});

test('every setting is as desired where the answers say so', async () => {
  expect(await compared(AS_DESIRED)).toEqual(Object.fromEntries(SETTINGS.map(({ id }) => [id, 'equal'])));
});

test('answers without a field are no agreement, and a drift only where Macie says it so', async () => {
  const found = Object.entries(await compared({}));
  expect(found.filter(([, kind]) => kind === 'equal')).toEqual([]);
  // An account without an administrator that may call for one is the administrator; Macie without a destination answers {}.
  const drifts = found.filter(([, kind]) => kind === 'different').map(([id]) => id);
  expect(drifts).toEqual(['organization.administrator', 'classificationExport.bucketName']);
});

test('values that no version knows are no agreement', async () => {
  const odd = {
    ...AS_DESIRED,
    status: 'SLEEPING',
    findingPublishingFrequency: 'DAILY',
    autoEnableOrganizationMembers: 'SOME',
    items: [{ accountId: ACCOUNT, status: 'SLEEPING' }],
    configuration: { status: 'SLEEPING', s3Destination: AS_DESIRED.configuration.s3Destination },
  };
  expect(await compared(odd)).toMatchObject({
    status: 'different',
    findingPublishingFrequency: 'different',
    automatedDiscovery: 'different',
    'organization.autoEnableDiscovery': 'different',
    automatedDiscoveryOfMembers: 'different',
    'reveal.status': 'different',
  });
});

// Other tools take it for "never configured". It says nothing of a setting, and an account may have lost more than that.
test('an answer that something was not found is no value of any setting', async () => {
  const bare = {
    __type: 'ResourceNotFoundException',
    message: 'The request failed because the resource does not exist',
  };
  const found = new Set(Object.values(await compared(bare, 404)));
  expect([...found]).toEqual(['unseen']);
});
