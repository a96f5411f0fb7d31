import { expect, test } from '@jest/globals';
import { REPORTS, useMachine } from './machine.ts';
import { MANAGEMENT, ADMINISTRATOR, POLICY } from './organization.ts';

const machine = useMachine();

const ON = 'sessions: { "*": {} }';

function small(rest = ''): string {
  return `
organization:
  managementAccount: "${MANAGEMENT}"
  administrator: "${ADMINISTRATOR}"
  organizationalUnits:
    - id: ou-ab12-11111111
      name: Workloads
      organizationalUnits: [{ id: ou-ab12-22222222, name: Production }]
    - { id: ou-ab12-33333333, name: Empty }
  accounts:
    "${MANAGEMENT}": { ${ON} }
    "${ADMINISTRATOR}": { ${ON}, organizationalUnit: ou-ab12-11111111 }
    "222200000001": { ${ON}, organizationalUnit: ou-ab12-22222222 }
objects: { archive/README: the archive, reports/README: the reports }
tables: [state]
topics: [{ account: "${ADMINISTRATOR}", region: us-east-1, name: alerts }]
${rest}`;
}

/** The page that a run archives. */
async function archivedPage(world: string): Promise<string> {
  machine.reset(world, POLICY);
  expect((await machine.run()).execution.error).toBeNull();
  return machine.read('reports/latest.html', REPORTS);
}

const asked = () =>
  machine.sandbox().calls.filter(({ operation }) => operation === 'DescribeOrganizationalUnit').length;

test('the archived page has the names of the units of its accounts, at a call of the plan for each', async () => {
  const page = await archivedPage(small());
  expect(page).toContain('<bdi>Workloads / Production</bdi>');
  expect(page).not.toContain('ou-ab12-');
  expect(asked()).toBe(2);
});

test('without the permission it has their ids, and nothing else is lost', async () => {
  const page = await archivedPage(
    small('faults: [{ kind: deny, match: { operations: [DescribeOrganizationalUnit] } }]'),
  );
  expect(page).toContain('<bdi>ou-ab12-11111111 / ou-ab12-22222222</bdi>');
  expect(asked()).toBe(1);
});
