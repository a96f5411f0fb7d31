import { expect, test } from '@jest/globals';
import { targetNames, targetNaming } from '../../../lib/render/words/target-names.ts';

const [PROD, DEV] = ['111122223333', '444455556666'];
const place = (accountId: string, region: string) => ({ accountId, region });
const nameOf = (id: string): string => (id === PROD ? `prod (${id})` : id);
const ALL = [place(PROD, 'eu-west-1'), place(DEV, 'eu-west-1')];

function named(places: typeof ALL, all: typeof ALL = ALL): string {
  return targetNames(places, { name: targetNaming(all, nameOf), nameOf, unitOf: () => null });
}

test('several Regions of one account among others name the account once', () => {
  expect(named([place(PROD, 'eu-west-1'), place(PROD, 'us-east-1')])).toBe(`eu-west-1, us-east-1 of prod (${PROD})`);
});

test('one target among those of other accounts has its account first', () => {
  expect(named([place(PROD, 'eu-west-1')])).toBe(`prod (${PROD}) eu-west-1`);
});

test('targets of the only account are named by their Regions', () => {
  const only = [place(PROD, 'eu-west-1'), place(PROD, 'us-east-1')];
  expect(named(only, only)).toBe('eu-west-1, us-east-1');
});
