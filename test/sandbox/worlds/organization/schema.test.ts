import { expect, test } from '@jest/globals';
import { parseWorld } from '../../../../sandbox/worlds/world.ts';

const inOrganization = (text: string) => `organization: { managementAccount: "999900000001", ${text} }`;

test.each([
  ['no management account', 'organization: {}', /^w\.yml:1:1: organization\.managementAccount: expected an account/],
  [
    'an OU that does not exist',
    inOrganization(
      'organizationalUnits: [{ id: ou-ab12-11111111, name: a }], accounts: { "222200000001": { organizationalUnit: ou-ab12-11111112 } }',
    ),
    /222200000001\.organizationalUnit: ou-ab12-11111112 is no OU of this organization; did you mean ou-ab12-11111111\?$/,
  ],
  [
    'an OU that occurs twice',
    inOrganization(
      'organizationalUnits: [{ id: ou-ab12-11111111, name: a, organizationalUnits: [{ id: ou-ab12-11111111, name: b }] }]',
    ),
    /organizationalUnits: ou-ab12-11111111 is there twice$/,
  ],
  [
    'an OU of another form',
    inOrganization('organizationalUnits: [{ id: prod, name: a }]'),
    /expected an id such as ou-/,
  ],
  [
    'a misspelt relationship',
    inOrganization('accounts: { "222200000001": { membership: Pausd } }'),
    /membership.*: Pausd is no relationshipStatus; did you mean Paused\?$/,
  ],
  [
    'a membership in a Region without Macie',
    inOrganization('accounts: { "222200000001": { membership: { eu-central-2: Paused } } }'),
    /membership\.eu-central-2: eu-central-2 is a Region without Macie; did you mean eu-central-1\?$/,
  ],
  [
    'an administrator of another form',
    inOrganization('administrator: { eu-west-1: "1" }'),
    /administrator\.eu-west-1.*: expected an account of 12 digits, in quotes$/,
  ],
  ['a lag without a unit', inOrganization('lag: 5'), /lag: expected a time such as 500ms, 15s or 15m$/],
  [
    'an account that is described twice',
    `${inOrganization('accounts: { "222200000001": {} }')}\naccounts: { "222200000001": {} }`,
    'w.yml:2:13: accounts.222200000001: 222200000001 is an account of the organization as well: describe it once',
  ],
])('a problem with %s has its place', (_, yaml, message) => {
  expect(() => parseWorld(yaml, 'w.yml')).toThrow(message);
});

test('an administrator is one account, or one or several by Region', () => {
  const administratorOf = (text: string) =>
    parseWorld(inOrganization(`administrator: ${text}`), 'w.yml').organization?.administrator;
  const one = { account: '111122223333', status: 'ENABLED' };
  const leaving = { account: '111122223334', status: 'DISABLING_IN_PROGRESS' };
  expect(administratorOf('"111122223333"')).toEqual({ '*': [one] });
  expect(administratorOf('null')).toEqual({ '*': [] });
  expect(
    administratorOf(
      '{ "*": "111122223333", eu-west-1: null, eu-west-2: { account: "111122223334", status: DISABLING_IN_PROGRESS }, eu-west-3: ["111122223333", { account: "111122223334", status: DISABLING_IN_PROGRESS }] }',
    ),
  ).toEqual({ '*': [one], 'eu-west-1': [], 'eu-west-2': [leaving], 'eu-west-3': [one, leaving] });
});

test('a relationship that AWS does not have yet is accepted', () => {
  const world = parseWorld(inOrganization('accounts: { "222200000001": { membership: Hibernating } }'), 'w.yml');
  expect(world.organization?.accounts['222200000001']?.membership).toEqual({
    '*': { status: 'Hibernating', by: 'organization' },
  });
});
