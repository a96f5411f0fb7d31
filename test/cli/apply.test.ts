import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { Macie2Client, UpdateMacieSessionCommand } from '@aws-sdk/client-macie2';
import { apply } from '../../cli/apply.ts';
import type { Io } from '../../cli/io.ts';
import { connectCommandLine } from '../../lib/app/wiring/command-line/command-line.ts';
import { sandboxEnv, startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';

let sandbox: Sandbox;
const folder = mkdtempSync(join(tmpdir(), 'apply-'));
const policy = join(folder, 'policy.yml');

beforeAll(async () => {
  sandbox = await startSandbox();
  // The endpoint is read by the SDK itself.
  process.env['AWS_ENDPOINT_URL'] = sandbox.url;
  writeFileSync(
    policy,
    'version: 1\nregions: [eu-west-1, us-east-1]\nremediation: enforce\ndesired: { status: ENABLED, findingPublishingFrequency: ONE_HOUR }\n',
  );
});
beforeEach(() =>
  sandbox.reset(
    parseWorld(
      'accounts: { "111122223333": { sessions: { eu-west-1: { findingPublishingFrequency: SIX_HOURS }, us-east-1: { findingPublishingFrequency: ONE_HOUR } } } }',
      'world',
    ),
  ),
);
afterAll(() => sandbox.close());

/** Runs `apply` on a terminal that answers when the question stands there, after something else has happened. */
async function applyAfter(answer: string, meanwhile: () => Promise<unknown> = () => Promise.resolve()) {
  const [stdin, stderr] = [Object.assign(new PassThrough(), { isTTY: true }), new PassThrough()];
  let shown = '';
  const asked = new Promise<void>((resolve) => {
    stderr.on('data', (chunk) => {
      shown += String(chunk);
      if (shown.includes('[y/N]')) resolve();
    });
  });
  const cancel = new AbortController().signal;
  const io = { stdin, stderr, stdout: stderr, env: sandboxEnv(sandbox), now: () => new Date(), cwd: folder, cancel };
  const aws = await connectCommandLine({ env: sandboxEnv(sandbox) });
  const running = apply({ policy, format: 'text', failOn: 'unknown' }, { io: io as unknown as Io, aws });
  await Promise.race([asked, running]);
  await meanwhile();
  stdin.write(`${answer}\n`);
  const result = await running;
  aws.close();
  return { ...result, shown };
}

function set(region: string, change: { findingPublishingFrequency?: 'FIFTEEN_MINUTES'; status?: 'PAUSED' }) {
  const credentials = { accessKeyId: '111122223333', secretAccessKey: 'x' };
  const client = new Macie2Client({ region, endpoint: sandbox.url, credentials });
  return client.send(new UpdateMacieSessionCommand(change)).finally(() => client.destroy());
}

const session = (region: string) => sandbox.session({ accountId: '111122223333', region });
const outcomes = (result: Awaited<ReturnType<typeof apply>>) =>
  result.report.results.flatMap(({ region, drifts }) =>
    drifts.map(({ setting, outcome }) => `${region} ${setting} ${outcome}`),
  );

test('yes: what was shown is written', async () => {
  const result = await applyAfter('y');
  expect(outcomes(result)).toEqual(['eu-west-1 findingPublishingFrequency verified']);
  expect(result.shown).toMatch(/account: +111122223333\n.*identity: +arn:aws:iam::111122223333:user\/sandbox\n/s);
});

test('no: nothing is written', async () => {
  const result = await applyAfter('n');
  expect(result.isDeclined).toBe(true);
  expect(outcomes(result)).toEqual(['eu-west-1 findingPublishingFrequency skipped']);
  expect(session('eu-west-1')?.findingPublishingFrequency).toBe('SIX_HOURS');
});

test('what has become better while the question stood is left alone, and not claimed as repaired', async () => {
  const result = await applyAfter('y', () => set('eu-west-1', { findingPublishingFrequency: 'FIFTEEN_MINUTES' }));
  expect(session('eu-west-1')?.findingPublishingFrequency).toBe('FIFTEEN_MINUTES');
  expect(outcomes(result).filter((one) => one.endsWith('verified'))).toEqual([]);
});

test('what has become worse while the question stood was not shown, and is not written', async () => {
  const result = await applyAfter('y', () => set('us-east-1', { status: 'PAUSED' }));
  expect(session('us-east-1')?.status).toBe('PAUSED');
  expect(outcomes(result)).toEqual(['eu-west-1 findingPublishingFrequency verified', 'us-east-1 status skipped']);
});
