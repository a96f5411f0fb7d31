import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { LIMITS } from '../../../lib/app/scan/deps.ts';
import { createScanDeps } from '../../../lib/app/wiring/scan-deps.ts';
import { createClients, type Clients } from '../../../lib/aws/clients.ts';
import { parsePolicy } from '../../../lib/policy/parse.ts';
import { startSandbox, type Sandbox } from '../../../sandbox/server/server.ts';
import { parseWorld } from '../../../sandbox/worlds/world.ts';
import { useSandbox } from '../../sandbox/environment.ts';
import { ACCOUNT } from '../../sandbox/values.ts';
import { requestFor } from '../fake-macie.ts';
import { runOnce } from '../run-once.ts';

let sandbox: Sandbox;
let clients: Clients;
beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
});
afterAll(async () => {
  clients.destroy();
  await sandbox.close();
});
beforeEach(() => {
  clients?.destroy();
  clients = createClients({ homeRegion: 'us-east-1', requestTimeoutMs: 5000, readAttempts: 1 });
});

const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1`;
const POLICY = `
regions: [eu-west-1]
desired:
  status: ENABLED
  classificationExport: { bucketName: 'results-{region}', kmsKeyArn: 'arn:aws:kms:{region}:{account}:key/1', keyPrefix: '{account}' }
`;
const PUT = 'PutClassificationExportConfiguration';

/** The result of a run that may repair, and the calls that it made to set the destination. */
async function repair({ account = '', rest = '', session = '{}' } = {}) {
  sandbox.reset(
    parseWorld(`accounts: { '${ACCOUNT}': { sessions: { '*': ${session} }${account} } }\n${rest}`, 'world'),
  );
  const { policy: loaded, ...request } = requestFor('');
  const policy = { ...loaded, policy: parsePolicy(`version: 1\nremediation: enforce${POLICY}`, 'policy.yml') };
  const deps = createScanDeps(clients, { ...LIMITS, readBackWaitsMs: [1, 1, 1] });
  const { results } = await runOnce({ ...request, policy }, { ...deps, wait: () => Promise.resolve() });
  return { result: results[0], puts: sandbox.calls.filter(({ operation }) => operation === PUT) };
}

test('a destination is set where there is none, with bucket, key and prefix in one call', async () => {
  const { result, puts } = await repair();
  expect(result).toMatchObject({
    verdict: 'compliant',
    drifts: [
      { setting: 'classificationExport.bucketName', actual: 'not set', action: 'store-results', outcome: 'verified' },
    ],
  });
  expect(puts).toHaveLength(1);
  expect(sandbox.trail.findLast(({ eventName }) => eventName === PUT)?.['requestParameters']).toEqual({
    configuration: { s3Destination: { bucketName: 'results-eu-west-1', kmsKeyArn: KEY, keyPrefix: ACCOUNT } },
  });
});

test('another destination is never written', async () => {
  const { result, puts } = await repair({
    account: `, classificationExport: { '*': { bucketName: others, kmsKeyArn: '${KEY}' } }`,
  });
  expect(result).toMatchObject({
    verdict: 'drifted',
    drifts: [
      { setting: 'classificationExport.bucketName', actual: 'others', outcome: 'manual' },
      { setting: 'classificationExport.keyPrefix', actual: 'not set', outcome: 'manual' },
    ],
  });
  expect(puts).toEqual([]);
});

test('an answer without a body is unknown, and nothing is written', async () => {
  const { result, puts } = await repair({
    rest: 'faults: [{ kind: empty, match: { operations: [GetClassificationExportConfiguration] } }]',
  });
  expect(result).toMatchObject({
    verdict: 'unknown',
    unknowns: [{ group: 'classificationExport', reason: 'bad-response' }],
  });
  expect(puts).toEqual([]);
});

test('a refused test of the key is a failure with the sentence of Macie and the way', async () => {
  const { result, puts } = await repair({ account: ", exportTest: { '*': key-refuses }" });
  expect(result).toMatchObject({
    verdict: 'drifted',
    drifts: [
      {
        outcome: 'failed',
        failure: {
          detail: expect.stringMatching(
            /Macie can’t use the KMS key.*`macie-warden export-policy --bucket results-eu-west-1 /,
          ),
        },
      },
    ],
  });
  expect(puts).toHaveLength(1);
});

test.each([
  ['write-lag', 'verified'],
  ['write-lost', 'applied'],
])('after the fault %s the write is read back until it shows: %s', async (kind, outcome) => {
  const { result, puts } = await repair({ rest: `faults: [{ kind: ${kind}, match: { operations: [${PUT}] } }]` });
  expect(result).toMatchObject({ drifts: [{ setting: 'classificationExport.bucketName', outcome }] });
  expect(puts).toHaveLength(1);
});

test('a paused session is resumed before its destination is set', async () => {
  const { result } = await repair({ session: '{ status: PAUSED }' });
  expect(result?.drifts).toMatchObject([
    { setting: 'status', outcome: 'verified' },
    { setting: 'classificationExport.bucketName', outcome: 'verified' },
  ]);
});
