import { expect, test } from '@jest/globals';
import { groupAlike } from '../../../lib/render/words/group-alike.ts';

const REGIONS = ['eu-west-1', 'eu-west-2', 'us-east-1'];
const place = (region: string, text: string) => ({ accountId: '111122223333', region, text });
const regionsOf = (places: readonly ReturnType<typeof place>[]) =>
  groupAlike(places, ({ text }) => text).map((group) => group.map(({ region }) => region));

test('texts that differ in nothing but the target are one group', () => {
  expect(regionsOf(REGIONS.map((region) => place(region, `no key in ${region}`)))).toEqual([REGIONS]);
});

// The ARN of one key for all Regions names the Region of the key, which is a target itself.
test('a value that names a Region for all targets keeps the target of that Region in their group', () => {
  const key = 'arn:aws:kms:us-east-1:111122223333:key/1';
  const places = REGIONS.toReversed().map((region) => place(region, `failed in ${region}: ${key}`));
  expect(regionsOf(places)).toEqual([['eu-west-2', 'eu-west-1', 'us-east-1']]);
});

test('other texts stay apart', () => {
  expect(regionsOf([place('eu-west-1', 'a us-east-1'), place('us-east-1', 'b us-east-1')])).toHaveLength(2);
  expect(regionsOf([place('eu-west-1', 'a us-east-1'), place('us-east-1', 'a eu-west-1')])).toHaveLength(2);
});

test('many groups of values that no target shares are not compared with each other', () => {
  const places = Array.from({ length: 60 }, (_, number) =>
    place('eu-west-1', `results-${String(number).padStart(12, '0')}`),
  );
  expect(regionsOf(places)).toHaveLength(60);
});
