import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { DisableMacieCommand, EnableMacieCommand, UpdateMacieSessionCommand } from '@aws-sdk/client-macie2';
import { createClients, type Clients } from '../../lib/aws/clients.ts';
import { lookUpChanges } from '../../lib/cloudtrail/lookup-changes.ts';
import type { ChangedSession } from '../../lib/core/alerts/changed-session.ts';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { TARGET } from '../core/values.ts';
import { useSandbox } from '../sandbox/environment.ts';
import { clientsOf } from '../sandbox/values.ts';

const START = Date.parse('2026-11-24T09:00:00Z');
const at = (seconds: number): string => new Date(START + seconds * 1000).toISOString();

let time = START;
let sandbox: Sandbox;
let clients: Clients;
let waits: number[] = [];
beforeAll(async () => {
  sandbox = await startSandbox({ now: () => new Date(time) });
  useSandbox(sandbox);
  clients = createClients({ homeRegion: 'us-east-1' });
});
beforeEach(() => {
  sandbox.reset();
  waits = [];
});
afterAll(async () => {
  clients.destroy();
  await sandbox.close();
});

type Command = EnableMacieCommand | DisableMacieCommand | UpdateMacieSessionCommand;

async function call(seconds: number, command: Command): Promise<void> {
  time = START + seconds * 1000;
  const { macie } = clientsOf(sandbox);
  if (command instanceof EnableMacieCommand) await macie.send(command);
  else if (command instanceof DisableMacieCommand) await macie.send(command);
  else await macie.send(command);
}

const setTo = (status: 'PAUSED' | 'ENABLED') => new UpdateMacieSessionCommand({ status });
const find = async (over: Partial<ChangedSession> = {}): Promise<readonly string[]> => {
  const changed = { ...TARGET, from: at(5), until: at(30), isNew: false, ...over };
  const wait = (ms: number): Promise<void> => Promise.resolve(void waits.push(ms));
  const calls = await lookUpChanges([changed], { clients, wait, signal: new AbortController().signal });
  return calls.map(({ name, at: when, sets }) => `${name} ${when} ${sets['status'] ?? ''}`);
};

test('finds the updates in between, and neither earlier nor later ones', async () => {
  await call(0, new EnableMacieCommand({}));
  await call(5, setTo('PAUSED'));
  await call(6, setTo('ENABLED'));
  await call(10, setTo('PAUSED'));
  await call(30, setTo('ENABLED'));
  await call(40, setTo('PAUSED'));
  expect(await find()).toEqual([
    `UpdateMacieSession ${at(30)} ENABLED`,
    `UpdateMacieSession ${at(10)} PAUSED`,
    `UpdateMacieSession ${at(6)} ENABLED`,
  ]);
  expect(waits).toEqual([]);
});

test('finds who disabled a session that was made anew', async () => {
  await call(0, new EnableMacieCommand({}));
  await call(10, new DisableMacieCommand({}));
  await call(20, new EnableMacieCommand({}));
  expect(await find({ isNew: true })).toEqual([`DisableMacie ${at(10)} DISABLED`, `EnableMacie ${at(20)} ENABLED`]);
  expect(await find()).toEqual([]);
});

test('finds the call behind the first page', async () => {
  await call(0, new EnableMacieCommand({}));
  await call(10, setTo('PAUSED'));
  for (let count = 0; count < 60; count++) await call(20, setTo('ENABLED'));
  expect(await find()).toContain(`UpdateMacieSession ${at(10)} PAUSED`);
});

test('leaves out calls that failed', async () => {
  await expect(call(10, setTo('PAUSED'))).rejects.toThrow('not enabled');
  expect(await find()).toEqual([]);
});

test('finds nothing where an answer is missing', async () => {
  sandbox.reset(parseWorld('faults: [{ kind: deny, match: { operations: [LookupEvents] } }]', 'world'));
  await call(0, new EnableMacieCommand({}));
  await call(10, setTo('PAUSED'));
  expect(await find()).toEqual([]);
});
