import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DisableMacieCommand } from '@aws-sdk/client-macie2';
import { showIntroduction } from './demo-output.ts';
import { REGION, startDemoStack, WORLDS } from './demo-stack.ts';
import { parseWorld } from './worlds/world.ts';

// The first part of `npm start`: one account.
const world = parseWorld(await readFile(join(WORLDS, 'demo.yml'), 'utf8'), 'demo.yml');
const { step, check, callAs, close } = await startDemoStack({ world, policy: 'demo-policy.yml' });

showIntroduction();
await step('The first check', { summary: 'every drift is reported, once', run: check });
await step('The second check', { summary: 'nothing has changed, so no message is sent', run: check });
await step(`Alice disables Macie in ${REGION}`, {
  summary: 'CloudTrail records the call, and its event starts handlers/change.ts: repair, read back, report the caller',
  run: () => callAs('alice', (macie) => macie.send(new DisableMacieCommand({}))),
});
await step('The next scheduled check', {
  summary: 'everything is reported already, and the own repair started nothing',
  run: check,
});
await close();
