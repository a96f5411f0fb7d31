import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EnableMacieCommand, GetMacieSessionCommand, UpdateMacieSessionCommand } from '@aws-sdk/client-macie2';
import { startSandbox, type Sandbox } from '../../../../sandbox/server/server.ts';
import { parseWorld } from '../../../../sandbox/worlds/world.ts';
import { ACCOUNT, clientsOf } from '../../values.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const get = new GetMacieSessionCommand({});
const reset = (offWording: string) =>
  sandbox.reset(parseWorld(`accounts: { "${ACCOUNT}": { offWording: ${offWording} } }`, 'world'));

test.each([
  ['plain', 'AccessDeniedException', 403, 'Macie is not enabled'],
  ['with-dot', 'AccessDeniedException', 403, 'Macie is not enabled.'],
  ['unauthorized', 'AccessDeniedException', 401, 'Macie is not enabled'],
  [
    'region',
    'AccessDeniedException',
    403,
    'The request failed because Macie isn\u2019t enabled in the specified AWS Region.',
  ],
  ['not-found', 'ResourceNotFoundException', 404, 'Amazon Macie isn\u2019t enabled.'],
  ['not-onboarded', 'AccessDeniedException', 403, `Account Id: [${ACCOUNT}] has not been onboarded`],
])('the off wording %s is an error of its own', async (wording, name, httpStatusCode, message) => {
  reset(`{ "*": ${wording} }`);
  const { macie } = clientsOf(sandbox);
  const off = { name, message, $metadata: expect.objectContaining({ httpStatusCode }) };
  await expect(macie.send(get)).rejects.toMatchObject(off);
  await expect(macie.send(new UpdateMacieSessionCommand({ status: 'ENABLED' }))).rejects.toMatchObject(off);
});

test('an off wording belongs to an account and a Region, and ends with EnableMacie', async () => {
  reset('{ eu-west-1: region, "*": with-dot }');
  const { macie } = clientsOf(sandbox);
  await expect(macie.send(get)).rejects.toThrow('in the specified AWS Region');
  await expect(clientsOf(sandbox, { region: 'us-east-1' }).macie.send(get)).rejects.toThrow(/enabled\.$/);
  await expect(clientsOf(sandbox, { account: '444455556666' }).macie.send(get)).rejects.toThrow(/enabled$/);
  await macie.send(new EnableMacieCommand({}));
  expect((await macie.send(get)).status).toBe('ENABLED');
});

test('an unknown off wording is a problem of the world', () => {
  expect(() => reset('{ eu-west-1: loud }')).toThrow(/offWording\.eu-west-1: expected one of "plain"\|/);
  expect(() => reset('{ eu-central-2: plain }')).toThrow(/a Region without Macie/);
});
