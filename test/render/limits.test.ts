import { describe, expect, test } from '@jest/globals';
import { MACIE_REGIONS } from '../../lib/core/regions.ts';
import type { Report, Result } from '../../lib/core/compliance/report.ts';
import { MAX_MESSAGE_BYTES, snsMessage } from '../../lib/render/messages/sns.ts';
import { chat } from '../../lib/render/messages/chat.ts';
import { fitJson } from '../../lib/render/formats/json.ts';
import { text } from '../../lib/render/formats/text.ts';
import { drift } from '../core/values.ts';
import { reportOf, result } from '../fixtures/reports.ts';

const account = (index: number): string => String(200_000_000_000 + index);
const region = (index: number): string => MACIE_REGIONS[index % MACIE_REGIONS.length] ?? '';
const failed = (index: number, detail: string): Result => ({
  ...result('eu-west-1', {
    verdict: 'drifted',
    drifts: [drift({ outcome: 'failed', failure: { reason: 'service-error', detail } })],
  }),
  accountId: account(index),
});

interface Chat {
  readonly content: { readonly description: string; readonly nextSteps: readonly string[] };
}
const contentOf = (report: Report): Chat['content'] => (JSON.parse(chat(report)) as Chat).content;

describe('5,500 targets that could not be read for one reason', () => {
  const why = 'no answer within 12 s, retries included';
  const UNREADABLE = reportOf(
    Array.from({ length: 5500 }, (_, index) => ({
      ...result(region(index), { verdict: 'unknown', session: null, reason: 'timeout', detail: why }),
      accountId: account(Math.floor(index / MACIE_REGIONS.length)),
    })),
  );
  const accountsIn = (output: string): number => new Set(output.match(/2\d{11}/g)).size;

  test.each([
    ['email', text(UNREADABLE, { maxBytes: 3000 })],
    ['chat', contentOf(UNREADABLE).description],
  ])('%s shows the reason, and counts every account', (_, output) => {
    expect(output).toContain('timeout');
    expect(output).toContain(why);
    const [, more] = /\band (\d+)\s+more/.exec(output) ?? [];
    expect(accountsIn(output)).toBeGreaterThan(10);
    expect(accountsIn(output) + Number(more)).toBe(5500 / MACIE_REGIONS.length);
  });

  test('without a limit every account is named, and its Regions once', () => {
    const output = text(UNREADABLE).replaceAll(/\s+/g, ' ');
    expect(accountsIn(output)).toBe(5500 / MACIE_REGIONS.length);
    expect(output.split(`${MACIE_REGIONS.join(', ')} of 2`)).toHaveLength(2);
  });
});

describe('chat', () => {
  test.each([
    ['an entity', '<a>&'.repeat(120)],
    ['a code span', `*x* ${'y'.repeat(400)}`],
    ['both', `*x* ${'&'.repeat(400)}`],
  ])('cuts a next step between escapes, never inside one: %s', (_, detail) => {
    const [step = ''] = contentOf(
      reportOf([
        result('eu-west-1', { verdict: 'drifted', drifts: [drift({ action: 'manual', outcome: 'manual', detail })] }),
      ]),
    ).nextSteps;
    expect(step.length).toBeLessThanOrEqual(350);
    expect(step.replaceAll(/&(?:amp|lt|gt);/g, '')).not.toContain('&');
    expect(step.split('`').length % 2).toBe(1);
    expect(step).toMatch(/…`?$/);
  });

  test('leaves room for the title of every section beside a long one', () => {
    for (let length = 400; length <= 600; length += 4) {
      const report = reportOf([
        ...Array.from({ length: 40 }, (_, index) => failed(index, 'd'.repeat(length))),
        result('us-west-2', { verdict: 'unknown', session: null, reason: 'timeout', detail: 'no answer' }),
        result('us-west-1', { verdict: 'waived', drifts: [drift({ outcome: 'skipped' })] }),
        result('us-east-1'),
      ]);
      const { description } = contentOf(report);
      expect(description.match(/^\*.*\*$/gm)).toEqual([
        '*Drifted (40)*',
        '*Unknown (1)*',
        '*Waived (1)*',
        '*Compliant (1)*',
      ]);
      expect(description.length).toBeLessThanOrEqual(8000);
    }
  });
});

describe('JSON within a limit', () => {
  test('keeps no compliant result while a drifted one is missing', () => {
    const report = reportOf([
      ...Array.from({ length: 40 }, (_, index) => failed(index, 'd'.repeat(1500))),
      ...Array.from({ length: 40 }, (_, index) => ({ ...result('eu-west-2'), accountId: account(index) })),
    ]);
    const { results, omitted }: { results: readonly Result[]; omitted: number } = JSON.parse(
      fitJson(report, 56_000).text,
    );
    expect(new Set(results.map(({ verdict }) => verdict))).toEqual(new Set(['drifted']));
    expect(results.length + omitted).toBe(80);
  });
});

test('a message of an organization of 10,000 accounts fits into SNS, and holds its results', () => {
  const accounts = Array.from({ length: 10_000 }, (_, index) => String(100_000_000_000 + index));
  const report = reportOf([failed(0, 'd')]);
  const large = { ...report, scope: { ...report.scope, accounts } };
  const { message } = snsMessage(large, {});
  expect(Buffer.byteLength(message)).toBeLessThan(MAX_MESSAGE_BYTES);
  const { sqs }: { sqs: string } = JSON.parse(message);
  const { scope, results }: ReportText = JSON.parse(sqs);
  expect(scope.accounts.length + (scope.omittedAccounts ?? 0)).toBe(10_000);
  expect(results).toHaveLength(1);
});

test('a message of a plan with thousands of costs fits into SNS, and counts those that it leaves out', () => {
  const estimate = { kind: 'not-estimated', why: 'no price for eu-west-1' } as const;
  const items = Array.from({ length: 5000 }, (_, index) => ({
    accountId: String(100_000_000_000 + index),
    region: 'eu-west-1',
    setting: 'session' as const,
    estimate,
  }));
  const cost = { currency: 'USD', low: 5000, high: 10_000, notEstimated: 0, items, assumptions: [] } as const;
  const { message } = snsMessage({ ...reportOf([failed(0, 'd')]), cost }, {});
  expect(Buffer.byteLength(message)).toBeLessThan(MAX_MESSAGE_BYTES);
  const { sqs }: { sqs: string } = JSON.parse(message);
  const { cost: shown }: { cost: { items: unknown[]; omittedItems: number; high: number } } = JSON.parse(sqs);
  expect([shown.items.length + shown.omittedItems, shown.high]).toEqual([5000, 10_000]);
  expect(shown.items.length).toBeGreaterThan(0);
});

interface ReportText {
  readonly scope: { readonly accounts: readonly string[]; readonly omittedAccounts?: number };
  readonly results: readonly unknown[];
}

describe('an SNS message', () => {
  test.each(['\u0000', '\ud800', '"', '\\', '語', '😀'])(
    'fits, whatever its notices and details are made of: %j',
    (mark) => {
      const report = reportOf(
        Array.from({ length: 2000 }, (_, index) => failed(index, mark.repeat(300))),
        { notices: Array.from({ length: 30 }, () => ({ kind: 'waiver-expired', message: mark.repeat(5000) })) },
      );
      const { message } = snsMessage(report);
      expect(Buffer.byteLength(message)).toBeLessThan(262_144);
      const { sqs } = JSON.parse(message) as { sqs: string };
      const { notices } = JSON.parse(sqs) as Report;
      expect(notices.at(-1)?.message).toBe(`${30 - (notices.length - 1)} more notices were left out here`);
    },
  );
});
