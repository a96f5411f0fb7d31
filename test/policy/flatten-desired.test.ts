import { expect, test } from '@jest/globals';
import { flattenDesired } from '../../lib/policy/flatten-desired.ts';

test('flattenDesired gives the values by setting id', () => {
  expect(
    flattenDesired({ status: 'ON', findingsPublication: { policyFindings: 'OFF', classificationFindings: undefined } }),
  ).toEqual({ status: 'ON', 'findingsPublication.policyFindings': 'OFF' });
});
