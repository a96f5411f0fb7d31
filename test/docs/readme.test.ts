import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createScanDeps } from '../../lib/app/wiring/scan-deps.ts';
import { createClients } from '../../lib/aws/clients.ts';
import { OUTCOMES } from '../../lib/core/compliance/drift.ts';
import { VERDICTS } from '../../lib/core/compliance/report.ts';
import { EXIT_CODES } from '../../lib/core/compliance/verdict.ts';
import { REASONS } from '../../lib/core/observation.ts';
import { SETTINGS } from '../../lib/core/settings/index.ts';
import { status } from '../../lib/core/settings/status.ts';
import { parsePolicy } from '../../lib/policy/parse.ts';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { batchOf, callEvent } from '../app/events.ts';
import { fixture } from '../app/fixture.ts';
import { runOnce } from '../app/run-once.ts';
import { OFF } from '../core/values.ts';
import { snsMessage } from '../../lib/render/messages/sns.ts';
import { text } from '../../lib/render/formats/text.ts';
import { useSandbox } from '../sandbox/environment.ts';
import { codesIn, tableOf } from './markdown.ts';

const ROOT = join(import.meta.dirname, '../..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

const WORLD = `
accounts:
  "111122223333":
    optedIn: [ap-east-1]
    sessions:
      eu-west-1: { findingPublishingFrequency: FIFTEEN_MINUTES }
      eu-west-3: { status: PAUSED, findingPublishingFrequency: FIFTEEN_MINUTES, updatedAt: "2026-11-20T16:42:00Z" }
faults: [{ kind: scp-deny, match: { regions: [us-west-1], operations: ["macie2:*"] } }]
`;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ world: parseWorld(WORLD, 'README') });
  useSandbox(sandbox);
});
afterAll(() => sandbox.close());

test('the output in the README is what its policy gives', async () => {
  const [, policy = ''] = /```yaml\n([^]*?)```/.exec(README) ?? [];
  const [, output] = /```\n(macie-warden: [^]*?)```/.exec(README) ?? [];
  const clients = createClients({ homeRegion: 'us-east-1' });
  const times = [new Date('2026-11-24T09:00:00Z'), new Date('2026-11-24T09:00:00.4Z')];
  const deps = { ...createScanDeps(clients), newId: () => '6b1c9f0e', now: () => times.shift() ?? new Date(0) };
  const loaded = { policy: parsePolicy(policy, 'policy.yml'), source: 'policy.yml', sha256: '3f5a9c1b2d4e' };
  const report = await runOnce(
    { policy: loaded, trigger: 'command-line', ceiling: 'report', publish: 'changes' },
    deps,
  );
  clients.destroy();
  expect(text(report)).toBe(output);
});

test('so are the lines that a change gives', async () => {
  const [, , output] = /(disable-macie`:\n\n```\n)([^]*?)```/.exec(README) ?? [];
  const sent: string[] = [];
  const desk = fixture({
    sessions: { 'eu-west-1': OFF },
    over: {
      publish: ({ report, changes }) => {
        for (const { subject, message } of [snsMessage(report, { changes })])
          sent.push(`Subject: ${subject}\n\n${JSON.parse(message).email}`);
        return Promise.resolve({ published: true, undelivered: [], failures: [], audience: null });
      },
    },
  });
  await desk.change(batchOf([callEvent({ eventId: '3c1f2e7a-5d0b-4a53-9a0e-6b1d2f4c8e90' })]));
  expect(sent).toHaveLength(1);
  expect(output?.trimEnd().split('\n')).toEqual(sent[0]?.split('\n').slice(0, 10));
});

/** Markdown files of ours, by their path from the root. */
const DOCS = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

test.each(DOCS)('%s: every file that it links to is there', (path) => {
  const links = [...readFileSync(join(ROOT, path), 'utf8').matchAll(/\]\((?!https?:|mailto:|#)([^)#]+)/g)].map(
    ([, link]) => link ?? '',
  );
  for (const link of links) expect(() => readFileSync(join(ROOT, path, '..', link))).not.toThrow();
});

test('every npm script that the documents name is there', () => {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const named = DOCS.flatMap((path) =>
    [...readFileSync(join(ROOT, path), 'utf8').matchAll(/npm run (?:--silent )?([a-z:]+)/g)].map(
      ([, name]) => name ?? '',
    ),
  );
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test('the README has every verdict, reason, outcome and exit code', () => {
  const verdicts = tableOf('README.md', 'verdict of a target (one account × Region)');
  expect(verdicts.flatMap(([verdict = '']) => codesIn(verdict))).toEqual(VERDICTS);
  const unknown = verdicts.find(([verdict]) => verdict === '`unknown`')?.[1] ?? '';
  expect(codesIn(unknown)).toEqual(REASONS);
  const outcomes = tableOf('README.md', 'outcome of a drift').flatMap(([outcome = '']) => codesIn(outcome));
  expect(outcomes).toEqual(OUTCOMES);
  const codes = tableOf('README.md', 'exit code').slice(0, -1);
  expect(Object.fromEntries(codes.map(([code, result = '']) => [codesIn(result)[0], Number(code)]))).toEqual(
    EXIT_CODES,
  );
});

test('the README has every setting, and counts them', () => {
  const keys = new Set(SETTINGS.map(({ id }) => id.split('.')[0] ?? ''));
  const [, list = ''] = /\n## Settings\n([^]*?)\n## /.exec(README) ?? [];
  expect(codesIn(list)).toEqual(expect.arrayContaining([...keys].filter((key) => key !== status.id)));
  expect(README).toContain(`${SETTINGS.length} settings, see above`);
});

test('no document names a path of a machine', () => {
  for (const path of DOCS)
    expect(readFileSync(join(ROOT, path), 'utf8')).not.toMatch(/\.\.\/shared|\/(?:home|work|tmp|Users)\//);
});
