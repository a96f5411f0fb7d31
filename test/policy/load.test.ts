import { expect, test } from '@jest/globals';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClients } from '../../lib/aws/clients.ts';
import { createReaders } from '../../lib/aws/documents.ts';
import { loadPolicy, type PolicyReaders } from '../../lib/policy/load.ts';

const TEXT = 'version: 1\ndesired: { status: ENABLED }\n';
const files = createReaders(createClients({ homeRegion: 'us-east-1' }), () =>
  Promise.reject(new Error('a file has no account')),
);

test('a file, with the hash of its text', async () => {
  const path = join(await mkdtemp(join(tmpdir(), 'policy-')), 'policy.yml');
  await writeFile(path, TEXT);
  const { policy, source, sha256 } = await loadPolicy(path, files);
  expect(policy.desired).toEqual({ status: 'ENABLED' });
  expect(source).toBe(path);
  expect(sha256).toMatch(/^[0-9a-f]{64}$/);
});

test.each([
  ['/no/such/policy.yml', /^\/no\/such\/policy\.yml: expected a policy, found no file there\. Write one/],
  [tmpdir(), /expected a policy, found a directory/],
  [`${import.meta.filename}/policy.yml`, /found no file there\. Write one/],
  ['s3://bucket', /^s3:\/\/bucket: expected s3:\/\/bucket\/key, found "s3:\/\/bucket"$/],
  ['s3://bucket/key?owner=prod', /: expected a 12-digit account id after \?owner=, found "prod"$/],
  ['s3://bucket/key?owner=', /: expected a 12-digit account id after \?owner=, found ""$/],
  ['ssm:', /^ssm:: expected ssm:\/name, found no name/],
])('%s is told in one line', async (source, message) => {
  await expect(loadPolicy(source, files)).rejects.toThrow(message);
});

const asked: string[] = [];
const remote: PolicyReaders = {
  readFile: () => Promise.reject(new Error('no files here')),
  readParameter: (name) => {
    asked.push(name);
    return Promise.resolve(TEXT);
  },
  readObject: ({ bucket, key }) =>
    Promise.reject(Object.assign(new Error(`no ${bucket} ${key}`), { name: 'NoSuchKey' })),
};

test('a parameter', async () => {
  expect((await loadPolicy('ssm:/macie-warden/policy', remote)).policy.version).toBe(1);
  expect(asked).toEqual(['/macie-warden/policy']);
});

test('an object that is not there', async () => {
  await expect(loadPolicy('s3://b/dir/k.yml', remote)).rejects.toThrow(
    's3://b/dir/k.yml: expected a policy, found no object of that key',
  );
});

test('a refusal says what permission is needed, and keeps what AWS said', async () => {
  const cause = Object.assign(new Error('not authorized\nto perform: ssm:GetParameter.'), {
    name: 'AccessDeniedException',
  });
  const denied: PolicyReaders = { ...remote, readParameter: () => Promise.reject(cause) };
  await expect(loadPolicy('ssm:/p', denied)).rejects.toMatchObject({
    cause,
    message:
      'ssm:/p: expected a policy, found AccessDeniedException: not authorized to perform: ssm:GetParameter. ' +
      'Reading it needs ssm:GetParameter, and kms:Decrypt if the parameter is encrypted',
  });
});

test('bytes that are not UTF-8', async () => {
  const path = join(await mkdtemp(join(tmpdir(), 'policy-')), 'policy.yml');
  await writeFile(path, Buffer.from(`${TEXT}# caf\xe9`, 'latin1'));
  await expect(loadPolicy(path, files)).rejects.toThrow(':3:6: expected text in UTF-8, found bytes that are not');
});
