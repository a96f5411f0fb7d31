import { DisableMacieCommand } from '@aws-sdk/client-macie2';
import { startSandbox } from '../sandbox/server/server.ts';
import { eventOf } from '../sandbox/services/trail.ts';
import { parseWorld } from '../sandbox/worlds/world.ts';
import { ACCOUNT, handlerWith, macieIn, recordOf, TOPIC } from './change-function.ts';
import type { Measurement } from './measure.ts';

/** Events at once. */
const BATCH = 100;

/** Calls to AWS for one event, by what comes of it: the sandbox is in this process, and counts them. */
export async function benchCalls(): Promise<readonly Measurement[]> {
  const world = `tables: [state]\ntopics: [{ account: "${ACCOUNT}", region: us-east-1, name: ${TOPIC} }]\naccounts: { "${ACCOUNT}": { sessions: { "*": {} } } }`;
  const sandbox = await startSandbox({ world: parseWorld(world, 'bench') });
  Object.assign(process.env, { AWS_ENDPOINT_URL: sandbox.url, AWS_ACCESS_KEY_ID: ACCOUNT, AWS_SECRET_ACCESS_KEY: 'x' });
  const send = await handlerWith('enforce');
  const calls = async (events: readonly object[]): Promise<number> => {
    const before = sandbox.calls.length;
    await send(events);
    return sandbox.calls.length - before;
  };
  const old = new Date(Date.now() - 30 * 60_000);
  await send([eventOf(recordOf('UpdateMacieSession', 'eu-west-1', old))]);
  const nothing = await calls([eventOf(recordOf('UpdateMacieSession', 'eu-west-1', old))]);
  const macie = macieIn('eu-west-1');
  await macie.send(new DisableMacieCommand({}));
  const repaired = await calls([eventOf(recordOf('DisableMacie', 'eu-west-1'))]);
  const dropped = await calls([eventOf({ ...recordOf('EnableMacie', 'eu-west-1'), errorCode: 'AccessDenied' })]);
  const hundred = await calls(
    Array.from({ length: BATCH }, () => eventOf(recordOf('UpdateMacieSession', 'eu-west-1', old))),
  );
  macie.destroy();
  await sandbox.close();
  return [
    { name: 'calls for a change that is repaired', value: repaired, unit: 'calls', limit: 17 },
    {
      name: 'calls for a change that leaves nothing to say',
      value: nothing,
      unit: 'calls',
      limit: 8,
      note: `100 of one Region at once: ${hundred}`,
    },
    { name: 'calls for an event that is dropped', value: dropped, unit: 'calls', limit: 1 },
  ];
}
