import { describe, expect, test } from '@jest/globals';
import { desiredSchema } from '../../lib/policy/schema-desired.ts';
import { plainSetting } from '../core/settings/registries.ts';

const schema = desiredSchema([
  plainSetting('status', 'session'),
  plainSetting('findingsPublication.policyFindings', 'publication'),
  plainSetting('findingsPublication.classificationFindings', 'publication'),
]);

describe('the schema of desired', () => {
  test.each<[string, object, boolean]>([
    ['takes a setting', { status: 'ON' }, true],
    ['takes a setting with a dot in its id as a nested key', { findingsPublication: { policyFindings: 'ON' } }, true],
    ['refuses a value that is none', { findingsPublication: { policyFindings: 'MAYBE' } }, false],
    ['refuses a nested key that is none', { findingsPublication: { weather: 'ON' } }, false],
    ['refuses an id with its dot', { 'findingsPublication.policyFindings': 'ON' }, false],
    ['refuses a map without any setting', {}, false],
    ['refuses a nested map without any setting', { findingsPublication: {} }, false],
  ])('%s', (_, value, isTaken) => {
    expect(schema.safeParse(value).success).toBe(isTaken);
  });
});
