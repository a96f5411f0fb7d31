import { describe, expect, test } from '@jest/globals';
import { regionNotices } from '../../../lib/app/scan/region-notices.ts';
import { session } from '../../core/values.ts';
import { fixture } from '../fixture.ts';
import { requestFor } from '../fake-macie.ts';

const messages = (yaml: string, regions?: readonly string[], live: readonly string[] = []): readonly string[] =>
  regionNotices(requestFor(yaml, regions ? { only: { regions } } : {}), live).map(({ message }) => message);

describe('regionNotices', () => {
  test('names what is probably a typing error, and what was probably meant', () => {
    expect(messages('excludeRegions: [eu-wst-1]')).toEqual([
      'the policy has excludeRegions[0]: no AWS Region is known by the name eu-wst-1 (did you mean eu-west-1?)',
    ]);
    expect(messages('overrides: [{ match: { regions: ["ue-*"] }, remediation: report }]')).toEqual([
      'the policy has overrides[0].match.regions[0]: ue-* matches no Region that is known',
    ]);
  });

  test('names a Region of the request', () => {
    expect(messages('', ['us-est-1'])).toEqual([
      'the run was asked for a Region: no AWS Region is known by the name us-est-1 (did you mean us-east-1?)',
    ]);
  });

  test('has nothing on a Region that AWS lists', () => {
    expect(messages('excludeRegions: [sa-west-1]', ['sa-west-1'], ['sa-west-1'])).toEqual([]);
    expect(messages('overrides: [{ match: { regions: ["sa-w*"] }, remediation: report }]', [], ['sa-west-1'])).toEqual(
      [],
    );
  });

  test('has a few of many', () => {
    const names = Array.from({ length: 30 }, (_, index) => `xx-west-${index}`);
    const found = messages(`excludeRegions: [${names.join(', ')}]`);
    expect(found).toHaveLength(11);
    expect(found.at(-1)).toBe('the policy has 20 more warnings: `macie-warden policy validate` shows them');
  });
});

describe('a run', () => {
  const sessions = { 'eu-west-1': session() };
  const warningsOf = async (policy: string, over = {}): Promise<readonly string[]> => {
    const { notices } = await fixture({ sessions, policy, ...over }).check();
    return notices.filter(({ kind }) => kind === 'policy-warning').map(({ message }) => message);
  };

  test('reports an excluded Region that no list has', async () => {
    expect(await warningsOf('excludeRegions: [eu-wst-1]')).toHaveLength(1);
  });

  test('reports nothing on an excluded Region that AWS added', async () => {
    const added = { sessions: { ...sessions, 'sa-west-1': sessions['eu-west-1'] } };
    expect(await warningsOf('excludeRegions: [sa-west-1]', added)).toEqual([]);
  });

  test('reports a listed Region that no list has, and none that AWS added', async () => {
    expect(await warningsOf('regions: [eu-west-1, sa-west-1]')).toHaveLength(1);
    const added = { sessions: { ...sessions, 'sa-west-1': sessions['eu-west-1'] } };
    expect(await warningsOf('regions: [eu-west-1, sa-west-1]', added)).toEqual([]);
  });
});
