import { describe, expect, test } from '@jest/globals';
import type { GroupValues } from '../../../lib/core/observation.ts';
import { OFF, session } from '../../core/values.ts';
import { fixture } from '../fixture.ts';

const REGION = 'eu-west-1';
const POLICY = `limits: { maxActions: 50 }
overrides:
  - match: { regions: ["*"] }
    desired:
      automatedDiscovery: ENABLED
      organization: { autoEnable: true, autoEnableDiscovery: NEW, memberLimit: not-reached }
      findingsPublication: { policyFindings: true, classificationFindings: true }
      classificationExport: { bucketName: results, kmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1' }
      reveal: { status: DISABLED }
      securityHub: ENABLED`;
const NOT_SET = 'not set';
/** Each with a drift, in the order in which they are written. */
const GROUPS: Readonly<Record<string, GroupValues>> = {
  organization: { 'organization.autoEnable': 'false', 'organization.memberLimit': 'not-reached' },
  automatedDiscovery: {
    automatedDiscovery: 'DISABLED',
    'organization.autoEnableDiscovery': 'NONE',
    standing: 'administrator',
  },
  findingsPublication: {
    'findingsPublication.policyFindings': 'false',
    'findingsPublication.classificationFindings': 'false',
  },
  classificationExport: {
    'classificationExport.bucketName': NOT_SET,
    'classificationExport.kmsKeyArn': NOT_SET,
    'classificationExport.keyPrefix': NOT_SET,
  },
};

/** One run over a target. `answers`: false for a session whose other settings AWS refuses to show. */
async function run(over: Parameters<typeof session>[0], { answers = true } = {}) {
  const desk = fixture({ sessions: { [REGION]: session(over) }, policy: POLICY });
  const state: Record<string, GroupValues> = { ...GROUPS };
  const { read, write } = desk.access;
  const [reads, writes]: [string[], string[]] = [[], []];
  Object.assign(desk.access, {
    read: (order: Parameters<typeof read>[0]) => {
      const { group } = order;
      if (writes.length === 0) reads.push(group);
      if (group === 'session') return read(order);
      const refused = { kind: 'unknown', reason: 'access-denied', detail: 'Macie is paused' };
      return Promise.resolve(answers ? { kind: 'values', values: state[group] ?? {} } : refused);
    },
    write: (...[one, order]: Parameters<typeof write>) => {
      writes.push(one.group);
      if (one.group === 'session') return write(one, order);
      state[one.group] = { ...state[one.group], ...one.values };
      return Promise.resolve({ kind: 'accepted' });
    },
  });
  await desk.check();
  return { reads, writes, result: desk.results.at(-1)?.report.results.find(({ region }) => region === REGION) };
}

describe('the settings groups of a target', () => {
  test('are written one after the other: session, organization, discovery, publication, export', async () => {
    const { writes } = await run({ status: 'PAUSED' });
    expect(writes).toEqual(['session', ...Object.keys(GROUPS)]);
  });

  test('are not read where Macie is off: each call would be a denial in the trail of the account', async () => {
    expect(new Set((await run(OFF)).reads)).toEqual(new Set(['session']));
  });

  test('of a paused session that AWS does not show are unknown, and written by no call', async () => {
    const { writes, result } = await run({ status: 'PAUSED' }, { answers: false });
    expect(writes).toEqual(['session']);
    expect(result).toMatchObject({ settings: { status: 'ENABLED' }, verdict: 'unknown' });
  });
});
