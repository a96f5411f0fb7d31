import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../../../lib/core/compliance/report.ts';
import { startSandbox, type Sandbox } from '../../../../sandbox/server/server.ts';
import { parseWorld } from '../../../../sandbox/worlds/world.ts';
import { warden } from '../../../cli/warden.ts';

const OWN = '111122223333';
const PROD = '222233334444';
const DEV = '333344445555';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

/** Macie is off everywhere. The own account has a bucket in eu-west-1, PROD in us-east-1, DEV none. */
function world({ prod = '', rest = '' }: { readonly prod?: string; readonly rest?: string } = {}): void {
  const text = `
organization:
  managementAccount: "${OWN}"
  accounts:
    "${OWN}": { name: management, buckets: { own-1: { region: eu-west-1 }, own-2: { region: eu-west-1 } } }
    "${PROD}": { name: prod, buckets: { prod-1: { region: us-east-1 } }${prod} }
    "${DEV}": { name: dev }
${rest}`;
  sandbox.reset(parseWorld(text, 'world'));
}

async function check(policy: string, args: readonly string[] = []): Promise<Report> {
  const cwd = mkdtempSync(join(tmpdir(), 'warden-'));
  writeFileSync(join(cwd, 'policy.yml'), `version: 1\ndesired: { status: ENABLED }\n${policy}\n`);
  const { stdout, stderr } = await warden(['check', '--format', 'json', ...args], { cwd, sandbox, env: { HOME: cwd } });
  expect(stderr).toBe('');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return JSON.parse(stdout) as Report;
}

const verdicts = ({ results }: Report) =>
  Object.fromEntries(results.map(({ accountId, region, verdict }) => [`${accountId} ${region}`, verdict]));
const callsOf = (operation: string) => sandbox.calls.filter((call) => call.operation === operation);
const TWO = 'accounts: organization\noverrides: [{ match: { regions: ["eu-*", "us-*"] }, onlyWithBuckets: true }]';
const REGIONS = 'regions: [eu-west-1, us-east-1]';

describe('a target whose account has no bucket in the Region', () => {
  test('is not applicable where the policy asks for buckets, and Macie is not called there', async () => {
    world();
    const report = await check('regions: with-buckets');
    const drifted = Object.entries(verdicts(report)).filter(([, verdict]) => verdict === 'drifted');
    expect(drifted).toEqual([[`${OWN} eu-west-1`, 'drifted']]);
    expect(report.results.find(({ region }) => region === 'us-east-1')).toMatchObject({
      verdict: 'not-applicable',
      detail: `account ${OWN} has no bucket in us-east-1`,
    });
    expect(callsOf('GetMacieSession').map(({ region }) => region)).toEqual(['eu-west-1']);
    expect(callsOf('ListBuckets')).toHaveLength(1);
    expect(report.scope).toMatchObject({ kind: 'full', targets: report.results.length });
  });

  test.each([[[]], [['--depth', 'status']]])('is so in each account by its own buckets: %j', async (args) => {
    world();
    expect(verdicts(await check(`${REGIONS}\n${TWO}`, args))).toMatchObject({
      [`${OWN} us-east-1`]: 'not-applicable',
      [`${PROD} eu-west-1`]: 'not-applicable',
      [`${DEV} eu-west-1`]: 'not-applicable',
      [`${DEV} us-east-1`]: 'not-applicable',
    });
    // One list for each account, whatever the number of Regions.
    expect(
      callsOf('ListBuckets')
        .map(({ accountId }) => accountId)
        .toSorted(),
    ).toEqual([OWN, PROD, DEV]);
  });

  test('is compared where the last override says so', async () => {
    world();
    const override = 'overrides: [{ match: { regions: [us-east-1] }, onlyWithBuckets: false }]';
    expect(verdicts(await check(`regions: with-buckets\n${override}`))).toMatchObject({
      [`${OWN} us-east-1`]: 'drifted',
      [`${OWN} us-west-1`]: 'not-applicable',
    });
  });

  test('is one of many in the machine-readable counts', async () => {
    world();
    const { summary } = await check(
      `${REGIONS}\noverrides: [{ match: { regions: [us-east-1] }, onlyWithBuckets: true }]`,
    );
    expect(summary).toMatchObject({ targets: 2, drifted: 1, notApplicable: 1 });
  });
});

test('a policy that does not depend on buckets lists none', async () => {
  world();
  await check(`${REGIONS}\naccounts: organization`);
  expect(callsOf('ListBuckets')).toEqual([]);
});

describe('buckets that could not be listed', () => {
  test.each([[[]], [['--depth', 'status']]])(
    'count as there: every target is compared, and a notice says why: %j',
    async (args) => {
      world({ rest: `faults: [{ kind: deny, match: { accounts: ["${PROD}"], operations: [ListBuckets] } }]` });
      const report = await check(`${REGIONS}\n${TWO}`, args);
      expect(verdicts(report)).toMatchObject({ [`${DEV} eu-west-1`]: 'not-applicable' });
      expect(verdicts(report)[`${PROD} eu-west-1`]).not.toBe('not-applicable');
      expect(report.notices.filter(({ kind }) => kind === 'buckets-unknown')).toEqual([
        {
          kind: 'buckets-unknown',
          message: expect.stringMatching(
            new RegExp(
              `^every target of account ${PROD} was compared, .* could not be listed: s3:ListBuckets .*denied`,
            ),
          ),
        },
      ]);
    },
  );

  test.each([['throttle'], ['html']])('by a fault of S3 as well: %s', async (kind) => {
    world({ rest: `faults: [{ kind: ${kind}, match: { operations: [ListBuckets] } }]` });
    const report = await check('regions: with-buckets\nexcludeRegions: [us-west-1]');
    expect(verdicts(report)).toMatchObject({ [`${OWN} us-east-1`]: 'drifted' });
    expect(report.notices).toMatchObject([{ kind: 'buckets-unknown' }]);
  });

  test('are repaired with enforce', async () => {
    world({ rest: 'faults: [{ kind: deny, match: { operations: [ListBuckets] } }]' });
    const cwd = mkdtempSync(join(tmpdir(), 'warden-'));
    const yaml =
      'version: 1\nregions: with-buckets\nremediation: enforce\nlimits: { maxActions: 40 }\ndesired: { status: ENABLED }\n';
    writeFileSync(join(cwd, 'policy.yml'), yaml);
    const { code, stdout } = await warden(['apply', '--yes'], { cwd, sandbox, env: { HOME: cwd } });
    expect([code, stdout]).toEqual([0, expect.stringContaining('could not be listed: s3:ListBuckets')]);
    expect(callsOf('EnableMacie').length).toBeGreaterThan(2);
  });

  test('because its role cannot be assumed: the lists of the administrators are compared', async () => {
    world({ prod: ', roles: {}, sessions: { eu-west-1: {} }' });
    const report = await check(`${REGIONS}\n${TWO}`);
    expect(report.notices.filter(({ kind }) => kind === 'buckets-unknown')).toMatchObject([
      { message: expect.stringContaining(PROD) },
    ]);
    expect(verdicts(report)[`${PROD} eu-west-1`]).toBe('unknown');
  });
});
