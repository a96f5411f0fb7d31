import { expect, test } from '@jest/globals';
import { sandboxEnv, startSandbox } from '../../../../sandbox/server/server.ts';
import { parseWorld } from '../../../../sandbox/worlds/world.ts';

test.each([
  ['a world without an organization', '{}', '111122223333'],
  [
    'an administrator',
    '{ organization: { managementAccount: "999900000001", administrator: "222200000001" } }',
    '222200000001',
  ],
  [
    'an administrator in some Regions',
    '{ organization: { managementAccount: "999900000001", administrator: { eu-west-1: { account: "222200000002", status: DISABLING_IN_PROGRESS }, eu-west-2: "222200000001" } } }',
    '222200000001',
  ],
  ['no administrator', '{ organization: { managementAccount: "999900000001" } }', '999900000001'],
  [
    'a hub',
    '{ organization: { managementAccount: "999900000001", administrator: "222200000001", hub: "222200000003" } }',
    '222200000003',
  ],
])('the keys of %s', async (_, yaml, account) => {
  const sandbox = await startSandbox({ world: parseWorld(yaml, 'world') });
  await sandbox.close();
  expect(sandboxEnv(sandbox)['AWS_ACCESS_KEY_ID']).toBe(account);
  expect(sandboxEnv(sandbox, '123412341234')['AWS_ACCESS_KEY_ID']).toBe('123412341234');
});
