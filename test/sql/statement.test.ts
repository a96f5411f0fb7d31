import { describe, expect, test } from '@jest/globals';
import { openDatabase } from '../../lib/sql/database.ts';
import { explainSqlError } from '../../lib/sql/explain-error.ts';
import { statementOf } from '../../lib/sql/statement.ts';

/** The message on wrong SQL: the sentence, the line and the mark. */
async function problemOf(sql: string): Promise<readonly string[]> {
  const db = await openDatabase();
  try {
    const statement = statementOf(sql);
    try {
      return [...db.query(statement.sql).rows].map(String);
    } catch (error) {
      throw explainSqlError(error, { ...statement, db });
    }
  } catch (error) {
    return (error instanceof Error ? error.message : '').split('\n');
  } finally {
    db.close();
  }
}

describe('names', () => {
  test.each([
    ['SELECT region FROM aws.macie.session', 'SELECT region FROM aws_macie_session'],
    ['SELECT * FROM AWSCC . macie.sessions s', 'SELECT * FROM awscc_macie_sessions   s'],
    ['SELECT "macie"."session".region FROM macie.session', 'SELECT macie_session    .region FROM macie_session'],
    [
      'SELECT \'aws.macie.session\' AS "aws.macie.session" -- aws.macie.session',
      'SELECT \'aws.macie.session\' AS "aws.macie.session"',
    ],
    ["SELECT ' aws.macie.session''x' FROM sessions", "SELECT ' aws.macie.session''x' FROM sessions"],
  ])('%s', (typed, sql) => {
    expect(statementOf(typed).sql).toBe(sql);
  });
});

test('semicolons before and behind a statement end nothing', () => {
  expect(statementOf('; ;SELECT 1;;')).toMatchObject({ kind: 'query', sql: '; ;SELECT 1' });
});

describe('wrong SQL has a line, a column and a mark', () => {
  test.each([
    ['SELEC 1', 'SQL, line 1, column 1: expected SELECT, WITH or UPDATE. Did you mean SELECT?', 2],
    ['SELECT regoin FROM sessions', 'SQL, line 1, column 8: there is no column regoin. Did you mean region?', 9],
    [
      'SELECT s.x FROM aws.macie.session s',
      /^SQL, line 1, column 10: there is no column s\.x: sessions has region, .*Identifier$/,
      11,
    ],
    [
      'SELECT * FROM sesions',
      /^SQL, line 1, column 15: there is no table sesions\. Did you mean sessions\? The tables are sessions, settings, drifts, accounts, alerts, runs, history;/,
      16,
    ],
    ['SELECT * FROM x', /^SQL, line 1, column 15: there is no table x\. The tables are sessions,/, 16],
    [
      'SELECT * FROM aws.macie.sesion',
      /^SQL, line 1, column 15: there is no table aws\.macie\.sesion\. Did you mean aws\.macie\.session\?/,
      16,
    ],
    ["SELECT 1 FROM sessions WHERE region = 'us", "SQL, line 1, column 39: the quote ' is not closed", 40],
    [
      'SELECT 1 FROM sessions WHERE region = "us"',
      "SQL, line 1, column 39: there is no column us: a text takes single quotes, 'us'",
      40,
    ],
    ['SELECT 1; SELECT 2', /^SQL, line 1, column 11: a second statement begins here/, 12],
    [
      'SELECT region,\nstatus,\nFROM sessions',
      'SQL, line 3, column 1: FROM is not expected here: there is a comma too many before it',
      2,
    ],
    [
      'SELECT region FORM sessions',
      'SQL, line 1, column 20: sessions is not expected here. Did you mean FROM instead of FORM?',
      21,
    ],
    [
      'SELECT * FORM sessions',
      'SQL, line 1, column 10: FORM is not expected here. Did you mean FROM instead of FORM?',
      11,
    ],
    ["SELECT 1 FROM sessions WHERE region = = 'x'", 'SQL, line 1, column 39: = is not expected here', 40],
    ['SELECT (1', 'SQL, line 1, column 10: the statement ends too early', 11],
    ['SELECT foo(1)', 'SQL, line 1, column 8: there is no function foo', 9],
    ['SELECT region FROM sessions a, sessions b', /^SQL, line 1, column 8: several tables have a column region/, 9],
    [
      'SELECT 1 FROM sessions WHERE region = ?',
      'SQL, line 1, column 39: a parameter has no value here: write the value itself',
      40,
    ],
    ['DROP TABLE sessions', /^SQL, line 1, column 1: DROP is refused: a query reads/, 2],
    ["ATTACH '/etc/passwd' AS x", /^SQL, line 1, column 1: ATTACH is refused: a query reads/, 2],
    ['PRAGMA user_version', /^SQL, line 1, column 1: PRAGMA is refused: a query reads/, 2],
    ["SELECT load_extension('x')", /^SQL, line 1, column 8: this is refused: a query reads the tables/, 9],
    ['SELECT * FROM pragma_user_version', /^SQL, line 1, column 15: this is refused/, 16],
    ['WITH x AS (SELECT 1) DELETE FROM sessions', /^SQL, line 1, column 22: this is refused/, 23],
  ])('%s', async (sql, message, mark) => {
    const [sentence = '', , under] = await problemOf(sql);
    // A text stands for itself.
    expect(sentence).toMatch(typeof message === 'string' ? new RegExp(`^${RegExp.escape(message)}$`) : message);
    expect(under).toBe(`${' '.repeat(mark)}^`);
  });

  test('a long line is cut around its mark', async () => {
    const [, line = '', under] = await problemOf(`SELECT ${'1, '.repeat(100)}regoin FROM sessions`);
    expect(line.length).toBeLessThan(110);
    expect(line.slice(under?.length ? under.length - 1 : 0)).toMatch(/^regoin/);
  });

  test.each([
    ['SELECT region FROM sessions UNION SELECT 1, 2', /^SQL: SELECTs to the left and right of UNION/],
    ["SELECT json_extract('{', '$.a')", /^SQL: malformed JSON/],
    ["SELECT readfile('/etc/passwd')", /there is no function readfile/],
    ['  ;; ', /^there is no SQL: expected a SELECT/],
    ['-- only a comment', /^there is no SQL/],
    ['SHOW TABLES', /SHOW is refused: the tables are sessions,/],
  ])('%s', async (sql, message) => {
    expect((await problemOf(sql))[0]).toMatch(message);
  });
});
