import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sandboxEnv, startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { readPackage } from './package-stack.ts';
import { copyProject, ROOT, serverless } from './serverless.ts';

const WORLD = 'accounts: { "111122223333": { sessions: { "*": { findingPublishingFrequency: FIFTEEN_MINUTES } } } }';
const folder = copyProject();

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset(parseWorld(WORLD, 'world')));
afterAll(() => sandbox.close());

test.each([
  ['check', '{}', '"verdict": "compliant"'],
  ['change', readFileSync(join(ROOT, 'events/change/DisableMacie.json'), 'utf8'), '"checked": 1'],
])('invoke local runs %s against the sandbox', async (name, data, answer) => {
  const env = { ...sandboxEnv(sandbox), TOPIC_ARN: 'arn:aws:sns:us-east-1:111122223333:alerts' };
  const { output } = await serverless(['invoke', 'local', '-f', name, '--data', data], { folder, env });
  expect(output).toContain(answer);
  expect(sandbox.calls.map(({ operation }) => operation)).toContain('GetMacieSession');
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
