import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DisableMacieCommand, EnableMacieCommand, UpdateMacieSessionCommand } from '@aws-sdk/client-macie2';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { createClients, type Clients } from '../../lib/aws/clients.ts';
import { newItem, tell } from '../../lib/core/alerts/item.ts';
import type { Alert } from '../../lib/core/alerts/model.ts';
import { causeOf } from '../../lib/core/activity/macie-call.ts';
import { findCauses } from '../../lib/cloudtrail/lookup.ts';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { TARGET } from '../core/values.ts';
import { useSandbox } from '../sandbox/environment.ts';
import { ACCOUNT, clientsOf } from '../sandbox/values.ts';

const OWN = `arn:aws:sts::${ACCOUNT}:assumed-role/macie-warden-prod-CheckRole/check`;

let time = Date.parse('2026-11-24T09:00:00Z');
let sandbox: Sandbox;
let clients: Clients;
beforeAll(async () => {
  sandbox = await startSandbox({ now: () => new Date(time) });
  useSandbox(sandbox);
  clients = createClients({ homeRegion: 'us-east-1' });
});
beforeEach(() => {
  sandbox.reset();
  time = Date.parse('2026-11-24T09:00:00Z');
});
afterAll(async () => {
  clients.destroy();
  await sandbox.close();
});

async function as(role: string, session: string) {
  const RoleArn = `arn:aws:iam::${ACCOUNT}:role/${role}`;
  const { Credentials } = await clientsOf(sandbox).sts.send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: session }),
  );
  return clientsOf(sandbox, { account: Credentials?.AccessKeyId ?? '' }).macie;
}

function alertOf(actual: string, { kind = 'repaired' }: Partial<Pick<Alert, 'kind'>> = {}): Alert {
  const now = new Date(time);
  const item = { ...newItem({ ...TARGET, subject: 'status' }, { now }), desired: 'ENABLED', actual };
  const [alert] = tell(item, { kind }, { now }).pending;
  if (!alert) throw new Error('there is an alert');
  return alert;
}

let waits: number[] = [];
beforeEach(() => {
  waits = [];
});
const find = (alerts: readonly Alert[], startedAt = time) =>
  findCauses(alerts, {
    clients,
    ownArn: OWN,
    startedAt: new Date(startedAt).toISOString(),
    wait: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
    signal: new AbortController().signal,
  });
const lookups = (): readonly string[] =>
  sandbox.calls.filter(({ operation }) => operation === 'LookupEvents').map(({ region }) => region);

/** Who is named for a session that was seen to be so by a run that began then. */
async function named(startedAt: number, value = 'DISABLED'): Promise<string | null> {
  const found = await find([alertOf(value)], startedAt);
  return causeOf(found, { ...TARGET, setting: 'status', value })?.actor.sessionName ?? null;
}

describe('alice disables Macie, and macie-warden repairs', () => {
  beforeEach(async () => {
    await (await as('Admin', 'somebody')).send(new EnableMacieCommand({}));
    time += 10_000;
    await (await as('Admin', 'alice')).send(new DisableMacieCommand({}));
    time += 10_000;
    await (await as('macie-warden-prod-CheckRole', 'check')).send(new EnableMacieCommand({}));
  });

  test('in this run: it was she', async () => {
    expect(await named(time - 700)).toBe('alice');
    expect(await named(time)).toBe('alice');
  });

  test('in an earlier one: it was somebody after her, of whom CloudTrail has not heard yet', async () => {
    expect(await named(time + 1000)).toBeNull();
  });
});

test('a call that failed has made nothing', async () => {
  await (await as('Admin', 'alice')).send(new EnableMacieCommand({}));
  await (await as('Admin', 'alice')).send(new DisableMacieCommand({}));
  time += 10_000;
  await expect((await as('Admin', 'eve')).send(new DisableMacieCommand({}))).rejects.toThrow('not enabled');
  expect(await named(time)).toBe('alice');
});

test('who paused it is found as well', async () => {
  await (await as('Admin', 'alice')).send(new EnableMacieCommand({}));
  time += 10_000;
  await (await as('Admin', 'bob')).send(new UpdateMacieSessionCommand({ status: 'PAUSED' }));
  expect(await named(time, 'PAUSED')).toBe('bob');
});

test('CloudTrail is asked twice a second in a Region, and only of what somebody has just made', async () => {
  await find([alertOf('DISABLED'), { ...alertOf('PAUSED'), subject: 'findingPublishingFrequency' }]);
  expect(lookups()).toEqual(['eu-west-1', 'eu-west-1', 'eu-west-1']);
  expect(waits).toEqual([500, 500]);
  sandbox.reset();
  const resolved = alertOf('DISABLED', { kind: 'resolved' });
  expect(await find([resolved, { ...alertOf('x'), subject: 'serviceRole' }])).toEqual([]);
  expect(lookups()).toEqual([]);
});

test('where one of the answers is missing, nobody is named: the newest call may be the one that is not there', async () => {
  sandbox.reset(parseWorld('faults: [{ kind: deny, match: { operations: [LookupEvents] }, times: 1 }]', 'world'));
  await (await as('Admin', 'alice')).send(new EnableMacieCommand({}));
  await (await as('Admin', 'alice')).send(new DisableMacieCommand({}));
  expect(await find([alertOf('DISABLED')])).toEqual([]);
});
