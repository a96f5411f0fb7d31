import { expect, test } from '@jest/globals';
import { parseParameters } from '../../serverless/parameters.ts';

const CONTEXT = { region: 'us-east-1', stage: 'prod', policy: null };
const DEFAULTS = {
  remediation: 'report',
  schedule: 'rate(1 hour)',
  alertEmail: 'a@example.com',
  logRetentionDays: '90',
  archive: 'on',
  archiveRetentionDays: '400',
  evidenceLock: 'off',
  forwarding: 'off',
  organization: 'off',
  memberStackSet: 'off',
  maxConcurrency: '10',
  readRoleName: 'read',
  repairRoleName: 'repair',
  stackSetCallAs: 'delegated-admin',
  policySource: 'policy.yml',
};
const parse = (given: Readonly<Record<string, string>>) =>
  parseParameters(new Map(Object.entries({ ...DEFAULTS, ...given })), CONTEXT);

test('reports are archived unless somebody says no', () => {
  expect(parse({})).toMatchObject({ problems: [], warnings: [] });
  expect(parse({}).values.archive).toMatchObject({
    bucket: 'on',
    name: { Ref: 'ReportArchive' },
    lock: 'off',
    retentionDays: 400,
    encryption: { SSEAlgorithm: 'AES256' },
  });
  expect(parse({ archive: 'off', organization: 'on' }).values.archive).toMatchObject({
    bucket: 'off',
    name: '',
    ofOrganization: 'off',
  });
});

test.each([
  ['archiveRetentionDays', '0', 'a whole number of days from 1 to 3650'],
  ['archiveRetentionDays', '3651', 'a whole number of days from 1 to 3650'],
  ['archiveRetentionDays', '1 year', 'a whole number of days from 1 to 3650'],
  ['archive', 'yes', 'off or on'],
  ['evidenceLock', 'on', 'off, governance or compliance'],
])('%s=%s is refused', (name, value, expected) => {
  expect(parse({ [name]: value }).problems).toContainEqual(
    `--param ${name}: expected ${expected}, found ${JSON.stringify(value)}`,
  );
});

test.each(['1', '9', '365', '2557', '3599', '3600', '3649', '3650'])('%s days are taken', (days) => {
  expect(parse({ archiveRetentionDays: days })).toMatchObject({
    problems: [],
    values: { archive: { retentionDays: Number(days) } },
  });
});

test('a lock needs an archive, and one that nobody can open is a warning', () => {
  expect(parse({ archive: 'off', evidenceLock: 'governance' }).problems).toEqual([
    '--param evidenceLock=governance needs --param archive=on: there is nothing to lock',
  ]);
  expect(parse({ evidenceLock: 'governance' }).warnings).toEqual([]);
  expect(parse({ evidenceLock: 'compliance', archiveRetentionDays: '730' }).warnings).toEqual([
    expect.stringMatching(/^--param evidenceLock=compliance: for 730 days nobody can delete a report/),
  ]);
});
