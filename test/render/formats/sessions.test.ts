import { expect, test } from '@jest/globals';
import { SESSION_FORMATS, sessionRow } from '../../../lib/render/formats/sessions.ts';
import { OFF, ROLE, session, TARGET } from '../../core/values.ts';

const rows = [
  sessionRow(TARGET, { session: { kind: 'values', values: session() } }),
  sessionRow(TARGET, { session: { kind: 'values', values: OFF } }),
  sessionRow(TARGET, { session: { kind: 'unknown', reason: 'throttled', detail: 'slow down' } }),
  sessionRow(TARGET, { session: { kind: 'not-applicable', detail: 'not offered' } }),
];

test('has a column for each setting, and why there is no value', () => {
  expect(SESSION_FORMATS.csv(rows).split('\r\n')).toEqual([
    'region,aws_account_id,status,finding_publishing_frequency,service_role',
    `eu-west-1,111122223333,ENABLED,FIFTEEN_MINUTES,${ROLE}`,
    'eu-west-1,111122223333,DISABLED,,',
    'eu-west-1,111122223333,unknown: throttled,,',
    'eu-west-1,111122223333,not-applicable,,',
    '',
  ]);
});

test('has the same columns in JSON', () => {
  const [first] = JSON.parse(SESSION_FORMATS.json(rows));
  expect(Object.keys(first)).toEqual([
    'region',
    'aws_account_id',
    'status',
    'finding_publishing_frequency',
    'service_role',
  ]);
});

test('has a table that fits 120 columns, whatever the values are', () => {
  const odd = [
    { status: 'S'.repeat(80), findingPublishingFrequency: 'F'.repeat(60) },
    { serviceRole: `arn:aws:iam::222233334444:role/${'r'.repeat(200)}` },
  ];
  const all = [
    ...rows,
    ...odd.map((over) => sessionRow(TARGET, { session: { kind: 'values', values: session(over) } })),
    sessionRow(TARGET, { session: { kind: 'unknown', reason: 'assume-role-denied', detail: 'no' } }),
  ];
  for (const line of SESSION_FORMATS.table(all).split('\n')) expect(line.length).toBeLessThanOrEqual(120);
});

test('names the usual role in the table as a policy does, and a role of the account without its account', () => {
  const own = sessionRow(TARGET, {
    session: { kind: 'values', values: session({ serviceRole: `arn:aws:iam::${TARGET.accountId}:role/custom` }) },
  });
  const [, first, second] = SESSION_FORMATS.table([rows[0] ?? {}, own]).split('\n');
  expect(first).toMatch(/ FIFTEEN_MINUTES +service-linked$/);
  expect(second).toMatch(/ FIFTEEN_MINUTES +role\/custom$/);
});

test('rows of several accounts have a column for their names', () => {
  const observations = { session: { kind: 'values', values: session() } } as const;
  const other = { ...TARGET, accountId: '222233334444' };
  const both = [sessionRow(TARGET, observations), sessionRow(other, observations, 'prod-payments')];
  const [head, first, second] = SESSION_FORMATS.csv(both).split('\r\n');
  expect(head).toMatch(/^region,aws_account_id,account_name,status,/);
  expect(first).toMatch(/^eu-west-1,111122223333,,ENABLED,/);
  expect(second).toMatch(/^eu-west-1,222233334444,prod-payments,ENABLED,/);
  expect(SESSION_FORMATS.table(both)).toContain('prod-payments');
  expect(SESSION_FORMATS.csv([sessionRow(TARGET, observations, 'prod')])).not.toContain('account_name');
});
