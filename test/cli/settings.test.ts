import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { warden } from './warden.ts';

let sandbox: Sandbox;
let cwd: string;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'warden-'));
});
afterAll(() => sandbox.close());

function policy(desired: string, rest = ''): void {
  writeFileSync(join(cwd, 'policy.yml'), `version: 1\nregions: [eu-west-1]\ndesired: ${desired}\n${rest}\n`);
}

function world(rest: string, faults = ''): void {
  sandbox.reset(parseWorld(`accounts: { "111122223333": { sessions: { "*": {} }, ${rest} } }\n${faults}`, 'world'));
}

const run = (...args: string[]) => warden(args, { cwd, sandbox });

describe('a settings group that must not be read beside a session that is as desired', () => {
  test.each([
    ['findingsPublication', 'macie2:GetFindingsPublicationConfiguration', '{ policyFindings: true }'],
    ['reveal', 'macie2:GetRevealConfiguration', '{ status: DISABLED }'],
    ['organization', 'macie2:DescribeOrganizationConfiguration', '{ autoEnable: true }'],
    ['administrator', 'macie2:GetAdministratorAccount', '{ administrator: "444455556666" }'],
  ])('%s: exit 2, with its name and the permission', async (group, operation, wanted) => {
    const key = group === 'administrator' ? 'organization' : group;
    policy(`{ status: ENABLED, ${key}: ${wanted} }`);
    world('', `faults: [{ kind: deny, match: { operations: ["${operation}"] } }]`);
    const ran = await run('check');
    expect(ran).toMatchObject({ code: 2, stderr: '' });
    expect(ran.stdout).toMatch(/\nUNKNOWN \(1\)\n/);
    expect(ran.stdout.replaceAll(/\s+/g, ' ')).toContain(`${group}: access-denied`);
    expect(ran.stdout.replaceAll(/\s+/g, ' ')).toContain(`allow ${operation} in the`);
    const [result] = (JSON.parse((await run('check', '--format', 'json')).stdout) as { results: object[] }).results;
    expect(result).toMatchObject({
      verdict: 'unknown',
      settings: { status: 'ENABLED' },
      unknowns: [{ group, reason: 'access-denied' }],
    });
  });

  test('securityHub, which the publication needs', async () => {
    policy('{ status: ENABLED, securityHub: ENABLED }');
    world('', 'faults: [{ kind: deny, match: { operations: ["securityhub:DescribeHub"] } }]');
    const { code, stdout } = await run('check');
    expect([code, stdout.replaceAll(/\s+/g, ' ')]).toEqual([
      2,
      expect.stringContaining('allow securityhub:DescribeHub in the'),
    ]);
  });
});

describe('rules on a nested setting', () => {
  const RULES = `overrides: [{ match: { regions: [eu-west-1] }, desired: { findingsPublication: { policyFindings: false } } }]
waivers: [{ match: { regions: [eu-west-1] }, settings: [findingsPublication.policyFindings], reason: r, owner: o, expires: 2099-01-01 }]`;
  const DESIRED = '{ status: ENABLED, findingsPublication: { policyFindings: true, classificationFindings: true } }';

  test('override it alone, waive it alone, and explain names it', async () => {
    policy(DESIRED, RULES);
    world('findingsPublication: { "*": { policyFindings: true, classificationFindings: true } }');
    const [result] = (JSON.parse((await run('check', '--format', 'json')).stdout) as { results: object[] }).results;
    expect(result).toMatchObject({
      verdict: 'waived',
      drifts: [{ setting: 'findingsPublication.policyFindings', desired: 'false', waiver: { owner: 'o' } }],
    });
    const { stdout } = await run('policy', 'explain', '--region', 'eu-west-1', '--account', '111122223333');
    expect(stdout.replaceAll(/ {2,}/g, '  ')).toContain(
      'findingsPublication.policyFindings  false  overrides[0]  Region eu-west-1\n',
    );
    expect(stdout.replaceAll(/ {2,}/g, '  ')).toContain('findingsPublication.classificationFindings  true  desired\n');
    expect(stdout).toContain('waives findingsPublication.policyFindings until 2099-01-01, o: r');
  });

  test('by the name of their map are an error that lists the settings', async () => {
    policy(DESIRED, RULES.replace('settings: [findingsPublication.policyFindings]', 'settings: [findingsPublication]'));
    const ran = await run('check');
    expect(ran).toMatchObject({ code: 3, stdout: '' });
    expect(ran.stderr).toContain(
      'found "findingsPublication". It is a map of settings: name findingsPublication.policyFindings, findingsPublication.classificationFindings',
    );
  });
});
