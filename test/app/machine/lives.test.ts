import { expect, test } from '@jest/globals';
import { tmpdir } from 'node:os';
import { DisableMacieCommand } from '@aws-sdk/client-macie2';
import { sandboxEnv } from '../../../sandbox/server/server.ts';
import { atTerminal } from '../../cli/at-terminal.ts';
import { clientsOf } from '../../sandbox/values.ts';
import { useMachine } from './machine.ts';
import { member, PAUSED_ALONE, PAUSED_MEMBER, POLICY, world } from './organization.ts';

const machine = useMachine();

interface ShownLife {
  readonly accountId: string;
  readonly region: string;
  readonly setting: string;
  readonly endedAt: string | null;
  readonly events: readonly { readonly kind: string; readonly actual: string | null; readonly runId: string }[];
}

/** What `warden history` shows, with the credentials of the stack. */
async function shownLives(): Promise<readonly ShownLife[]> {
  const { code, stdout, stderr } = await atTerminal(['history', '--table', 'state', '--format', 'json'], {
    cwd: tmpdir(),
    env: sandboxEnv(machine.sandbox()),
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { lives }: { readonly lives: readonly ShownLife[] } = JSON.parse(stdout);
  return lives;
}

test('what the machine opens, changes, repairs and resolves are the lives that history shows', async () => {
  const [changing, resumed, away] = [member(1), member(2), member(26)];
  machine.reset(world({ 1: PAUSED_ALONE, 2: PAUSED_MEMBER, 26: PAUSED_MEMBER }), POLICY.replace(', us-east-1', ''));
  const report = { deps: { ceiling: 'report' as const } };
  await machine.run(report, { name: 'run-1' });
  await clientsOf(machine.sandbox(), { account: changing, region: 'eu-west-1' }).macie.send(
    new DisableMacieCommand({}),
  );
  await machine.resume(resumed);
  await machine.run(report, { name: 'run-2' });
  await machine.run({}, { name: 'run-3' });

  const shown = (await shownLives()).map(({ accountId, region, setting, endedAt, events }) => ({
    life: `${accountId} ${region} ${setting}`,
    hasEnded: endedAt !== null,
    events: events.map(({ runId, kind, actual }) => `${runId} ${kind} ${actual}`),
  }));
  expect(shown).toEqual([
    {
      life: `${changing} eu-west-1 status`,
      hasEnded: true,
      events: ['run-1 opened PAUSED', 'run-2 changed DISABLED', 'run-3 repaired DISABLED'],
    },
    {
      life: `${resumed} eu-west-1 status`,
      hasEnded: true,
      events: ['run-1 opened PAUSED', 'run-2 resolved PAUSED'],
    },
    { life: `${away} eu-west-1 status`, hasEnded: true, events: ['run-1 opened PAUSED', 'run-3 repaired PAUSED'] },
  ]);
});
