import { beforeAll, expect, test } from '@jest/globals';
import { ADMINISTRATOR, member, PAUSED_ALONE, PAUSED_MEMBER, POLICY, world } from '../app/machine/organization.ts';
import { useMachine, type Incidents } from '../app/machine/machine.ts';
import { compiledTemplate } from './compile-template.ts';
import { memberTemplate } from './member-template.ts';
import { ORGANIZATION } from './package-stack.ts';
import { allowedActions } from './template.ts';

const machine = useMachine();

/** What a call needs, where IAM has another name for it. Everybody may ask STS who they are. */
const ACTIONS: Readonly<Record<string, string>> = {
  's3:HeadObject': 's3:GetObject',
  's3:ListBuckets': 's3:ListAllMyBuckets',
  'sts:GetCallerIdentity': '',
};

interface Calls {
  /** Of each step, with the credentials of the hub. */
  readonly hub: Map<string, Set<string>>;
  /** With the roles of other accounts. */
  readonly members: Set<string>;
}

/** Runs the machine over a world, and adds its calls to those of earlier runs. */
async function addCalls(
  text: string,
  policy: string,
  { hub, members }: Calls,
  { input = {}, ...incidents }: Incidents & { readonly input?: object } = {},
): Promise<void> {
  machine.reset(text, policy);
  const { calls } = machine.sandbox();
  const starts: { readonly step: string; readonly seq: number }[] = [];
  const before = (step: string) => void starts.push({ step: step.split(':')[0] ?? step, seq: calls.length });
  const { execution } = await machine.run({ ...incidents, before }, { input });
  expect(execution.error).toBeNull();
  for (const [index, { service, operation, accountId, userAgent }] of calls.entries()) {
    const step = starts.findLast(({ seq }) => seq <= index)?.step;
    const named = `${service}:${operation}`;
    const action = ACTIONS[named] ?? named;
    // The machine itself reads the items of a Map Run.
    if (step === undefined || action === '' || !userAgent.includes('macie-warden')) continue;
    if (accountId === ADMINISTRATOR) hub.set(step, (hub.get(step) ?? new Set()).add(action));
    else members.add(action);
  }
}

/** The same with the sessions of the administrator itself: what is repaired in it, the role of the step looks up and repairs. */
const withAdministrator = (text: string, sessions: string): string =>
  text.replace(/(name: security, sessions: ).*/, `$1${sessions} }`);

/** Every setting beside the session that is written by its own account, and those that are only reported. */
const SETTINGS = [
  'status: ENABLED, membership: member, reveal: { status: ENABLED }, securityHub: ENABLED',
  "organization: { administrator: '999900000001', autoEnable: true, memberLimit: not-reached }",
  'findingsPublication: { policyFindings: true, classificationFindings: true }',
  "classificationExport: { bucketName: results, kmsKeyArn: 'arn:aws:kms:{region}:{account}:key/1' }",
].join(', ');

const calls: Calls = { hub: new Map(), members: new Set() };
beforeAll(async () => {
  const members = { 3: PAUSED_MEMBER, 4: '{ membership: null, sessions: {} }', 26: PAUSED_ALONE };
  const drifted = withAdministrator(world(members), '{ "*": {}, us-east-1: { status: PAUSED } }');
  // A second attempt at the repairs reads all of it again.
  await addCalls(drifted, POLICY, calls, { killedBeforeWrite: ['repair:0', 'repair:1'] });
  const unreachable = { 3: '{ roles: { "*": null }, sessions: { "*": { status: PAUSED } } }' };
  await addCalls(withAdministrator(world(unreachable), '{ eu-west-1: {} }'), POLICY, calls, {
    killedBeforeWrite: ['repair:0'],
  });
  await addCalls(drifted, POLICY.replace('remediation: enforce', 'remediation: report'), calls);
  await addCalls(drifted, POLICY, calls, { input: { depth: 'status' } });
  await addCalls(drifted, POLICY.replace(/regions: .*/, 'regions: all'), calls, { input: { accounts: [member(3)] } });
  // Automated discovery, off in the administrator, and off in its members alone.
  const discovery = POLICY.replace(
    'status: ENABLED',
    'automatedDiscovery: ENABLED, automatedDiscoveryOfMembers: ENABLED',
  );
  const only = { accounts: [ADMINISTRATOR, member(3), member(4)] };
  for (const status of ['DISABLED', 'ENABLED']) {
    const text = world({ 4: '{ membership: null, sessions: { "*": {} } }' });
    const more = `  automatedDiscovery: { status: ${status} }\n  accounts:`;
    await addCalls(text.replace('  accounts:', more), discovery, calls, { input: only });
  }
  const settings = POLICY.replace('status: ENABLED', SETTINGS);
  await addCalls(withAdministrator(world({}), '{ "*": null }'), settings, calls, {
    input: { accounts: [ADMINISTRATOR] },
  });
  await addCalls(world({}), settings, calls, {
    input: { accounts: [ADMINISTRATOR] },
  });
}, 300_000);

test('every call of a step is one that its role allows, and every call in a member one of its two roles', async () => {
  const { template } = await compiledTemplate(ORGANIZATION);
  const allowedTo = (step: string) =>
    allowedActions(template, `Organization${step.charAt(0).toUpperCase()}${step.slice(1)}Role`);
  expect([...calls.hub.keys()].toSorted()).toEqual(['conclude', 'gate', 'plan', 'repair', 'scan']);
  for (const [step, called] of calls.hub) {
    const allowed = allowedTo(step);
    expect([step, [...called].filter((action) => !allowed.has(action))]).toEqual([step, []]);
  }
  // The other way round: what a role allows is called.
  const isOf = (services: RegExp) => (action: string) => services.test(action);
  const unused = (step: string, services: RegExp) =>
    [...allowedTo(step)].filter(isOf(services)).filter((action) => calls.hub.get(step)?.has(action) !== true);
  // A hub that is no administrator, a member that was removed (test/app/enforce/administrator.test.ts), and accounts that are read
  // again after a plan turned discovery on.
  expect(unused('repair', /^(macie2|cloudtrail):/)).toEqual([
    'macie2:ListOrganizationAdminAccounts',
    'macie2:DeleteMember',
    'macie2:GetBucketStatistics',
  ]);
  expect(calls.hub.get('repair')).toContain('macie2:UpdateAutomatedDiscoveryConfiguration');
  expect(calls.hub.get('repair')).toContain('macie2:BatchUpdateAutomatedDiscoveryAccounts');
  expect(calls.hub.get('conclude')).toContain('cloudtrail:LookupEvents');
  expect(calls.hub.get('scan')).toContain('sts:AssumeRole');
  expect(calls.members).toContain('s3:ListAllMyBuckets');

  const inMembers = new Set([
    ...allowedActions(memberTemplate, 'ReadRole'),
    ...allowedActions(memberTemplate, 'RepairRole'),
  ]);
  expect([...calls.members].filter((action) => !inMembers.has(action))).toEqual([]);
  expect([...calls.members]).toEqual(
    expect.arrayContaining([
      'macie2:UpdateMacieSession',
      'macie2:UpdateAutomatedDiscoveryConfiguration',
      'cloudtrail:LookupEvents',
      'account:ListRegions',
    ]),
  );
});
