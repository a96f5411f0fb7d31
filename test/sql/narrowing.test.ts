import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { databaseOf, type Row } from '../../lib/sql/database.ts';
import { narrowingOf } from '../../lib/sql/narrowing.ts';
import { referencesOf } from '../../lib/sql/references.ts';
import { statementOf } from '../../lib/sql/statement.ts';
import { TABLES } from '../../lib/sql/table-list.ts';
import { treeOf } from '../../lib/sql/tree.ts';

const narrowing = (sql: string) => narrowingOf(referencesOf(treeOf(statementOf(sql).tokens)));
const NONE = { accounts: null, regions: null, settings: null, since: null };

describe('what is read', () => {
  test.each([
    ["SELECT 1 FROM sessions WHERE region = 'a'", { regions: ['a'] }],
    ["select 1 from AWS.Macie.Session where REGION='a' AND data__Identifier='1';", { regions: ['a'], accounts: ['1'] }],
    ["SELECT 1 FROM awscc.macie.sessions WHERE Identifier IN ('2', '1')", { accounts: ['1', '2'] }],
    [
      "SELECT 1 FROM macie.session s WHERE 'a' == s.region AND s.account_id = 111122223333",
      { regions: ['a'], accounts: ['111122223333'] },
    ],
    ["SELECT 1 FROM sessions WHERE (region = 'a' AND (status = 'PAUSED' OR status = 'x'))", { regions: ['a'] }],
    ["SELECT 1 FROM sessions WHERE region = 'a' AND created_at BETWEEN 'b' AND 'c'", { regions: ['a'] }],
    ["SELECT 1 FROM sessions WHERE region IN ('a', 'b') AND region IN ('b', 'c')", { regions: ['b'] }],
    ["WITH s AS (SELECT * FROM sessions WHERE region = 'a') SELECT * FROM s", { regions: ['a'] }],
    [
      "WITH s AS NOT MATERIALIZED (SELECT * FROM aws.macie.session) SELECT * FROM s x WHERE x.region = 'a'",
      { regions: ['a'] },
    ],
    ["SELECT * FROM (SELECT * FROM sessions) WHERE region = 'a'", { regions: ['a'] }],
    [
      "SELECT 1 FROM sessions s LEFT JOIN accounts a ON a.account_id = s.account_id WHERE s.region = 'a'",
      { regions: ['a'] },
    ],
    [
      "SELECT 1 FROM sessions WHERE region = 'a' UNION SELECT 1 FROM drifts WHERE region = 'b'",
      { regions: ['a', 'b'] },
    ],
    ["SELECT 1 FROM settings WHERE setting = 'status'", { settings: ['status'] }],
    ["SELECT count(*) AS sessions FROM sessions WHERE region = 'a' ORDER BY sessions", { regions: ['a'] }],
    ["SELECT 1 FROM runs WHERE started_at >= '2026-11' AND scope = 'full'", { since: '2026-11' }],
    ['SELECT 1 FROM "aws.macie.session" WHERE region = \'a\'', { regions: ['a'] }],
  ])('%s', (sql, expected) => {
    expect(narrowing(sql)).toEqual({ ...NONE, ...expected });
  });

  test.each([
    "SELECT 1 FROM sessions WHERE region = 'a' OR status = 'PAUSED'",
    "SELECT 1 FROM sessions WHERE NOT region = 'a'",
    "SELECT 1 FROM sessions WHERE status BETWEEN 'a' AND region = 'b'",
    "SELECT 1 FROM sessions WHERE CASE WHEN region = 'a' AND region = 'b' THEN 1 END",
    "SELECT 1 FROM sessions WHERE region = 'a' COLLATE NOCASE",
    "SELECT 1 FROM sessions WHERE region = 'a' || 'b'",
    "SELECT 1 FROM sessions WHERE region <> 'a' -- AND region = 'a'",
    "SELECT 1 FROM sessions /* WHERE region = 'a' */ WHERE status = 'WHERE region = ''a'''",
    "SELECT 1 FROM sessions WHERE EXISTS (SELECT 1 FROM drifts WHERE drifts.region = 'a')",
    "SELECT region = 'a' FROM sessions",
    "SELECT 1 FROM sessions GROUP BY region HAVING region = 'a'",
    "SELECT 1 FROM accounts a LEFT JOIN sessions s ON s.region = 'a'",
    "SELECT 1 FROM sessions WHERE region = 'a' UNION ALL SELECT 1 FROM sessions",
    "SELECT 1 FROM (sessions) WHERE region = 'a'",
    "SELECT 1 FROM main.sessions WHERE region = 'a'",
    "SELECT 1 FROM accounts WHERE account_id IN sessions AND account_id = '1'",
    "WITH s AS (SELECT * FROM sessions LIMIT 1) SELECT * FROM s WHERE region = 'a'",
    "WITH s AS (SELECT * FROM sessions) SELECT * FROM s WHERE region = 'a' UNION SELECT * FROM s",
    "WITH s AS (SELECT status AS region FROM sessions) SELECT * FROM s WHERE region = 'a'",
    "WITH c AS (SELECT 1 AS window) SELECT 1 FROM sessions, c WHERE sessions.region = 'a' AND window OR 1",
  ])('everything: %s', (sql) => {
    expect(narrowing(sql)).toEqual(NONE);
  });
});

const REGIONS = ['a', 'b', 'c'];
const ACCOUNTS = ['1', '2'];
const ROWS: readonly Row[] = REGIONS.flatMap((region) =>
  ACCOUNTS.map((id) => ({
    region,
    account_id: id,
    aws_account_id: id,
    Identifier: id,
    data__Identifier: id,
    status: region === 'c' ? null : id === '1' ? 'ENABLED' : 'PAUSED',
  })),
);

const text = (values: readonly string[]) => fc.constantFrom(...values.map((value) => `'${value}'`));
const column = fc.constantFrom('region', 's.region', 'account_id', 's.Identifier', 'status', 'r.region');
const atom = fc.oneof(
  fc
    .tuple(
      column,
      fc.constantFrom('=', '==', '<>', '>=', 'IS', 'IS NOT', 'IS NOT DISTINCT FROM'),
      text([...REGIONS, ...ACCOUNTS, 'PAUSED']),
    )
    .map((parts) => parts.join(' ')),
  fc.tuple(text([...REGIONS, ...ACCOUNTS]), column).map(([value, name]) => `${value} = ${name}`),
  fc
    .tuple(column, fc.array(text([...REGIONS, '1']), { minLength: 1, maxLength: 3 }))
    .map(([name, values]) => `${name} IN (${values.join(', ')})`),
  fc.tuple(column, text(REGIONS), column).map(([one, value, two]) => `${one} BETWEEN ${value} AND ${two} = 'b'`),
  fc.tuple(column, column).map(([one, two]) => `CASE WHEN ${one} = 'a' AND ${two} = 'b' THEN 0 ELSE 1 END`),
);
const { where } = fc.letrec<{ where: string; joined: string }>((tie) => ({
  joined: fc.tuple(tie('where'), fc.constantFrom('AND', 'AND', 'OR'), tie('where')).map((parts) => parts.join(' ')),
  where: fc.oneof(
    { maxDepth: 3 },
    atom,
    tie('joined'),
    tie('where').map((one) => `(${one})`),
    tie('where').map((one) => `NOT ${one}`),
  ),
}));
const simple = fc
  .tuple(fc.constantFrom('region', 's.region', 'account_id', 's.Identifier'), text([...REGIONS, ...ACCOUNTS]))
  .map(([name, value]) => `${name} = ${value}`);
const whole = fc
  .tuple(simple, fc.constantFrom(' AND ', ' AND ', ' AND NOT ', ' OR '), where)
  .map((parts) => parts.join(''));
const FORMS: readonly ((where: string) => string)[] = [
  (where) => `SELECT s.region, s.account_id FROM sessions s WHERE ${where.replaceAll('r.', 's.')}`,
  (where) =>
    `SELECT s.region, r.region FROM sessions s JOIN settings r ON r.account_id = s.account_id WHERE ${qualified(where)}`,
  (where) =>
    `SELECT s.region, r.region FROM sessions s LEFT JOIN settings r ON r.region = s.region WHERE ${qualified(where)}`,
  (where) =>
    `SELECT s.region, r.region FROM settings r RIGHT JOIN sessions s ON r.region = s.status WHERE ${qualified(where)}`,
  (where) =>
    `SELECT s.region, r.region FROM sessions s FULL JOIN sessions r ON r.region < s.region WHERE ${qualified(where)}`,
  (where) =>
    `WITH s AS (SELECT * FROM sessions WHERE region <> 'c') SELECT s.region, count(*) FROM s WHERE ${where.replaceAll('r.', 's.')} GROUP BY 1`,
  (where) => `SELECT count(*) FROM (SELECT * FROM sessions) s WHERE ${where.replaceAll('r.', 's.')}`,
  (where) =>
    `SELECT region FROM sessions s WHERE ${where.replaceAll('r.', 's.')} EXCEPT SELECT region FROM sessions WHERE region = 'a'`,
  (where) =>
    `SELECT a.region FROM sessions a WHERE EXISTS (SELECT 1 FROM sessions s WHERE ${where.replaceAll('r.', 'a.')}) AND a.account_id = '1'`,
];
const qualified = (where: string): string => where.replaceAll(/(?<![.\w'])(region|account_id|status)\b/g, 's.$1');

test('a query of the rows that are read is a query of all rows', async () => {
  const table = (name: string) => TABLES.filter((one) => one.name === name);
  const sqlite = await import('node:sqlite');
  const open = () => databaseOf(sqlite);
  const all = open();
  for (const one of [...table('sessions'), ...table('settings')]) all.load(one, ROWS);
  let narrowed = 0;
  fc.assert(
    fc.property(fc.constantFrom(...FORMS), whole, (form, condition) => {
      const { sql } = statementOf(form(condition));
      const { accounts, regions } = narrowing(sql);
      if (accounts ?? regions) narrowed += 1;
      const read = ROWS.filter(
        (row) =>
          (regions?.includes(String(row['region'])) ?? true) && (accounts?.includes(String(row['account_id'])) ?? true),
      );
      const some = open();
      for (const one of [...table('sessions'), ...table('settings')]) some.load(one, read);
      const found = (db: typeof all) => [...db.query(sql).rows].map((row) => row.join()).toSorted();
      expect({ sql, rows: found(some) }).toEqual({ sql, rows: found(all) });
      some.close();
    }),
    { numRuns: 500 },
  );
  // The property holds for nothing if no query is narrowed.
  expect(narrowed).toBeGreaterThan(100);
  all.close();
});
