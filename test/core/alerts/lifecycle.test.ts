import { expect, test } from '@jest/globals';
import { identityOf, statusOf } from '../../../lib/core/alerts/lifecycle.ts';
import { EVERY_ALERT } from '../../fixtures/alerts.ts';

test('each kind of alert says whether something is open after it', () => {
  const byStatus = Map.groupBy(EVERY_ALERT, statusOf);
  const kinds = (status: ReturnType<typeof statusOf>) => [
    ...new Set((byStatus.get(status) ?? []).map(({ kind }) => kind)),
  ];
  expect(kinds('ended')).toEqual(['repaired', 'resolved', 'readable']);
  expect(kinds('notice')).toEqual(['interrupted', 'policy-changed', 'waiver-expiring']);
  expect(kinds('open')).toEqual([
    'contested',
    'repair-failed',
    'opened',
    'waiver-expired',
    'changed',
    'flapping',
    'unreadable',
    'reminder',
  ]);
});

test('the identity of an alert does not depend on its kind', () => {
  const { accountId } = EVERY_ALERT[0] ?? { accountId: '' };
  for (const alert of EVERY_ALERT) {
    const same = EVERY_ALERT.filter((one) => identityOf(one) === identityOf(alert));
    const facts = ({ subject, region, ...rest }: typeof alert) =>
      `${subject} ${region} ${'setting' in rest ? rest.setting : ''} ${'group' in rest ? rest.group : ''}`;
    expect(new Set(same.map(facts)).size).toBe(1);
  }
  const identities = new Set(EVERY_ALERT.map(identityOf));
  expect(identities).toContain(`macie-warden/${accountId}/us-west-2/serviceRole`);
  expect(identities).toContain(`macie-warden/${accountId}/us-east-2/unreadable/session`);
  expect(identities).toContain(`macie-warden/${accountId}/policy`);
});
