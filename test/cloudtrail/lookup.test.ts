import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DisableMacieCommand, EnableMacieCommand, UpdateMacieSessionCommand } from '@aws-sdk/client-macie2';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { createClients, type Clients } from '../../lib/aws/clients.ts';
import { announceDrift, newDriftRecord } from '../../lib/core/alerts/drift-record.ts';
import type { Alert, DriftNews } from '../../lib/core/alerts/model.ts';
import { callBehind } from '../../lib/core/activity/attribution.ts';
import { lookUpCalls } from '../../lib/cloudtrail/lookup.ts';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import type { GroupValues } from '../../lib/core/observation.ts';
import { session as sessionWith, TARGET } from '../core/values.ts';
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

const REPAIRED: DriftNews = { kind: 'repaired' };

function alertOf(actual: string, { setting = 'status', news = REPAIRED } = {}): Alert {
  const now = new Date(time);
  const facts = { since: now.toISOString(), desired: 'ENABLED', actual, action: 'enable' };
  const [alert] = announceDrift(newDriftRecord({ ...TARGET, setting }, facts), news, { now, versions: {} }).pending;
  if (!alert) throw new Error('there is an alert');
  return alert;
}

let waits: number[] = [];
beforeEach(() => {
  session = null;
  waits = [];
});
let session: GroupValues | null = null;
const find = (alerts: readonly Alert[], startedAt = time) =>
  lookUpCalls(alerts, {
    clients,
    ownArn: OWN,
    startedAt: new Date(startedAt).toISOString(),
    sessionOf: () => session,
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
  return callBehind(found, { ...TARGET, setting: 'status', value })?.actor.sessionName ?? null;
}

describe('after alice has disabled Macie and macie-warden has repaired it', () => {
  beforeEach(async () => {
    await (await as('Admin', 'somebody')).send(new EnableMacieCommand({}));
    time += 10_000;
    await (await as('Admin', 'alice')).send(new DisableMacieCommand({}));
    time += 10_000;
    await (await as('macie-warden-prod-CheckRole', 'check')).send(new EnableMacieCommand({}));
  });

  test('names her for a drift that this run repaired', async () => {
    expect(await named(time - 700)).toBe('alice');
    expect(await named(time)).toBe('alice');
  });

  test('names nobody after an earlier repair: CloudTrail does not have the call yet', async () => {
    expect(await named(time + 1000)).toBeNull();
  });
});

test('ignores a call that failed', async () => {
  await (await as('Admin', 'alice')).send(new EnableMacieCommand({}));
  await (await as('Admin', 'alice')).send(new DisableMacieCommand({}));
  time += 10_000;
  await expect((await as('Admin', 'eve')).send(new DisableMacieCommand({}))).rejects.toThrow('not enabled');
  expect(await named(time)).toBe('alice');
});

test('names who paused Macie', async () => {
  await (await as('Admin', 'alice')).send(new EnableMacieCommand({}));
  time += 10_000;
  await (await as('Admin', 'bob')).send(new UpdateMacieSessionCommand({ status: 'PAUSED' }));
  expect(await named(time, 'PAUSED')).toBe('bob');
});

test('asks CloudTrail twice a second in a Region, and only about new drifts', async () => {
  await find([alertOf('DISABLED'), alertOf('SIX_HOURS', { setting: 'findingPublishingFrequency' })]);
  expect(lookups()).toEqual(['eu-west-1', 'eu-west-1', 'eu-west-1']);
  expect(waits).toEqual([500, 500]);
  sandbox.reset();
  const resolved = alertOf('DISABLED', { news: { kind: 'resolved', waiver: null } });
  expect(await find([resolved, alertOf('x', { setting: 'serviceRole' })])).toEqual([]);
  expect(lookups()).toEqual([]);
});

test('names nobody when an answer is missing: the newest call may be in it', async () => {
  sandbox.reset(parseWorld('faults: [{ kind: deny, match: { operations: [LookupEvents] }, times: 1 }]', 'world'));
  await (await as('Admin', 'alice')).send(new EnableMacieCommand({}));
  await (await as('Admin', 'alice')).send(new DisableMacieCommand({}));
  expect(await find([alertOf('DISABLED')])).toEqual([]);
});

const iso = (ms: number): string => new Date(ms).toISOString();

describe('calls that changed nothing', () => {
  async function fail(times: number): Promise<void> {
    const eve = await as('Admin', 'eve');
    for (let count = 0; count < times; count++)
      await expect(eve.send(new DisableMacieCommand({}))).rejects.toThrow('not enabled');
  }
  beforeEach(async () => {
    await (await as('Admin', 'bob')).send(new EnableMacieCommand({}));
    time += 30 * 86_400_000;
    await (await as('Admin', 'alice')).send(new DisableMacieCommand({}));
    time += 10_000;
  });

  test('are paged past, at two pages a second', async () => {
    await fail(60);
    expect(await named(time)).toBe('alice');
    expect(waits).toEqual([500, 500]);
  });

  test('name nobody when they do not end', async () => {
    await fail(620);
    expect(await named(time)).toBeNull();
    expect(lookups()).toHaveLength(12);
  });
});

describe('a session that is on', () => {
  let pausedAt = 0;
  beforeEach(async () => {
    await (await as('Admin', 'bob')).send(new EnableMacieCommand({ status: 'PAUSED' }));
    time += 30 * 86_400_000;
    await (await as('Admin', 'alice')).send(new UpdateMacieSessionCommand({ status: 'PAUSED' }));
    pausedAt = time;
  });

  test('that reports a change after every known call names nobody', async () => {
    session = sessionWith({ status: 'PAUSED', updatedAt: iso(pausedAt + 60_000) });
    expect(await named(time + 90_000, 'PAUSED')).toBeNull();
  });

  test('that reports the time of a call names its caller, whatever came after it', async () => {
    session = sessionWith({ status: 'PAUSED', updatedAt: iso(pausedAt) });
    time += 3_600_000;
    await (await as('Admin', 'eve')).send(new UpdateMacieSessionCommand({ status: 'PAUSED' }));
    expect(await named(time, 'PAUSED')).toBe('alice');
  });

  test('that was created after a call does not name its caller', async () => {
    session = sessionWith({ status: 'PAUSED', createdAt: iso(pausedAt + 60_000), updatedAt: iso(pausedAt + 60_000) });
    expect(await named(time + 90_000, 'PAUSED')).toBeNull();
  });
});
