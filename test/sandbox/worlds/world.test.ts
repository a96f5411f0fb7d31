import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { GetMacieSessionCommand } from '@aws-sdk/client-macie2';
import { MACIE_REGIONS } from '../../../sandbox/worlds/regions.ts';
import { startSandbox } from '../../../sandbox/server/server.ts';
import { EMPTY_WORLD, parseWorld } from '../../../sandbox/worlds/world.ts';
import { clientsOf } from '../values.ts';

const inAccount = (text: string) => `accounts: { "111122223333": { ${text} } }`;

test.each([
  ['a key', 'acounts: {}', 'w.yml:1:1: acounts: there is no such key'],
  ['an account', 'accounts: { "1": {} }', 'w.yml:1:13: accounts.1: expected an account of 12 digits, in quotes'],
  [
    'a leading zero without quotes',
    'accounts:\n  012345678901: {}',
    'w.yml:2:3: accounts.12345678901: expected an account of 12 digits, in quotes',
  ],
  [
    'a status',
    'accounts:\n  "111122223333":\n    sessions:\n      eu-west-1: { status: OFF }',
    /^w\.yml:4:20: accounts\.111122223333\.sessions\.eu-west-1\.status: expected ENABLED or PAUSED, found "OFF"\. Where Macie is off/,
  ],
  [
    'a session that is disabled',
    inAccount('sessions: { eu-west-1: { status: DISABLED } }'),
    'w.yml:1:56: accounts.111122223333.sessions.eu-west-1.status: expected ENABLED or PAUSED, found "DISABLED". Where Macie is off there is no session: write null in place of all of it, as eu-west-1: null',
  ],
  [
    'a misspelt status',
    inAccount('sessions: { eu-west-1: { status: PAUSE } }'),
    /\.status: expected ENABLED or PAUSED, found "PAUSE"$/,
  ],
  [
    'a status in place of a session',
    inAccount('sessions: { eu-west-1: DISABLED }'),
    /sessions\.eu-west-1: expected a session such as \{ status: PAUSED \}, or null where Macie is off, found "DISABLED"$/,
  ],
  [
    'a misspelt Region',
    inAccount('sessions: { eu-wset-1: {} }'),
    'w.yml:1:43: accounts.111122223333.sessions.eu-wset-1: eu-wset-1 is no Region; did you mean eu-west-1?',
  ],
  [
    'a session without Macie',
    inAccount('sessions: { eu-central-2: null }'),
    'w.yml:1:43: accounts.111122223333.sessions.eu-central-2: eu-central-2 is a Region without Macie; did you mean eu-central-1?',
  ],
  [
    'an opt-in',
    inAccount('optedIn: [me-suth-1]'),
    'w.yml:1:41: accounts.111122223333.optedIn.0: me-suth-1 is no Region; did you mean me-south-1?',
  ],
  [
    'a protocol',
    'topics: [{ account: "111122223333", region: us-east-1, name: a, subscriptions: [{ protocol: emial, endpoint: x }] }]',
    /^w\.yml:1:83: topics\.0\.subscriptions\.0\.protocol: expected one of "application"\|"email"/,
  ],
  ['a fault', 'faults: [{ kind: explode }]', /^w\.yml:1:12: faults\.0\.kind: expected one of "deny"\|/],
  [
    'what a fault cannot use',
    'faults: [{ kind: throttle, ms: 5 }]',
    'w.yml:1:28: faults.0.ms: ms is for slow, not for throttle',
  ],
  ['an object without a bucket', 'objects: { a.yml: x }', 'w.yml:1:12: objects.a.yml: expected bucket/key'],
  [
    'a parameter',
    'parameters: { /a: 5 }',
    'w.yml:1:15: parameters./a: expected a text, or { type: SecureString, value: … }',
  ],
  ['a key given twice', 'faults: []\nfaults: []', 'w.yml:2:1: Map keys must be unique'],
  ['no YAML', 'a: [', /^w\.yml:1:\d+: /],
  ['a list', '- a', 'w.yml:1:1: expected object, received array'],
])('a problem with %s has its line and column', (_, yaml, message) => {
  expect(messageOf(yaml)).toMatch(message);
});

test('parseWorld reports every problem', () => {
  expect(messageOf('faults:\n  - kind: explode\n  - knd: deny').split('\n')).toEqual([
    expect.stringMatching(/^w\.yml:2:5: /),
    expect.stringMatching(/^w\.yml:3:5: faults\.1\.kind: /),
    'w.yml:3:5: faults.1.knd: there is no such key',
  ]);
});

test('an empty file is an empty world', () => {
  expect(parseWorld('', 'w.yml')).toEqual(EMPTY_WORLD);
});

test('the demo world has one Region of each kind beside the compliant ones', async () => {
  const yaml = await readFile('sandbox/worlds/demo.yml', 'utf8');
  const sandbox = await startSandbox({ world: parseWorld(yaml, 'demo.yml') });
  const seen = await Promise.all(
    MACIE_REGIONS.map(async (region) => {
      const session = clientsOf(sandbox, { region }).macie.send(new GetMacieSessionCommand({}));
      return [
        region,
        await session.then(
          ({ status, findingPublishingFrequency }) => `${status} ${findingPublishingFrequency}`,
          ({ message }: Error) => message.replace(/^User: .* with/, 'with'),
        ),
      ] as const;
    }),
  );
  await sandbox.close();
  expect(seen).toHaveLength(22);
  expect(Object.fromEntries(seen.filter(([, state]) => state !== 'ENABLED FIFTEEN_MINUTES'))).toEqual({
    'ap-east-1': 'Macie is not enabled',
    'ap-northeast-2': 'Macie is not enabled',
    'eu-west-3': 'PAUSED FIFTEEN_MINUTES',
    'me-south-1': 'The security token included in the request is invalid.',
    'sa-east-1': 'ENABLED SIX_HOURS',
    'us-west-1': 'with an explicit deny in a service control policy',
  });
});

function messageOf(yaml: string): string {
  try {
    parseWorld(yaml, 'w.yml');
    return 'accepted';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
