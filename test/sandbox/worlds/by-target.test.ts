import { expect, test } from '@jest/globals';
import { ByTarget } from '../../../sandbox/worlds/by-target.ts';

const target = { accountId: '111122223333', region: 'eu-west-1' };
const other = { accountId: '111122223333', region: 'eu-west-2' };

test('a changed value hides the initial one, also when it is deleted', () => {
  const values = new ByTarget<string>(({ region }) => `initial of ${region}`);
  values.set(target, 'changed');
  expect([values.get(target), values.get(other)]).toEqual(['changed', 'initial of eu-west-2']);
  values.delete(target);
  expect([values.get(target), values.has(target), values.has(other)]).toEqual([undefined, false, true]);
});
