import { describe, expect, test } from '@jest/globals';
import {
  classificationFindings,
  policyFindings,
  publicationGroup,
} from '../../../lib/core/settings/findings-publication.ts';

const POLICY = policyFindings.id;
const SENSITIVE = classificationFindings.id;

function choose(desired: string, actual: string | null, values: Record<string, string | null>) {
  return policyFindings.chooseAction({ setting: POLICY, desired, actual }, { values });
}

describe('publication to Security Hub', () => {
  test('is turned on', () => {
    expect(choose('true', 'false', { [POLICY]: 'false', [SENSITIVE]: 'false' })).toEqual({
      kind: 'write',
      action: 'publish',
    });
  });

  test.each<[string, string, string | null, Record<string, string | null>, RegExp]>([
    ['to be stopped', 'false', 'true', { [POLICY]: 'true', [SENSITIVE]: 'true' }, /never stops/],
    ['of a value that is not known', 'true', 'maybe', { [POLICY]: 'maybe', [SENSITIVE]: 'true' }, /does not know/],
    [
      'beside a value that was not read',
      'true',
      'false',
      { [POLICY]: 'false', [SENSITIVE]: null },
      /has no value for the publication of sensitive data findings/,
    ],
  ])('%s is left to a person', (_, desired, actual, values, why) => {
    expect(choose(desired, actual, values)).toEqual({ kind: 'manual', detail: expect.stringMatching(why) });
  });

  test('is unseen where the answer does not have it', () => {
    expect(policyFindings.compare('true', { values: {}, desired: {} })).toEqual({ kind: 'unseen' });
    expect(policyFindings.compare('true', { values: { [POLICY]: 'true' }, desired: {} }).kind).toBe('equal');
    expect(policyFindings.compare('true', { values: { [POLICY]: 'false' }, desired: {} }).kind).toBe('different');
  });

  test('is written with the other value as it was read', () => {
    const planned = [{ setting: POLICY, action: 'publish', desired: 'true' }];
    const target = { accountId: '111122223333', values: { [POLICY]: 'false', [SENSITIVE]: 'true' } };
    const write = publicationGroup.composeWrite(planned, {}, target);
    expect(write.values).toEqual({ [POLICY]: 'true', [SENSITIVE]: 'true' });
    expect(publicationGroup.describeWrite(write)).toBe(
      'PutFindingsPublicationConfiguration: findingsPublication.policyFindings true, findingsPublication.classificationFindings true',
    );
  });

  test('is written alone where no other value was read', () => {
    const planned = [{ setting: POLICY, action: 'publish', desired: 'true' }];
    const target = { accountId: '111122223333', values: { [SENSITIVE]: null } };
    expect(publicationGroup.composeWrite(planned, {}, target).values).toEqual({ [POLICY]: 'true' });
    expect(publicationGroup.composeWrite(planned, {}, { accountId: '111122223333' }).values).toEqual({
      [POLICY]: 'true',
    });
  });

  test('has words for each value', () => {
    expect(['true', 'false', 'maybe', null].map((value) => classificationFindings.describeState(value))).toEqual([
      'Macie publishes sensitive data findings to Security Hub',
      'Macie does not publish sensitive data findings to Security Hub',
      'the publication of sensitive data findings is maybe',
      'the publication of sensitive data findings is not set',
    ]);
    const off = { setting: POLICY, desired: 'true', actual: 'false' };
    expect(policyFindings.describeAction('publish', off)).toBe('publish policy findings to Security Hub');
    expect([policyFindings.severityOf(off), policyFindings.severityOf({ ...off, desired: 'false' })]).toEqual([
      'MEDIUM',
      'LOW',
    ]);
    expect(policyFindings.describeLoss?.(off, { wasOn: true })).toMatch(/not published afterwards/);
    expect(policyFindings.describeLoss?.({ ...off, actual: 'maybe' }, { wasOn: true })).toBeNull();
    expect(policyFindings.callsToLookUp?.('false')).toEqual(['PutFindingsPublicationConfiguration']);
  });
});
