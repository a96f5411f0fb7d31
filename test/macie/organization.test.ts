import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { EnableMacieCommand } from '@aws-sdk/client-macie2';
import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import { readOrganizationAdministrator } from '../../lib/macie/organization-administrator.ts';
import { readOrganizationSettings, writeOrganizationSettings } from '../../lib/macie/organization.ts';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { clientsOf } from '../sandbox/values.ts';
import {
  ADMINISTRATOR,
  MANAGEMENT,
  MEMBER,
  memberWorld,
  ON,
  OUTSIDE,
} from '../sandbox/services/macie2/members/member-world.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({});
});
beforeEach(() => sandbox.reset(memberWorld()));
afterAll(() => sandbox.close());

function callBy(accountId: string, region = 'eu-west-1') {
  const { macie } = clientsOf(sandbox, { account: accountId, region });
  const securityHub = new SecurityHubClient({ endpoint: sandbox.url, region });
  return {
    client: macie,
    region,
    signal: AbortSignal.timeout(60_000),
    clientToken: 'token',
    accountId: () => Promise.resolve(accountId),
    securityHub: () => Promise.resolve(securityHub),
  };
}

const WRITE = { group: 'organization', kind: 'put', values: { 'organization.autoEnable': 'true' } };

describe('the configuration of the organization', () => {
  test('is of its administrator, and is turned on', async () => {
    expect(await readOrganizationSettings(callBy(ADMINISTRATOR))).toEqual({
      kind: 'values',
      values: { 'organization.autoEnable': 'false', 'organization.memberLimit': 'not-reached' },
    });
    expect(await writeOrganizationSettings(WRITE, callBy(ADMINISTRATOR))).toEqual({ kind: 'accepted' });
    expect(await readOrganizationSettings(callBy(ADMINISTRATOR))).toMatchObject({
      values: { 'organization.autoEnable': 'true' },
    });
  });

  test('shows a member limit that is reached', async () => {
    sandbox.reset(memberWorld('  memberLimit: 1'));
    expect(await readOrganizationSettings(callBy(ADMINISTRATOR))).toMatchObject({
      values: { 'organization.memberLimit': 'reached' },
    });
  });

  test('is not applicable to every other account', async () => {
    for (const id of [MEMBER, ON, OUTSIDE])
      expect(await readOrganizationSettings(callBy(id))).toMatchObject({ kind: 'not-applicable' });
    expect(await writeOrganizationSettings(WRITE, callBy(MEMBER))).toMatchObject({ kind: 'refused' });
  });
});

describe('the administrator', () => {
  const seenBy = async (id: string, region?: string): Promise<unknown> => {
    const reading = await readOrganizationAdministrator(callBy(id, region));
    return reading.kind === 'values' ? reading.values['organization.administrator'] : reading;
  };

  test('is seen by itself, by a member and by the management account', async () => {
    expect(await seenBy(ADMINISTRATOR)).toBe(ADMINISTRATOR);
    expect(await seenBy(MEMBER)).toBe(ADMINISTRATOR);
    await callBy(MANAGEMENT).client.send(new EnableMacieCommand({}));
    expect(await seenBy(MANAGEMENT)).toBe(ADMINISTRATOR);
  });

  test('is none for an account that was never added, and where none is designated', async () => {
    expect(await seenBy(ON)).toBe('none');
    expect(await seenBy(ON, 'eu-west-3')).toBe('none');
  });

  test('is unknown where the account is not told', async () => {
    const world = memberWorld();
    sandbox.reset({ ...world, faults: [{ kind: 'deny', match: { operations: ['GetAdministratorAccount'] } }] });
    expect(await seenBy(MEMBER)).toMatchObject({ kind: 'unknown', reason: 'access-denied' });
  });
});
