import { describe, expect, test } from '@jest/globals';
import { matchesPattern } from '../../../sandbox/stack/pattern.ts';

// As the guide of EventBridge shows them: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
describe('event patterns', () => {
  const event = {
    source: 'aws.ec2',
    detail: { state: 'running', tags: ['a', 'b'], count: 5, none: null, inner: { x: 1 } },
  };
  test.each([
    [{ source: ['aws.ec2', 'aws.s3'] }, true],
    [{ source: ['aws.s3'] }, false],
    [{ source: ['aws.ec2'], detail: { state: ['running'] } }, true],
    [{ source: ['aws.ec2'], detail: { state: ['stopped'] } }, false],
    [{ detail: { tags: ['b'] } }, true],
    [{ detail: { tags: ['c'] } }, false],
    [{ detail: { count: [5] } }, true],
    [{ detail: { count: ['5'] } }, false],
    [{ detail: { none: [null] } }, true],
    [{ detail: { gone: [{ exists: false }] } }, true],
    [{ detail: { state: [{ exists: false }] } }, false],
    [{ detail: { state: [{ exists: true }] } }, true],
    [{ nowhere: { state: [{ exists: false }] } }, true],
    [{ detail: { state: [{ prefix: 'run' }] } }, true],
    [{ detail: { state: [{ prefix: 'stop' }] } }, false],
    [{ detail: { state: [{ suffix: 'ing' }] } }, true],
    [{ detail: { state: [{ 'anything-but': ['stopped'] }] } }, true],
    [{ detail: { state: [{ 'anything-but': 'running' }] } }, false],
    [{ detail: { gone: [{ 'anything-but': 'running' }] } }, false],
    [{ detail: { $or: [{ state: ['stopped'] }, { count: [5] }] } }, true],
    [{ detail: { $or: [{ state: ['stopped'] }, { count: [6] }] } }, false],
    [{ detail: { inner: { x: [1] } } }, true],
    // Only leaves exist.
    [{ detail: { inner: [{ exists: true }] } }, false],
    [{ toString: [{ exists: true }] }, false],
  ])('%j: %p', (pattern, isMatch) => {
    expect(matchesPattern(event, pattern)).toBe(isMatch);
  });

  test.each([
    [{ source: 'aws.ec2' }, /source: expected a list or an object/],
    [{ source: [{ numeric: ['>', 5] }] }, /does not know the operator numeric/],
    [{ source: [{}] }, /expected one operator/],
    [{ $or: {} }, /\$or: expected a list/],
  ])('%j throws instead of not matching', (pattern, message) => {
    expect(() => matchesPattern(event, pattern)).toThrow(message);
  });
});
