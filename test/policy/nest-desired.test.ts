import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { defineSetting, type ValueSchema } from '../../lib/core/settings/setting.ts';
import { SETTING_IDS } from '../../lib/core/settings/registry.ts';
import { flattenDesired } from '../../lib/policy/flatten-desired.ts';
import { nestDesired } from '../../lib/policy/nest-desired.ts';
import { plainSetting } from '../core/settings/registries.ts';

test('dots in an id make maps, and true is text only where the schema says text', () => {
  // The kind `boolean` has neither values nor a pattern.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const schema = { kind: 'boolean', description: '' } as unknown as ValueSchema;
  const settings = ['a.b.flag', 'a.b.name', 'a.c', 'd'].map((id) => {
    const setting = plainSetting(id, 'group');
    return defineSetting(id === 'a.b.flag' ? { ...setting, schema } : setting);
  });
  expect(nestDesired({ 'a.b.flag': 'true', 'a.b.name': 'true', 'a.c': 'ON', d: 'OFF' }, settings)).toEqual({
    a: { b: { flag: true, name: 'true' }, c: 'ON' },
    d: 'OFF',
  });
  expect(nestDesired({ 'a.b.flag': 'false' }, settings)).toEqual({ a: { b: { flag: false } } });
});

test('it is the way back from flattenDesired', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...SETTING_IDS), fc.constantFrom('true', 'false')), (desired) => {
      expect(flattenDesired(nestDesired(desired))).toEqual(desired);
    }),
  );
});
