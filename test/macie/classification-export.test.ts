import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { PutClassificationExportConfigurationCommand } from '@aws-sdk/client-macie2';
import { readExport, writeExport } from '../../lib/macie/classification-export.ts';
import { callsOf } from '../../lib/macie/index.ts';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { ACCOUNT, clientsOf } from '../sandbox/values.ts';

const [BUCKET, KEY, PREFIX] = ['bucketName', 'kmsKeyArn', 'keyPrefix'].map(
  (name) => `classificationExport.${name}`,
) as [string, string, string];
const ARN = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1`;
const NOTHING = { [BUCKET]: 'not set', [KEY]: 'not set', [PREFIX]: 'not set' };

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({});
});
beforeEach(() => start(''));
afterAll(() => sandbox.close());

function start(more: string, rest = ''): void {
  sandbox.reset(parseWorld(`accounts: { '${ACCOUNT}': { sessions: { '*': {} }${more} } }\n${rest}`, 'world.yml'));
}

function stored(destination: string): void {
  start(`, classificationExport: { '*': ${destination} }`);
}

function call() {
  const { macie } = clientsOf(sandbox);
  return { client: macie, region: 'eu-west-1', signal: AbortSignal.timeout(60_000), clientToken: 'token' };
}

const WRITE = {
  group: 'classificationExport',
  kind: 'put',
  values: { [BUCKET]: 'results', [KEY]: ARN, [PREFIX]: 'macie' },
};

describe('the destination of discovery results is read', () => {
  test.each(['none', 'absent'])('as nothing where Macie has none (%s)', async (answer) => {
    stored(answer);
    expect(await readExport(call())).toEqual({ kind: 'values', values: NOTHING });
  });

  test('with its bucket, key and prefix', async () => {
    stored(`{ bucketName: results, kmsKeyArn: '${ARN}', keyPrefix: macie }`);
    expect(await readExport(call())).toEqual({ kind: 'values', values: WRITE.values });
  });

  test('without a prefix where it has none', async () => {
    stored(`{ bucketName: results, kmsKeyArn: '${ARN}' }`);
    expect(await readExport(call())).toEqual({ kind: 'values', values: { ...WRITE.values, [PREFIX]: 'not set' } });
  });

  test('as unseen, not as nothing, where it is there without its bucket or its key', async () => {
    stored(`{ bucketName: null, kmsKeyArn: '${ARN}' }`);
    expect(await readExport(call())).toEqual({
      kind: 'values',
      values: { [BUCKET]: null, [KEY]: ARN, [PREFIX]: null },
    });
    stored('{ bucketName: results, kmsKeyArn: null }');
    expect(await readExport(call())).toMatchObject({ kind: 'values', values: { [BUCKET]: 'results', [KEY]: null } });
  });

  test.each([
    ['deny', 'access-denied'],
    ['empty', 'bad-response'],
    ['html', 'bad-response'],
  ])('as unknown, not as nothing, after the fault %s', async (kind, reason) => {
    start('', `faults: [{ kind: ${kind}, match: { operations: [GetClassificationExportConfiguration] } }]`);
    expect(await readExport(call())).toMatchObject({ kind: 'unknown', reason });
  });

  test.each([{ configuration: 'results' }, { configuration: { s3Destination: 'results' } }, { configuration: [] }])(
    'as unseen or unknown, not as nothing, where the answer has another shape: %j',
    async (answer) => {
      const client = { send: () => Promise.resolve(answer) } as never;
      const reading = await readExport({ ...call(), client });
      expect(reading.kind === 'values' ? reading.values[BUCKET] : null).toBeNull();
    },
  );
});

describe('the destination of discovery results is written', () => {
  test('with all of it in one call, and read back', async () => {
    expect(await writeExport(WRITE, call())).toEqual({ kind: 'accepted' });
    expect(await readExport(call())).toEqual({ kind: 'values', values: WRITE.values });
  });

  test('without a prefix if the policy has none', async () => {
    expect(
      await callsOf('classificationExport').write?.({ ...WRITE, values: { [BUCKET]: 'b-1', [KEY]: ARN } }, call()),
    ).toEqual({ kind: 'accepted' });
    expect(await readExport(call())).toMatchObject({ values: { [BUCKET]: 'b-1', [PREFIX]: 'not set' } });
  });

  test.each([
    ['bucket-refuses', 'bucket policy'],
    ['key-refuses', 'key policy'],
  ])('is refused after a test that ends with %s, with the sentence of Macie and the way', async (end, said) => {
    start(`, exportTest: { eu-west-1: ${end} }`);
    const answer = await writeExport(WRITE, call());
    expect(answer).toMatchObject({ kind: 'refused', reason: 'service-error' });
    expect(answer).toMatchObject({ detail: expect.stringContaining(said) });
    expect(answer).toMatchObject({
      detail: expect.stringContaining(`\`macie-warden export-policy --bucket results --key ${ARN} --prefix 'macie'\``),
    });
    expect(await readExport(call())).toEqual({ kind: 'values', values: NOTHING });
  });

  test.each([
    ['AccessDeniedException', 'The request failed because Macie cannot access the bucket', true],
    ['ResourceNotFoundException', 'The request failed because the bucket does not exist.', true],
    [
      'AccessDeniedException',
      'User: a is not authorized to perform: macie2:PutClassificationExportConfiguration',
      false,
    ],
    ['AccessDeniedException', 'Macie is not enabled', false],
  ])('is refused with %s: %s', async (name, message, isOfTest) => {
    const error = Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 403 } });
    const answer = await writeExport(WRITE, { ...call(), client: { send: () => Promise.reject(error) } as never });
    expect(answer.kind).toMatch(/refused|unclear/);
    expect(JSON.stringify(answer).includes('warden export-policy')).toBe(isOfTest);
    expect(JSON.stringify(answer)).not.toContain('.. ');
  });
});

describe('the sandbox', () => {
  const put = (configuration: object) =>
    clientsOf(sandbox).macie.send(new PutClassificationExportConfigurationCommand({ configuration }));

  test.each<[string, object]>([
    ['an alias', { bucketName: 'results', kmsKeyArn: `arn:aws:kms:eu-west-1:${ACCOUNT}:alias/macie` }],
    ['no key', { bucketName: 'results' }],
    ['another opt-in Region', { bucketName: 'results', kmsKeyArn: `arn:aws:kms:af-south-1:${ACCOUNT}:key/1` }],
  ])('refuses %s', async (_, s3Destination) => {
    await expect(put({ s3Destination })).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('echoes what is stored, and forgets the prefix that a call leaves out', async () => {
    const s3Destination = { bucketName: 'results', kmsKeyArn: ARN };
    expect(await put({ s3Destination: { ...s3Destination, keyPrefix: 'macie' } })).toMatchObject({
      configuration: { s3Destination: { keyPrefix: 'macie' } },
    });
    await put({ s3Destination });
    expect(await readExport(call())).toMatchObject({ values: { [PREFIX]: 'not set' } });
    await put({});
    expect(await readExport(call())).toEqual({ kind: 'values', values: NOTHING });
  });

  test('shows a write some readings later, and loses one', async () => {
    const match = 'match: { operations: [PutClassificationExportConfiguration] }';
    start('', `faults: [{ kind: write-lag, reads: 1, ${match} }]`);
    await writeExport(WRITE, call());
    expect(await readExport(call())).toEqual({ kind: 'values', values: NOTHING });
    expect(await readExport(call())).toEqual({ kind: 'values', values: WRITE.values });
    start('', `faults: [{ kind: write-lost, ${match} }]`);
    expect(await writeExport(WRITE, call())).toEqual({ kind: 'accepted' });
    expect(await readExport(call())).toEqual({ kind: 'values', values: NOTHING });
  });
});
