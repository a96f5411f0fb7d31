import { expect, test } from '@jest/globals';
import { scheduleProblem } from '../../serverless/schedule-grammar.ts';

test.each([
  'rate(1 hour)',
  'rate(15 minutes)',
  'cron(0 8 ? * MON *)',
  'cron(0/15 6-18 * * ? *)',
  'cron(0 8 1,15 JAN-MAR ? 2026-2030)',
  'cron(0 8 L * ? *)',
  'cron(0 8 15W * ? *)',
  'cron(0 8 ? * 6L *)',
  'cron(0 8 ? * MON#1 *)',
])('%s is an expression of EventBridge Scheduler', (expression) => {
  expect(scheduleProblem(expression)).toBeNull();
});

test.each([
  ['hourly', 'expected rate(1 hour) or cron('],
  ['rate(0 hours)', 'expected rate(1 hour) or cron('],
  ['rate(5 weeks)', 'expected rate(1 hour) or cron('],
  ['cron(0 8 * * ?)', 'expected rate(1 hour) or cron('],
  ['cron(60 8 ? * * *)', 'expected minutes from 0 to 59'],
  ['cron(0 24 ? * * *)', 'expected hours from 0 to 23'],
  ['cron(0 8 32 * ? *)', 'expected day-of-month from 1 to 31'],
  ['cron(0 8 1 13 ? *)', 'expected month from 1 to 12'],
  ['cron(0 8 ? * MON#6 *)', 'expected day-of-week from 1 to 7'],
  ['cron(0 8 ? * 0 *)', 'expected day-of-week from 1 to 7'],
  ['cron(0 8 ? * * 1969)', 'expected year from 1970 to 2199'],
  ['cron(0/0 8 ? * * *)', 'expected minutes from 0 to 59'],
  ['cron(0 8 * * * *)', 'expected ? as either day-of-month or day-of-week'],
  ['cron(0 8 ? * ? *)', 'expected ? as either day-of-month or day-of-week'],
])('%s is refused', (expression, problem) => {
  expect(scheduleProblem(expression)).toContain(problem);
});
