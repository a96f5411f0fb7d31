import { expect, test } from '@jest/globals';
import { policyDiffJson, policyDiffMarkdown, policyDiffText } from '../../../lib/render/formats/policy-diff.ts';
import type { PolicyDiff } from '../../../lib/policy/diff/diff-policies.ts';

const DIFF: PolicyDiff = {
  changes: [
    {
      subject: 'coverage',
      before: 'covered',
      after: 'not covered',
      targets: [{ accounts: ['111122223333'], regions: ['eu-west-1', 'eu-west-2', 'us-east-1'] }],
    },
    {
      subject: 'status',
      before: null,
      after: 'ENABLED',
      targets: [
        { accounts: ['111122223333', 'every other account'], regions: ['eu-west-1', 'eu-west-2'] },
        { accounts: ['accounts named <b>\u202e*'], regions: ['us-east-1'] },
      ],
    },
  ],
  keys: [{ key: 'limits.maxActions', before: '10', after: '20' }],
  accounts: ['111122223333', 'every other account'],
  regions: ['eu-west-1', 'eu-west-2', 'us-east-1'],
};
const NONE: PolicyDiff = { ...DIFF, changes: [], keys: [] };

test('text groups the targets of each change', () => {
  expect(policyDiffText(DIFF)).toBe(`2 changes of targets, 1 change of whole runs, in 3 Regions compared.

coverage: covered -> not covered
    111122223333: all 3 Regions

status: none -> ENABLED
    every account: all Regions but us-east-1
    accounts named <b> *: us-east-1

Whole runs:
    limits.maxActions  10 -> 20
`);
  expect(policyDiffText(NONE)).toBe('No target is held to anything else.\n');
});

test('Markdown is one table, with foreign text escaped', () => {
  const text = policyDiffMarkdown(DIFF);
  expect(text).toContain('| coverage | covered | not covered | 111122223333: all 3 Regions |\n');
  expect(text).toContain('| limits.maxActions | 10 | 20 | whole runs |\n');
  expect(text).not.toContain('<b>');
  expect(policyDiffMarkdown(NONE)).toBe('No target is held to anything else.\n');
});

test('JSON has a version', () => {
  expect(JSON.parse(policyDiffJson(DIFF))).toEqual({ schemaVersion: 1, ...DIFF });
});
