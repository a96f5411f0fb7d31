import { describe, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEV, OWN, PROD, useOrganization } from './organization.ts';
import { warden } from './warden.ts';

const { world, policy, allCalls, run, folder } = useOrganization();
const KEY = `arn:aws:kms:eu-west-1:${OWN}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const BASE = ['export-policy', '--bucket', 'results', '--key', KEY];
const PLACE = ['--accounts', OWN, '--regions', 'eu-west-1'];
const offline = (args: readonly string[]) => warden(args, { cwd: tmpdir() });

interface Printed {
  readonly bucketPolicyStatements: readonly { readonly Sid: string; readonly Condition: object }[];
  readonly keyPolicyStatements: readonly { readonly Principal: unknown; readonly Condition: object }[];
}
const parsed = (stdout: string): Printed => JSON.parse(stdout);
const sources = (accounts: readonly string[]) => ({ StringEquals: { 'aws:SourceAccount': accounts } });

describe('the policies for a bucket and a key', () => {
  test('are printed for accounts and Regions without AWS and without a policy', async () => {
    const ran = await offline([...BASE, '--accounts', `${PROD},${OWN}`, '--regions', 'me-south-1,eu-west-1']);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    const { bucketPolicyStatements, keyPolicyStatements } = parsed(ran.stdout);
    expect(bucketPolicyStatements.map(({ Sid }) => Sid)).toEqual([
      'AllowMacieToStoreResults',
      'DenyUnencryptedResults',
      'DenyResultsWithOtherKeys',
      'DenyAccessWithoutTls',
    ]);
    expect(keyPolicyStatements).toMatchObject([
      {
        Principal: { Service: ['macie.amazonaws.com', 'macie.me-south-1.amazonaws.com'] },
        Condition: sources([OWN, PROD]),
      },
    ]);
  });

  test('are printed for the accounts and Regions of a policy', async () => {
    world();
    policy(`excludeAccounts: ["${DEV}"]`);
    const ran = await run(BASE);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    const [statement] = parsed(ran.stdout).keyPolicyStatements;
    expect(statement?.Condition).toMatchObject(sources([OWN, PROD]));
    expect(JSON.stringify(statement?.Condition)).toContain(`:us-east-1:${PROD}:classification-job/*`);
    expect(allCalls().filter(({ service }) => service === 'macie2' || service === 's3')).toEqual([]);
  });

  test('leave out opt-in Regions that nobody named, and say so', async () => {
    world();
    writeFileSync(join(folder(), 'all.yml'), `version: 1\naccounts: ["${OWN}"]\ndesired: { status: ENABLED }\n`);
    const ran = await run([...BASE, '--policy', 'all.yml']);
    expect(ran.stderr).toMatch(/left out: the opt-in Regions af-south-1, .*me-south-1\. Name with --regions/);
    const [statement] = parsed(ran.stdout).keyPolicyStatements;
    expect(statement?.Principal).toEqual({ Service: ['macie.amazonaws.com'] });
    expect(JSON.stringify(statement)).toContain(`arn:aws:macie2:us-west-2:${OWN}:`);
  });

  test('keep the opt-in Region of the key alone, where regions: all can use no other', async () => {
    world();
    writeFileSync(join(folder(), 'all.yml'), `version: 1\naccounts: ["${OWN}"]\ndesired: { status: ENABLED }\n`);
    const key = KEY.replace('eu-west-1', 'me-south-1');
    const ran = await run(['export-policy', '--bucket', 'results', '--key', key, '--policy', 'all.yml']);
    expect(ran.stderr).toMatch(/left out: ap-northeast-1, .*: the key, and so the bucket, is in the opt-in Region/);
    expect(parsed(ran.stdout).keyPolicyStatements[0]?.Principal).toEqual({
      Service: ['macie.me-south-1.amazonaws.com'],
    });
  });

  test('are printed as text, with their sizes', async () => {
    const ran = await offline([...BASE, ...PLACE, '--prefix', 'macie', '--format', 'text']);
    expect(ran.stdout).toMatch(
      /^Add these statements to the policy of the bucket results \(\d+ bytes of the 20480 that AWS takes\):\n\n\[/,
    );
    expect(ran.stdout).toContain(`Add these statements to the policy of the key ${KEY} (`);
    expect(ran.stdout).toContain('"arn:aws:s3:::results/macie/*"');
    expect(ran.stdout).toMatch(/They let Macie store discovery results of 1 account in 1 Region: eu-west-1\.\n$/);
  });

  test('are printed for an organization of any size', async () => {
    const ran = await offline([
      ...BASE,
      '--regions',
      'eu-west-1',
      '--organization-id',
      'o-exampleorgid',
      '--format',
      'text',
    ]);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toContain('"aws:SourceOrgID": "o-exampleorgid"');
    expect(ran.stdout).toContain('of every account of the organization o-exampleorgid in 1 Region');
  });

  test('are not printed where they are longer than AWS takes: what to do instead', async () => {
    const many = Array.from({ length: 3000 }, (_, index) => String(100_000_000_000 + index)).join(',');
    const ran = await offline([...BASE, '--regions', 'eu-west-1', '--accounts', many]);
    expect(ran).toMatchObject({ code: 3, stdout: '' });
    expect(ran.stderr).toMatch(
      /the policies are too long: that of the bucket has \d+ bytes of the 20480 .*--organization-id/,
    );
  });
});

test.each<[string, readonly string[], RegExp]>([
  [
    'a placeholder',
    ['export-policy', '--bucket', 'results-{region}', '--key', KEY, ...PLACE],
    /--bucket: .*once for each/,
  ],
  [
    'an alias',
    ['export-policy', '--bucket', 'results', '--key', KEY.replace('key/', 'alias/'), ...PLACE],
    /--key: .*not of an alias/,
  ],
  ['a prefix with a / before it', [...BASE, ...PLACE, '--prefix', '/macie'], /--prefix: expected a prefix/],
  [
    'an id that is none',
    [...BASE, '--regions', 'eu-west-1', '--organization-id', 'r-ab12'],
    /--organization-id: expected the id/,
  ],
  [
    'an organization and accounts',
    [...BASE, ...PLACE, '--organization-id', 'o-exampleorgid'],
    /without --accounts, found both/,
  ],
  [
    'a Region without Macie',
    [...BASE, '--accounts', OWN, '--regions', 'ap-south-2'],
    /--regions: AWS does not offer Macie in ap-south-2/,
  ],
  [
    'a Region that may not use the bucket',
    ['export-policy', '--bucket', 'results', '--key', KEY.replace('eu-west-1', 'me-south-1'), ...PLACE],
    /--regions: the key, and so the bucket, is in the opt-in Region me-south-1/,
  ],
])('%s is bad usage', async (_, args, message) => {
  const ran = await offline(args);
  expect(ran).toMatchObject({ code: 3, stdout: '' });
  expect(ran.stderr).toMatch(message);
});
