import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sandboxEnv, startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { atTerminal } from './at-terminal.ts';

const cwd = mkdtempSync(join(tmpdir(), 'cost-'));
const WORLD = `accounts: { '111122223333': { sessions: { us-east-1: null, eu-west-2: null, eu-west-1: null }, buckets: {
  uploads: { region: us-east-1, objects: 1000000, bytes: 2199023255552 },
  logs: { region: eu-west-2, objects: 10, bytes: 10 } } } }`;
const POLICY = 'version: 1\nregions: [us-east-1, eu-west-2]\nremediation: enforce\ndesired: { status: ENABLED }\n';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
  process.env['AWS_ENDPOINT_URL'] = sandbox.url;
});
afterAll(() => sandbox.close());

function run(args: readonly string[], { policy = POLICY, columns = 120, answer = 'n' } = {}) {
  sandbox.reset(parseWorld(WORLD, 'world'));
  writeFileSync(join(cwd, 'policy.yml'), policy);
  return atTerminal([...args, '--policy', join(cwd, 'policy.yml')], { cwd, env: sandboxEnv(sandbox), columns, answer });
}

test('a table, a total and the assumptions', async () => {
  const { code, stdout } = await run(['cost', '--quiet']);
  expect(code).toBe(0);
  expect(stdout.split('\n').slice(0, 7)).toEqual([
    'account       Region     setting             USD a month     from             free trial',
    '111122223333  eu-west-2  session             $0.10           storage-metrics  -',
    '111122223333  eu-west-2  automatedDiscovery  $0.00           storage-metrics  -',
    '111122223333  us-east-1  session             $0.10           storage-metrics  -',
    '111122223333  us-east-1  automatedDiscovery  $0.00 to $2.10  storage-metrics  -',
    '',
    'total: $0.20 to $2.30 a month',
  ]);
  expect(stdout).toContain('- Prices: those of eu-west-2 in this version, as of 2024-03, confirmed then');
});

test('fits a narrow terminal', async () => {
  const { stdout } = await run(['cost', '--quiet'], { columns: 60 });
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(64);
});

test('what cannot be estimated is exit code 2, and has no amount in any format', async () => {
  const policy = POLICY.replace('us-east-1, eu-west-2', 'eu-west-1');
  const { code, stdout } = await run(['cost', '--quiet'], { policy });
  expect(code).toBe(2);
  expect(stdout).toContain('total: not estimated');
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain('no price for eu-west-1; add prices.eu-west-1 to the policy');
  expect(stdout).not.toContain('$');
  const csv = await run(['cost', '--quiet', '--format', 'csv'], { policy });
  expect(csv.stdout).toContain('111122223333,,eu-west-1,session,,,,,no price for eu-west-1');
  const markdown = await run(['cost', '--quiet', '--format', 'markdown'], { policy });
  expect(markdown.stdout).toContain('**total: not estimated**');
});

test('a total without some of its rows is a lower bound', async () => {
  const policy = POLICY.replace('us-east-1, eu-west-2', 'eu-west-1, us-east-1');
  const { stdout } = await run(['cost', '--quiet'], { policy });
  expect(stdout).toContain('total: at least $0.10 a month; 2 of 4 rows are not estimated');
});

test('JSON has the numbers', async () => {
  const { stdout } = await run(['cost', '--quiet', '--format', 'json', '--regions', 'us-east-1']);
  expect(JSON.parse(stdout)).toMatchObject({
    currency: 'USD',
    low: 0.1,
    high: 2.2,
    notEstimated: 0,
    items: [{ setting: 'session' }, { setting: 'automatedDiscovery', isPossible: true }],
  });
});

test('a policy that wants nothing costs nothing', async () => {
  const { code, stdout } = await run(['cost', '--quiet'], { policy: POLICY.replace('ENABLED', 'DISABLED') });
  expect([code, stdout.split('\n')[0]]).toEqual([0, 'Nothing that the policy covers costs anything.']);
});

test('apply shows the cost above its question, under account, identity, profile and endpoint', async () => {
  const { stderr } = await run(['apply', '--quiet']);
  const [above = ''] = stderr.split('[y/N]');
  expect(above).toMatch(
    /account: .*identity: .*profile: .*endpoint: .*The plan adds \$0\.20 to \$2\.30 a month.*2 writes/s,
  );
  expect(above).toContain(
    '  us-east-1: bucket inventory $0.10, automated discovery up to $2.10, if AWS switches it on',
  );
});

test.each([
  [[], /Nothing to write: the writes would cost up to \$2\.30 a month and limits\.maxMonthlyCost is 1/],
  [['--max-monthly-cost', '3'], /Make these 2 writes\?/],
  [['--max-monthly-cost', 'none'], /Make these 2 writes\?/],
])('apply %j with a limit of 1 dollar', async (options, shown) => {
  const { stderr } = await run(['apply', '--quiet', ...options], {
    policy: `${POLICY}limits: { maxMonthlyCost: 1 }\n`,
  });
  expect(stderr).toMatch(shown);
});

test.each(['-1', 'much', '1e3', '$5', ''])('a limit of %j is refused', async (limit) => {
  const { code, stderr } = await run(['apply', `--max-monthly-cost=${limit}`]);
  expect(code).toBe(3);
  expect(stderr).toContain('Expected US dollars such as 500, or none');
});
