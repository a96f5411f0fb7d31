import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { GetParameterCommand, GetParametersByPathCommand, paginateGetParametersByPath } from '@aws-sdk/client-ssm';
import { startSandbox, type Sandbox } from '../../../sandbox/server/server.ts';
import { parseWorld } from '../../../sandbox/worlds/world.ts';
import { clientsOf } from '../values.ts';

const WORLD = parseWorld(
  'parameters: { /warden/policy: "version: 1", /warden/secret: { type: SecureString, value: xyzzy } }',
  'world',
);

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset(WORLD));
afterAll(() => sandbox.close());

test('GetParametersByPath lists the Regions that offer Macie, ten a page', async () => {
  const regions: (string | undefined)[] = [];
  const Path = '/aws/service/global-infrastructure/services/macie/regions';
  for await (const page of paginateGetParametersByPath({ client: clientsOf(sandbox).ssm }, { Path })) {
    expect(page.Parameters?.length).toBeLessThanOrEqual(10);
    regions.push(...(page.Parameters ?? []).map(({ Value }) => Value));
  }
  expect(regions).toHaveLength(22);
  expect(regions).toContain('il-central-1');
});

test('GetParameter returns the parameters of the world', async () => {
  const { ssm } = clientsOf(sandbox);
  expect(await ssm.send(new GetParameterCommand({ Name: '/warden/policy', WithDecryption: true }))).toMatchObject({
    Parameter: { Value: 'version: 1' },
  });
  await expect(ssm.send(new GetParameterCommand({ Name: '/none' }))).rejects.toMatchObject({
    name: 'ParameterNotFound',
  });
  await expect(ssm.send(new GetParametersByPathCommand({ Path: '/', MaxResults: 50 }))).rejects.toMatchObject({
    name: 'ValidationException',
  });
  await expect(ssm.send(new GetParametersByPathCommand({ Path: 'warden' }))).rejects.toThrow(
    'must begin with a forward slash',
  );
});

test('a SecureString is readable only with WithDecryption', async () => {
  const { ssm } = clientsOf(sandbox);
  const read = async (WithDecryption?: boolean) => {
    const input = { Name: '/warden/secret', ...(WithDecryption === undefined ? {} : { WithDecryption }) };
    return (await ssm.send(new GetParameterCommand(input))).Parameter?.Value;
  };
  expect(await read(true)).toBe('xyzzy');
  expect(await read()).not.toContain('xyzzy');
  const { Parameters } = await ssm.send(new GetParametersByPathCommand({ Path: '/warden', WithDecryption: true }));
  expect(Parameters?.map(({ Name, Type, Value }) => [Name, Type, Value])).toEqual([
    ['/warden/policy', 'String', 'version: 1'],
    ['/warden/secret', 'SecureString', 'xyzzy'],
  ]);
});
