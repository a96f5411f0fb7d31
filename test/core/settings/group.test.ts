import { describe, expect, test } from '@jest/globals';
import { definePlainGroup } from '../../../lib/core/settings/group.ts';

describe('a plain group', () => {
  const group = definePlainGroup('discovery', { operation: 'UpdateDiscovery' });
  const write = group.composeWrite(
    [
      { setting: 'a', action: 'put', desired: 'ON' },
      { setting: 'b', action: 'put', desired: 'OFF' },
    ],
    {},
  );

  test('writes the desired values as they are', () => {
    expect(write).toEqual({ group: 'discovery', kind: 'put', values: { a: 'ON', b: 'OFF' } });
  });

  test('shows a write once every value is there', () => {
    expect(group.showsWrite({ a: 'ON', b: 'OFF', c: 'ON' }, write)).toBe(true);
    expect(group.showsWrite({ a: 'ON', b: 'ON' }, write)).toBe(false);
    expect(group.showsWrite({ a: 'ON' }, write)).toBe(false);
  });

  test('describes a write by its operation', () => {
    expect(group.describeWrite(write)).toBe('UpdateDiscovery: a ON, b OFF');
  });
});
