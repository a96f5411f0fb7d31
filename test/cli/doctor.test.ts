import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClients, type Clients } from '../../lib/aws/clients.ts';
import { AREAS } from '../../lib/core/doctor/finding.ts';
import { putRun } from '../../lib/state/runs.ts';
import { takeLease } from '../../lib/state/lease.ts';
import { sandboxEnv, startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { useSandbox } from '../sandbox/environment.ts';
import { atTerminal, type Shown } from './at-terminal.ts';

const OWN = '111122223333';
const SECRET = 'https://hooks.slack.com/services/T0/B0/secret';
const RUN = {
  runId: 'run-1',
  trigger: 'schedule',
  verdict: 'compliant',
  scope: 'full',
  summary: { targets: 2, compliant: 2, drifted: 0, waived: 0, unknown: 0, notApplicable: 0 },
  repairMinutes: [],
} as const;

interface Parts {
  readonly stack?: string;
  readonly topic?: string;
  readonly trails?: string;
  readonly webhook?: string;
  readonly faults?: string;
  readonly rest?: string;
}

let sandbox: Sandbox;
let clients: Clients;
let cwd: string;
const table = () => ({ client: clients.dynamodb, table: 'macie-warden-prod', wait: () => Promise.resolve() });

beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
  clients = createClients({ homeRegion: 'us-east-1' });
});
afterAll(async () => {
  clients.destroy();
  await sandbox.close();
});
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'doctor-'));
  writeFileSync(join(cwd, 'policy.yml'), 'version: 1\nregions: [us-east-1, eu-west-1]\ndesired: { status: ENABLED }\n');
});

function world({ stack = '', topic = '', trails, webhook, faults = '[]', rest = '' }: Parts = {}): void {
  sandbox.reset(
    parseWorld(
      `
accounts: { "${OWN}": { sessions: { "*": {} } } }
topics: [{ account: "${OWN}", region: us-east-1, name: macie-warden-prod${topic} }]
tables: [macie-warden-prod]
parameters: { /slack: ${webhook ?? `{ type: SecureString, value: "${SECRET}" }`} }
stack: { account: "${OWN}", region: us-east-1, slackWebhookParameter: /slack${stack} }
trails: ${trails ?? `[{ account: "${OWN}", region: us-east-1, name: all }]`}
faults: ${faults}
${rest}`,
      'world',
    ),
  );
}

async function runEnded(hoursAgo: number): Promise<void> {
  const at = new Date(Date.now() - hoursAgo * 3_600_000).toISOString();
  await putRun({ ...RUN, startedAt: at, finishedAt: at }, null, table());
}

function doctor(
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
  columns = 400,
): Promise<Shown> {
  return atTerminal(['doctor', '--policy', join(cwd, 'policy.yml'), ...args], {
    cwd,
    columns,
    env: { ...sandboxEnv(sandbox), NO_COLOR: '1', HOME: cwd, ...env },
  });
}

/** The lines of a standing, each with its step. */
function linesOf(stdout: string, standing: string): readonly string[] {
  return [...stdout.matchAll(new RegExp(`^  ${standing} +(.*)(?:\\n {13}(To do: .*))?$`, 'gm'))].map(
    ([, line = '', toDo = '']) => `${line}|${toDo}`,
  );
}

test('everything is right: each area has its lines, and the exit code is 0', async () => {
  world();
  await runEnded(1);
  const { code, stdout } = await doctor();
  expect(linesOf(stdout, '(?:wrong|not known)')).toEqual([]);
  expect(code).toBe(0);
  expect(stdout.split('\n').filter((line) => /^[a-z]+$/.test(line))).toEqual(AREAS);
  expect(stdout).toMatch(/\nresult: ok \(\d+ ok, 0 wrong, 0 not known\)\n$/);
  expect(stdout).not.toContain('secret');
  const writes = sandbox.calls.filter(({ operation }) =>
    /^(Put|BatchWrite|Update|Create|Delete|Enable|Send|Publish)/.test(operation),
  );
  expect(writes.map(({ operation }) => operation)).toEqual(['BatchWriteItem']);
});

test('ten things are wrong: each line names the thing and the next step, and the exit code is 1', async () => {
  world({
    stack:
      ', version: 0.0.1, remediation: report, deniedActions: ["sns:Publish"], schedule: DISABLED, rule: null, forwarders: { eu-west-1: DISABLED }, failedRuns: 3, timeToLive: false, key: { allows: ["cloudwatch.amazonaws.com"] }',
    topic: ', subscriptions: [{ protocol: email, endpoint: a@example.com, state: pending }]',
    trails: `[{ account: "${OWN}", region: us-east-1, name: all, logging: false }]`,
    webhook: '"http://example.com"',
  });
  writeFileSync(join(cwd, 'policy.yml'), `${readFileSync(join(cwd, 'policy.yml'), 'utf8')}remediation: enforce\n`);
  await runEnded(50);
  const { code, stdout } = await doctor();
  expect(code).toBe(1);
  const lines = linesOf(stdout, 'wrong');
  expect(lines.filter((line) => line.endsWith('|'))).toEqual([]);
  for (const expected of [
    /^deployed code: 0\.0\.1, .*\|To do: Deploy the stack/,
    /^role macie-warden-prod-CheckRole: IAM denies sns:Publish on arn:aws:sns:\S+\|To do: Deploy/,
    /^remediation: the policy has enforce, the stack was deployed with report.*\|To do: Deploy with --param/,
    /^table macie-warden-prod: old runs .*\|To do: Deploy/,
    /^topic macie-warden-prod: nobody receives it: no subscription is confirmed, 1 pending\|To do: Open the link/,
    /^key .* does not allow kms:Decrypt and kms:GenerateDataKey to arn:aws:iam::111122223333:role\/macie-warden-prod-CheckRole\|/,
    /^webhook parameter \/slack: its value is not the URL .*\|To do: Store/,
    /^schedule macie-warden-prod-check: it is DISABLED.*\|To do: Enable/,
    /^last full run: the last full run was 2 days ago\|To do: Start one/,
    /^queue of failed runs: 3 messages\|To do: See the log/,
    /^rule macie-warden-prod-changes in us-east-1: it does not exist.*\|To do: Deploy/,
    /^forwarding from eu-west-1: its rule is disabled.*\|To do: Enable/,
    /^trail for eu-west-1, us-east-1: the logging of trail all is off.*\|To do: Run `aws cloudtrail start-logging/,
  ])
    expect(lines).toContainEqual(expect.stringMatching(expected));
  expect(stdout).toContain('result: wrong (');
});

test('services that are denied: not known, with the sentence of AWS, and the exit code is 2', async () => {
  world({
    faults: '[{ kind: deny, match: { operations: ["kms:*", "cloudtrail:DescribeTrails", SimulatePrincipalPolicy] } }]',
  });
  await runEnded(1);
  const { code, stdout } = await doctor();
  expect(code).toBe(2);
  expect(linesOf(stdout, 'wrong')).toEqual([]);
  const lines = linesOf(stdout, 'not known');
  expect(lines).toHaveLength(3);
  expect(lines).toContainEqual(
    expect.stringMatching(/^key .*kms:DescribeKey was denied.*To do: Allow kms:DescribeKey/),
  );
  expect(lines).toContainEqual(expect.stringMatching(/^trail for eu-west-1, us-east-1: .*To do: Allow cloudtrail/));
  expect(lines).toContainEqual(expect.stringMatching(/^role macie-warden-prod-CheckRole: .*To do: Allow iam:Sim/));
});

describe('options', () => {
  test('--only examines these areas; JSON has each finding', async () => {
    world();
    const { code, stdout } = await doctor(['--only', 'trails,versions', '--json']);
    const { findings, ...report } = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(report).toMatchObject({ schemaVersion: 1, stack: 'macie-warden-prod', isDeployed: true, result: 'ok' });
    expect(new Set(findings.map(({ area }: { area: string }) => area))).toEqual(new Set(['versions', 'trails']));
    expect(findings.at(-1)).toEqual({
      area: 'trails',
      standing: 'ok',
      what: 'trail for eu-west-1, us-east-1',
      detail: 'trail all, multi-Region, records management events',
      toDo: null,
    });
  });

  test.each([
    [['--only', 'trail'], 'Did you mean trails?'],
    [['--stack', 'a_b'], 'Expected the name of a stack'],
  ])('%j is refused with 3', async (args, sentence) => {
    world();
    const { code, stderr } = await doctor(args);
    expect(code).toBe(3);
    expect(stderr).toContain(sentence);
  });

  test('a stack that is named and not there is wrong', async () => {
    world();
    const { code, stdout } = await doctor(['--stack', 'macie-warden-dev', '--only', 'versions']);
    expect(code).toBe(1);
    expect(linesOf(stdout, 'wrong')).toEqual([
      expect.stringMatching(/^stack macie-warden-dev: there is none in us-east-1\|To do: Name another with --stack/),
    ]);
  });

  test('no stack at all: what the command line needs is examined, and the line says so', async () => {
    world({ stack: ', name: macie-warden-dev' });
    const { code, stdout } = await doctor();
    expect(code).toBe(0);
    expect(stdout).toContain(
      'stack macie-warden-prod: there is none in us-east-1, so that only what the command line needs',
    );
    expect(stdout).not.toMatch(/^table$/m);
  });

  test('credentials that AWS does not accept: no examination, and 3', async () => {
    world();
    const { code, stdout, stderr } = await doctor([], { AWS_ACCESS_KEY_ID: 'nobody' });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain('AWS does not accept these credentials');
  });
});

test('60 columns hold every line but words that are longer, such as ARNs', async () => {
  world();
  await runEnded(1);
  const { stdout } = await doctor([], {}, 60);
  const long = stdout.split('\n').filter((line) => line.length > 60);
  expect(long.filter((line) => line.trim().includes(' '))).toEqual([]);
});

test('Macie answers what this version does not know: the words as they came', async () => {
  world({ faults: '[{ kind: empty, match: { operations: [GetMacieSession], regions: [eu-west-1] } }]' });
  const { code, stdout } = await doctor(['--only', 'macie']);
  expect(code).toBe(1);
  expect(linesOf(stdout, 'wrong')).toEqual([
    expect.stringMatching(/^Macie in eu-west-1: macie2:GetMacieSession in REGION answered .*\|.*report it/),
  ]);
});

test('a lease of a run that has died', async () => {
  world();
  const now = new Date(Date.now() - 3_600_000);
  await takeLease(OWN, { owner: 'run-0', now, until: new Date(now.getTime() + 45_000) }, table());
  const { stdout } = await doctor(['--only', 'table']);
  expect(linesOf(stdout, 'wrong')).toEqual([
    expect.stringMatching(/^lease of 111122223333: the run run-0 ended 59 minutes ago without giving it back/),
  ]);
});
