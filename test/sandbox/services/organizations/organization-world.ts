import { parseWorld } from '../../../../sandbox/worlds/world.ts';

export const MANAGEMENT = '999900000001';
export const ADMINISTRATOR = '111122223333';
export const PRODUCTION = '222200000001';
export const NESTED = '222200000002';
export const CLOSED = '222200000003';
export const OUTSIDE = '555500000001';

/** An organization with nested OUs, as a world file describes it. `more` are further keys of `organization`. */
export function organizationWorld(more = '') {
  return parseWorld(
    `
organization:
  id: o-exampleorg1
  managementAccount: "${MANAGEMENT}"
  administrator: "${ADMINISTRATOR}"
  organizationalUnits:
    - id: ou-ab12-11111111
      name: Workloads
      organizationalUnits:
        - { id: ou-ab12-22222222, name: Production }
    - { id: ou-ab12-33333333, name: Suspended }
  accounts:
    "${PRODUCTION}": { name: prod-web, email: web@example.com, organizationalUnit: ou-ab12-11111111 }
    "${NESTED}": { name: prod-data, organizationalUnit: ou-ab12-22222222 }
    "${CLOSED}": { name: old, organizationalUnit: ou-ab12-33333333, state: CLOSED }
${more}
accounts: { "${OUTSIDE}": {} }
`,
    'world',
  );
}
