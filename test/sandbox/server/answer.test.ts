import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ListFindingsCommand } from '@aws-sdk/client-macie2';
import { startSandbox, type Sandbox } from '../../../sandbox/server/server.ts';
import { ACCOUNT, clientsOf } from '../values.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

test('a request without a signature gets the list of services', async () => {
  const response = await fetch(sandbox.url);
  expect(response.status).toBe(501);
  expect(await response.text()).toContain('requests without a SigV4 signature');
});

test.each(['constructor', '__proto__', 'workmail'])('a service called %s is not implemented', async (service) => {
  const authorization = `AWS4-HMAC-SHA256 Credential=${ACCOUNT}/20261124/eu-west-1/${service}/aws4_request`;
  const response = await fetch(sandbox.url, { headers: { authorization } });
  expect([response.status, await response.text()]).toEqual([501, expect.stringContaining(`called ${service}; it has`)]);
});

test('an operation that the sandbox lacks gets the list of operations', async () => {
  await expect(clientsOf(sandbox).macie.send(new ListFindingsCommand({}))).rejects.toThrow(
    /The sandbox has no macie2 POST \/findings; it has GetMacieSession/,
  );
});
