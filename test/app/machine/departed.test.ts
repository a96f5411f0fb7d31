import { beforeEach, describe, expect, test } from '@jest/globals';
import type { StepDeps } from '../../../lib/app/machine/deps.ts';
import type { OrganizationAccount } from '../../../lib/core/organization/account.ts';
import { snsMessage } from '../../../lib/render/messages/sns.ts';
import { ADMINISTRATOR, member, PAUSED_ALONE, POLICY, world } from './organization.ts';
import { useMachine } from './machine.ts';

const machine = useMachine();
const REPORTS = POLICY.replace('remediation: enforce', 'remediation: report');
const GONE = member(3);

/** AWS Organizations with another list of accounts. */
function listing(change: (accounts: readonly OrganizationAccount[]) => readonly OrganizationAccount[]) {
  const { readOrganization } = machine.deps();
  const deps: Partial<StepDeps> = {
    readOrganization: async (order) => {
      const found = await readOrganization(order);
      return found.kind === 'known'
        ? { kind: 'known', value: { ...found.value, accounts: change(found.value.accounts) } }
        : found;
    },
  };
  return { deps };
}

const without = listing.bind(null, (accounts) => accounts.filter(({ accountId }) => accountId !== GONE));
const open = () => machine.store().openAccounts();

beforeEach(async () => {
  machine.reset(world({ 3: PAUSED_ALONE }), REPORTS);
  await machine.run();
});

/** What the last run told of the account. */
function told() {
  const result = machine.results.at(-1);
  const alerts = result?.alerts ?? [];
  const changes = {
    alerts,
    state: result?.state ?? { drifts: [], unreadable: [], ledgers: [], sessions: [], policies: [] },
    note: null,
  };
  const message = snsMessage(machine.report(), { changes });
  return {
    kinds: alerts.map(({ kind, accountId }) => `${kind} ${accountId}`),
    subject: message.subject,
    body: message.message,
  };
}

describe('what is open in an account', () => {
  test('that left the organization ends, with that as the reason, and not as repaired', async () => {
    expect(await open()).toEqual([GONE]);
    await machine.run(without(), { name: 'run-2' });
    expect(told().kinds).toEqual([`resolved ${GONE}`]);
    expect(told().subject).toBe(
      `[INFO] Macie is no longer compared in eu-west-1 of ${GONE}: the account left the organization`,
    );
    expect(told().body).toContain('Why: the account left the organization: AWS Organizations no longer lists it.');
    expect(told().body).not.toMatch(/repaired|ON again/);
    expect(await open()).toEqual([]);
    const { results, verdict } = machine.report();
    expect(results.filter(({ accountId }) => accountId === GONE).map((one) => one.verdict)).toEqual([
      'not-applicable',
      'not-applicable',
    ]);
    expect(verdict).toBe('compliant');
    await machine.run(without(), { name: 'run-3' });
    expect(machine.report().results.some(({ accountId }) => accountId === GONE)).toBe(false);
  });

  test.each(['SUSPENDED', 'CLOSED'])('that is %s ends, with its state as the reason', async (state) => {
    await machine.run(
      listing((accounts) => accounts.map((one) => (one.accountId === GONE ? { ...one, state } : one))),
      { name: 'run-2' },
    );
    expect(told().kinds).toEqual([`resolved ${GONE}`]);
    expect(told().body).toContain(`Why: the state of the account is ${state} in AWS Organizations.`);
    expect(await open()).toEqual([]);
  });

  test('that the policy no longer covers ends with that as the reason', async () => {
    machine.policy(`${REPORTS}excludeAccounts: ["${GONE}"]\n`);
    await machine.run({}, { name: 'run-2' });
    expect(told().kinds).toContain(`resolved ${GONE}`);
    expect(told().body).toContain('the policy no longer covers this account');
    expect(await open()).toEqual([]);
  });

  test('ends by a run of a policy with a list of the own account alone, as before a change to accounts: self', async () => {
    machine.policy(REPORTS.replace('accounts: organization', `accounts: ["${ADMINISTRATOR}"]`));
    await machine.run({}, { name: 'run-2' });
    expect(told().kinds).toContain(`resolved ${GONE}`);
    expect(told().body).toContain('the policy no longer covers this account');
    expect(await open()).toEqual([]);
  });

  test.each([
    ['a run that is narrowed', { accounts: [member(4)] }],
    ['a run that is narrowed to a Region', { regions: ['eu-west-1'] }],
    ['a run of the status alone', { depth: 'status' }],
  ])('stays open after %s', async (_, input) => {
    await machine.run(without(), { name: 'run-2', input });
    expect(await open()).toEqual([GONE]);
  });

  test('stays open where the table does not list what is open', async () => {
    const { openOrganizationStore } = machine.deps();
    const warned: string[] = [];
    const { deps } = without();
    await machine.step(
      'plan',
      { runId: 'run-2', maxConcurrency: '1', request: {} },
      {
        deps: {
          ...deps,
          warn: (message) => warned.push(message),
          openOrganizationStore: async () => ({
            ...(await openOrganizationStore()),
            openAccounts: () => Promise.reject(new Error('throttled')),
          }),
        },
      },
    );
    expect(warned).toEqual([expect.stringContaining('stays open')]);
    expect(await machine.read('runs/run-2/plan.json')).not.toContain(GONE);
  });
});
