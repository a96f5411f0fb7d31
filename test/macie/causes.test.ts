import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DisableMacieCommand, EnableMacieCommand } from '@aws-sdk/client-macie2';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { createClients, type Clients } from '../../lib/aws/clients.ts';
import { newItem, tell } from '../../lib/core/alerts/item.ts';
import type { Alert } from '../../lib/core/alerts/model.ts';
import { causeOf } from '../../lib/core/change.ts';
import { findCauses } from '../../lib/macie/causes.ts';
import { startSandbox, type Sandbox } from '../../sandbox/server.ts';
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

function alertOf(actual: string): Alert {
  const now = new Date(time);
  const item = { ...newItem({ ...TARGET, subject: 'status' }, { now }), desired: 'ENABLED', actual };
  const [alert] = tell(item, { kind: 'repaired' }, { now }).pending;
  if (!alert) throw new Error('there is an alert');
  return alert;
}

/** Who is named for a session that was seen to be off by a run that began then. */
async function named(startedAt: number): Promise<string | null> {
  const found = await findCauses([alertOf('DISABLED')], {
    clients,
    ownArn: OWN,
    startedAt: new Date(startedAt).toISOString(),
    signal: new AbortController().signal,
  });
  return causeOf(found, { ...TARGET, setting: 'status', value: 'DISABLED' })?.actor.sessionName ?? null;
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
