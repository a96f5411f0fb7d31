import { describe, expect, test } from '@jest/globals';
import { MACIE_REGIONS } from '../../lib/core/regions.ts';
import { narrowScope, scopeOfAll, scopeOfList } from '../../lib/targets/scope.ts';

const known = <T>(value: T) => ({ kind: 'known', value }) as const;
const unknown = { kind: 'unknown', why: 'denied' } as const;
const NO_MACIE = 'AWS does not offer Macie in this Region';
const NOT_ENABLED = 'this opt-in Region is not enabled for the account';
const enabled = known(
  new Map([
    ['us-east-1', true],
    ['eu-west-1', true],
    ['me-south-1', false],
    ['ap-south-2', true],
    ['ap-east-2', false],
  ]),
);
const all = scopeOfAll({ excluded: ['eu-west-1'], offered: known(['us-east-1', 'me-south-1', 'eu-west-1']), enabled });

describe('the scope of all Regions', () => {
  test('reads what offers Macie and is enabled, and counts the others', () => {
    expect(all).toEqual({
      source: 'live',
      excluded: ['eu-west-1'],
      toRead: ['us-east-1'],
      notApplicable: [
        { region: 'ap-south-2', detail: NO_MACIE },
        { region: 'me-south-1', detail: NOT_ENABLED },
      ],
      notices: [],
    });
  });

  test('reads the committed list when the live one could not be read, and says so', () => {
    const scope = scopeOfAll({ excluded: [], offered: unknown, enabled });
    expect(scope.source).toBe('committed');
    expect(scope.toRead).toEqual(['eu-west-1', 'us-east-1']);
    expect(scope.notices).toMatchObject([{ kind: 'regions-not-live', message: expect.stringContaining('denied') }]);
  });

  test('reads every Region that offers Macie when nobody knows which are enabled, and says so', () => {
    const scope = scopeOfAll({ excluded: [], offered: unknown, enabled: unknown });
    expect(scope.toRead).toEqual(MACIE_REGIONS);
    expect(scope.notices.map(({ kind }) => kind)).toEqual(['regions-not-live', 'regions-enabled-unknown']);
  });
});

test('the scope of a list is the list, sorted', () => {
  expect(scopeOfList(['us-east-1', 'eu-west-1'])).toEqual({
    source: 'policy',
    excluded: [],
    toRead: ['eu-west-1', 'us-east-1'],
    notApplicable: [],
    notices: [],
  });
});

describe('a narrowed scope', () => {
  test('keeps the Regions of the request', () => {
    expect(narrowScope(scopeOfList(['us-east-1', 'eu-west-1']), ['us-east-1'])).toMatchObject({
      toRead: ['us-east-1'],
      notApplicable: [],
    });
  });

  test('keeps why a Region is not applicable, and counts one that the scope does not know', () => {
    expect(narrowScope(all, ['us-east-1', 'me-south-1', 'ap-east-2'])).toMatchObject({
      toRead: ['us-east-1'],
      notApplicable: [
        { region: 'me-south-1', detail: NOT_ENABLED },
        { region: 'ap-east-2', detail: NOT_ENABLED },
      ],
    });
  });
});
