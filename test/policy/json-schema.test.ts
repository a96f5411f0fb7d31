import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { policyJsonSchema } from '../../lib/policy/json-schema.ts';

test('policy.schema.json, for editors, is the schema that checks', () => {
  const file = readFileSync(`${import.meta.dirname}/../../policy.schema.json`, 'utf8');
  expect(JSON.parse(file)).toEqual(policyJsonSchema());
});
