import { UpdateMemberSessionCommand } from '@aws-sdk/client-macie2';
import { join } from 'node:path';
import { showNextSteps, showOrganization, showReport } from './demo-output.ts';
import { writeDemoReport } from './demo-report.ts';
import { REGION, startDemoStack, WORLDS } from './demo-stack.ts';
import { generatedWorld } from './worlds/organization/generated-world.ts';

// The second part of `npm start`: an organization, seen from its Macie administrator.
const ACCOUNTS = 40;
const POLICY = 'demo-organization-policy.yml';
const MEMBER = { id: '200000000003', name: 'prod-identity-0003' };

const world = generatedWorld({ accounts: ACCOUNTS, seed: 1 });
const { step, check, callAs, close } = await startDemoStack({ world, policy: POLICY });

showOrganization(ACCOUNTS);
await step('The check of the organization', { summary: 'one scan of every account, and one message', run: check });
await step(`Bob pauses ${MEMBER.name} in ${REGION} at the administrator`, {
  summary: 'only the administrator can resume a member, so macie-warden calls UpdateMemberSession there',
  run: () => callAs('bob', (macie) => macie.send(new UpdateMemberSessionCommand({ id: MEMBER.id, status: 'PAUSED' }))),
});
showNextSteps();
const path = await writeDemoReport(join(WORLDS, POLICY));
await close();
showReport(path);
