import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DisableMacieCommand } from '@aws-sdk/client-macie2';
import { sandboxEnv, startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { clientsOf } from '../sandbox/values.ts';
import { readPackage } from './package-stack.ts';
import { copyProject, ROOT, serverless } from './serverless.ts';

const folder = copyProject();

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

describe('invoke local, with the examples of the guides', () => {
  const env = () => ({ ...sandboxEnv(sandbox), TOPIC_ARN: 'arn:aws:sns:us-east-1:111122223333:macie-warden-alerts' });
  const dataOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
  beforeEach(() => sandbox.reset(parseWorld(dataOf('sandbox/worlds/demo.yml'), 'demo.yml')));

  test('events/manual.json finds a drift in the demo world', async () => {
    const args = ['invoke', 'local', '-f', 'check', '--data', dataOf('events/manual.json')];
    const { output } = await serverless(args, { folder, env: env() });
    expect(output).toContain('"verdict": "drifted"');
    expect(sandbox.inbox.map(({ body }) => body)).toEqual([expect.stringContaining('eu-west-3: status is PAUSED')]);
  });

  test('events/change/DisableMacie.json finds what was disabled before', async () => {
    await clientsOf(sandbox, { region: 'eu-west-1' }).macie.send(new DisableMacieCommand({}));
    const args = ['invoke', 'local', '-f', 'change', '--data', dataOf('events/change/DisableMacie.json')];
    const { output } = await serverless(args, { folder, env: env() });
    expect(output).toContain('"checked": 1');
    expect(sandbox.inbox.map(({ body }) => body)).toEqual([expect.stringContaining('eu-west-1: status is DISABLED')]);
  });
});

test('a package after it holds the new code alone', async () => {
  appendFileSync(join(folder, 'handlers/check.ts'), "\nexport const edited = 'after the invocation';\n");
  await serverless(['package'], { folder });
  const { files } = readPackage(join(folder, '.serverless'));
  const names = Object.keys(files).filter((name) => name !== 'policy.yml');
  expect(names.filter((name) => !name.endsWith('.mjs'))).toEqual([]);
  const texts = names.map((name) => Buffer.from(files[name] ?? []).toString());
  expect(texts.filter((text) => text.includes('after the invocation'))).toHaveLength(1);
});
