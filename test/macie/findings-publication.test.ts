import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { readPublication, writePublication } from '../../lib/macie/findings-publication.ts';
import { ACCOUNT, clientsOf } from '../sandbox/values.ts';

const POLICY = 'findingsPublication.policyFindings';
const SENSITIVE = 'findingsPublication.classificationFindings';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({});
});
beforeEach(() => start(''));
afterAll(() => sandbox.close());

function start(more: string): void {
  sandbox.reset(parseWorld(`accounts: { '${ACCOUNT}': { sessions: { '*': {} }${more} } }`, 'world.yml'));
}

function call() {
  const { macie } = clientsOf(sandbox);
  return { client: macie, region: 'eu-west-1', signal: AbortSignal.timeout(60_000), clientToken: 'token' };
}

const WRITE = { group: 'findingsPublication', kind: 'put', values: { [POLICY]: 'true', [SENSITIVE]: 'true' } };

describe('the publication of findings', () => {
  test('is read: by default policy findings alone', async () => {
    expect(await readPublication(call())).toEqual({
      kind: 'values',
      values: { [POLICY]: 'true', [SENSITIVE]: 'false' },
    });
  });

  test('has no value for a flag that the answer lacks', async () => {
    start(", findingsPublication: { '*': { classificationFindings: null } }");
    expect(await readPublication(call())).toEqual({ kind: 'values', values: { [POLICY]: 'true', [SENSITIVE]: null } });
  });

  test('is written, and read back', async () => {
    expect(await writePublication(WRITE, call())).toEqual({ kind: 'accepted' });
    expect(await readPublication(call())).toEqual({
      kind: 'values',
      values: { [POLICY]: 'true', [SENSITIVE]: 'true' },
    });
  });

  test('is written with the flag that stays off', async () => {
    start(", findingsPublication: { '*': { policyFindings: false, classificationFindings: false } }");
    const write = { ...WRITE, values: { [POLICY]: 'false', [SENSITIVE]: 'true' } };
    expect(await writePublication(write, call())).toEqual({ kind: 'accepted' });
    expect(await readPublication(call())).toMatchObject({ values: write.values });
  });

  test.each([
    [{ [POLICY]: 'false', [SENSITIVE]: 'false' }],
    [{ [POLICY]: 'true' }],
    [{ [SENSITIVE]: 'true' }],
    [{ [POLICY]: 'true', [SENSITIVE]: 'maybe' }],
    [{}],
  ])('is not written by halves, nor only to stop it: %j', async (values) => {
    start(", findingsPublication: { '*': { policyFindings: true, classificationFindings: true } }");
    expect(await writePublication({ ...WRITE, values }, call())).toMatchObject({
      kind: 'refused',
      detail: expect.stringContaining('was not sent'),
    });
    expect(await readPublication(call())).toMatchObject({ values: { [POLICY]: 'true', [SENSITIVE]: 'true' } });
  });

  test('is unknown, not off, when it is denied or Macie is off after all', async () => {
    sandbox.reset(parseWorld('', 'world.yml'));
    expect(await readPublication(call())).toEqual({
      kind: 'unknown',
      reason: 'bad-response',
      detail:
        'macie2:GetFindingsPublicationConfiguration in eu-west-1 answered that Macie is not enabled, and GetMacieSession showed a session',
    });
    expect(await writePublication(WRITE, call())).toMatchObject({ kind: 'refused', reason: 'access-denied' });
  });
});
