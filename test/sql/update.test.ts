import { describe, expect, test } from '@jest/globals';
import { patchOf } from '../../lib/sql/patch.ts';
import { statementOf } from '../../lib/sql/statement.ts';
import { updateOf } from '../../lib/sql/update.ts';

const ENABLED = '[{"op":"replace","path":"/Status","value":"ENABLED"}]';
const WHERE = "WHERE region = 'us-east-1' AND data__Identifier = '111122223333'";
const update = (sql: string) => updateOf(statementOf(sql));

describe('an UPDATE by patch document', () => {
  test.each([
    `UPDATE aws.macie.session SET data__PatchDocument = string('${ENABLED}') ${WHERE}`,
    `update awscc.macie.sessions set PatchDocument = '${ENABLED}' where Identifier='111122223333' and region='us-east-1';`,
    `UPDATE aws.macie.session SET data__PatchDocument = string('{{ {"Status": "ENABLED"} | generate_patch_document }}') ${WHERE}`,
    `UPDATE sessions SET PatchDocument = {{ {"Status": "ENABLED"} | generate_patch_document }} ${WHERE}`,
    `UPDATE aws.macie.session SET PatchDocument = '[{"op":"add","path":"/Status","value":"ENABLED"}]' ${WHERE} RETURNING OperationStatus, RequestToken`,
    `UPDATE aws.macie.session SET PatchDocument = '${ENABLED}' WHERE (region = 'us-east-1') AND account_id = 111122223333 -- WHERE region = 'x'`,
  ])('%s', (sql) => {
    expect(update(sql)).toEqual({
      target: { accountId: '111122223333', region: 'us-east-1' },
      patch: { status: 'ENABLED' },
    });
  });

  const SET = `UPDATE aws.macie.session SET data__PatchDocument = '${ENABLED}'`;
  test.each([
    [SET, 'there is no WHERE, and an UPDATE of every session is refused'],
    [`${SET} WHERE region = 'us-east-1'`, 'the WHERE names no account'],
    [`${SET} WHERE data__Identifier = '111122223333'`, 'the WHERE names no Region'],
    [`${SET} ${WHERE} OR 1`, 'conditions with AND between them'],
    [`${SET} WHERE NOT region = 'a' AND account_id = '1'`, 'conditions with AND between them'],
    [`${SET} WHERE region IN ('a', 'b') AND account_id = '111122223333'`, "expected region = '…'"],
    [`${SET} WHERE region >= 'a' AND account_id = '111122223333'`, "expected region = '…'"],
    [`${SET} ${WHERE} AND status = 'PAUSED'`, "expected region = '…'"],
    [`${SET} ${WHERE} AND region = 'eu-west-1'`, 'more than one Region: us-east-1, eu-west-1'],
    [`${SET} WHERE region = 'us-east-1' AND data__Identifier = '123'`, 'expected a 12-digit account id'],
    [`${SET} ${WHERE}; ${SET} ${WHERE}`, 'a second statement begins here'],
    [`UPDATE accounts SET PatchDocument = '${ENABLED}' ${WHERE}`, 'only sessions can be updated'],
    [
      `UPDATE aws.macie.session SET status = 'ENABLED' ${WHERE}`,
      'only data__PatchDocument or PatchDocument can be set',
    ],
    [
      `UPDATE aws.macie.session SET PatchDocument = '${ENABLED}', status = 'x' ${WHERE}`,
      'can be set, to a text in single quotes',
    ],
    [`UPDATE aws.macie.session SET PatchDocument = json('[]') ${WHERE}`, 'to a text in single quotes'],
    [
      "INSERT INTO aws.macie.sessions (region) SELECT 'a'",
      'INSERT is refused: Macie has one session per account and Region',
    ],
    ['DELETE FROM aws.macie.sessions', 'DELETE is refused: macie-warden never disables Macie'],
  ])('refuses %s', (sql, message) => {
    expect(() => update(sql)).toThrow(message);
  });
});

const op = (fields: object): string =>
  JSON.stringify([{ op: 'replace', path: '/Status', value: 'ENABLED', ...fields }]);

describe('a patch document', () => {
  test('of the whole session is refused', () => {
    expect(() => patchOf(op({ path: '' }))).toThrow('the whole session cannot be updated: /Status and');
  });

  test('sets both properties', () => {
    expect(
      patchOf('{{ {"Status":"ENABLED","FindingPublishingFrequency":"ONE_HOUR"} | generate_patch_document }}'),
    ).toEqual({
      status: 'ENABLED',
      findingPublishingFrequency: 'ONE_HOUR',
    });
  });

  test.each([
    ['ENABLED', 'the patch is not JSON ('],
    ['', 'the patch is not JSON ('],
    [
      '{"op":"replace"}',
      'the patch: expected a list of operations, such as [{"op":"replace","path":"/Status","value":"ENABLED"}], found a map',
    ],
    ['[]', 'the patch: expected at least one operation'],
    ['["x"]', 'operation 1 of the patch: expected a map with op, path and value, found "x"'],
    ['[{"path":"/Status"}]', 'operation 1 of the patch: expected op as text, found nothing'],
    [
      '{{ [1] | generate_patch_document }}',
      'the template: expected a map of properties, such as {"Status":"ENABLED"}, found a list',
    ],
    ['{{ {"Status": status} | generate_patch_document }}', 'the template is not JSON'],
    [op({ value: 'PAUSED' }), 'macie-warden never pauses Macie, because that cancels classification jobs for good'],
    [op({ value: 'DISABLED' }), 'macie-warden never disables Macie'],
    [op({ value: 'ENABELD' }), '/Status: expected ENABLED or PAUSED, found "ENABELD". Did you mean ENABLED?'],
    [op({ value: 1 }), '/Status: expected ENABLED or PAUSED, found 1'],
    [op({ value: undefined }), '/Status: expected ENABLED or PAUSED, found nothing'],
    [
      op({ path: '/FindingPublishingFrequency', value: 'DAILY' }),
      '/FindingPublishingFrequency: expected FIFTEEN_MINUTES or ONE_HOUR or SIX_HOURS',
    ],
    [op({ op: 'remove' }), '/Status cannot be removed: macie-warden never disables Macie'],
    [
      op({ op: 'remove', path: '/FindingPublishingFrequency' }),
      '/FindingPublishingFrequency cannot be removed: a session always has a frequency',
    ],
    [op({ op: 'test' }), '/Status: expected the op replace or add, found "test"'],
    [op({ op: 'repalce' }), 'found "repalce". Did you mean replace?'],
    [op({ path: '/ServiceRole' }), '/ServiceRole cannot be updated: AWS only shows it'],
    [op({ path: '/AwsAccountId' }), '/AwsAccountId cannot be updated: AWS only shows it'],
    [op({ path: '/status' }), '/status cannot be updated: a session has no such property. Did you mean /Status?'],
    [op({ path: '/Tags/0' }), '/Tags/0 cannot be updated: /Status and /FindingPublishingFrequency can'],
    [`[${op({}).slice(1, -1)},${op({}).slice(1, -1)}]`, 'the patch sets /Status twice'],
  ])('%s', (text, message) => {
    expect(() => patchOf(text)).toThrow(message);
  });
});
