import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ALERT_TITLES } from '../../../lib/render/words/alert-words.ts';
import { MAX_MESSAGE_BYTES, snsMessage } from '../../../lib/render/messages/sns.ts';
import type { Report, Result } from '../../../lib/core/compliance/report.ts';
import { drift } from '../../core/values.ts';
import { CHANGES, MANY } from '../../fixtures/changes.ts';
import { LARGE, reportOf, REPORTS, result } from '../../fixtures/reports.ts';

interface Bodies {
  readonly default: string;
  readonly email: string;
  readonly https: string;
  readonly sqs: string;
  readonly lambda: string;
  readonly sms: string;
}

const bodiesOf = (report: Report): Bodies => JSON.parse(snsMessage(report).message);

/** Whatever a run could report: many targets, long and odd texts. */
const anyReport = fc
  .record({
    size: fc.integer({ min: 0, max: 400 }),
    word: fc.string({ unit: 'binary', maxLength: 30 }),
    repeat: fc.integer({ min: 1, max: 60 }),
    kinds: fc.array(fc.constantFrom('compliant', 'drifted', 'unknown', 'not-applicable'), {
      minLength: 1,
      maxLength: 7,
    }),
    notices: fc.integer({ min: 0, max: 60 }),
  })
  .map(({ size, word, repeat, kinds, notices }) => {
    const detail = word.repeat(repeat);
    const results = Array.from({ length: size }, (_, index): Result => {
      const accountId = String(100_000_000_000 + index);
      const verdict = kinds[index % kinds.length] as Result['verdict'];
      const failure = { reason: 'service-error' as const, detail };
      const drifts = verdict === 'drifted' ? [drift({ failure, actual: word, outcome: 'failed' })] : [];
      return {
        ...result('eu-west-1', { verdict, drifts, detail, reason: verdict === 'unknown' ? 'timeout' : null }),
        accountId,
      };
    });
    const all = Array.from({ length: notices }, () => ({ kind: 'waiver-expired' as const, message: detail }));
    return reportOf(results, { notices: all });
  });

describe('an SNS message', () => {
  test('fits whatever the report, and every body is whole', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const { subject, message } = snsMessage(report);
        expect(Buffer.byteLength(message)).toBeLessThan(MAX_MESSAGE_BYTES);
        expect(subject).toMatch(/^[\x21-\x7e][\x20-\x7e]{0,98}$/);
        const bodies: Bodies = JSON.parse(message);
        expect(bodies.email).toMatch(new RegExp(`\nresult: ${report.verdict}\n$`));
        expect(bodies.default).toBe(bodies.email);
        for (const body of [bodies.sqs, bodies.lambda])
          expect(JSON.parse(body)).toMatchObject({ verdict: report.verdict, summary: report.summary });
        expect(bodies.sms.length).toBeLessThanOrEqual(140);
        const { content } = JSON.parse(bodies.https);
        expect(content.title.length).toBeLessThanOrEqual(250);
        expect(content.description.length).toBeLessThanOrEqual(8000);
        for (const step of content.nextSteps ?? []) expect(step.length).toBeLessThanOrEqual(350);
      }),
      { numRuns: 60 },
    );
  });

  test('says the verdict in its subject', () => {
    expect(Object.entries(REPORTS).map(([name, report]) => `${name}: ${snsMessage(report).subject}`)).toEqual([
      'clean: macie-warden: no drift in account 111122223333',
      'drifted: macie-warden: 3 drifted in account 111122223333',
      'unknown: macie-warden: 1 unknown in account 111122223333',
      'mixed: macie-warden: 5 drifted, 4 unknown, 2 repaired in account 111122223333',
      'partial: macie-warden: no drift in account 111122223333 (1 of 22 targets)',
      'groups: macie-warden: 1 drifted, 3 unknown in account 111122223333',
      'empty: macie-warden: nothing was read: no target is left',
    ]);
  });

  test('says that drifts are waived where there are no others', () => {
    const summary = { ...REPORTS.clean.summary, waived: 3 };
    expect(snsMessage({ ...REPORTS.clean, summary }).subject).toBe(
      'macie-warden: no drift but 3 waived in account 111122223333',
    );
  });

  test('counts the results that it leaves out', () => {
    const { email, sqs } = bodiesOf(LARGE);
    const [drifted = ''] = email.split('\n\nDRIFTED (')[1]?.split('\n\n') ?? [];
    // 250 accounts with the same two Regions.
    expect(drifted).toContain('ap-northeast-2, eu-west-2 of 200000000000, 200000000001, ');
    expect(2 * new Set(drifted.match(/\b2\d{11}\b/g)).size).toBe(LARGE.summary.drifted);
    const cut: { omitted: number; results: Result[] } = JSON.parse(sqs);
    expect(cut.results.length + cut.omitted).toBe(5000);
    expect(cut.results.every(({ verdict }) => verdict === 'drifted')).toBe(true);
  });

  test('has a report that fits in full', () => {
    expect(JSON.parse(bodiesOf(REPORTS.mixed).sqs)).toEqual(REPORTS.mixed);
  });
});

describe('messages of changes', () => {
  test.each([...Object.entries(CHANGES), ['5,000 drifts', MANY] as const])(
    'fit, and name or count every alert in every body: %s',
    (_, changes) => {
      const { subject, message, alertIds } = snsMessage(LARGE, { changes });
      expect(alertIds).toEqual(changes.alerts.map(({ id }) => id));
      expect(Buffer.byteLength(message)).toBeLessThan(MAX_MESSAGE_BYTES);
      expect(subject).toMatch(/^[\x21-\x7e][\x20-\x7e]{0,98}$/);
      const bodies: Bodies = JSON.parse(message);
      const { alerts, omittedAlerts = 0 }: { alerts: object[]; omittedAlerts?: number } = JSON.parse(bodies.sqs);
      expect(alerts.length + omittedAlerts).toBe(changes.alerts.length);
      const { description } = JSON.parse(bodies.https).content;
      expect(description.length).toBeLessThanOrEqual(8000);
      for (const [kind, own] of Map.groupBy(changes.alerts, (alert) => alert.kind)) {
        const title = `${ALERT_TITLES[kind]} (${own.length})`;
        expect(bodies.email).toContain(title.toUpperCase());
        expect(description).toContain(`*${title}*`);
      }
    },
  );
});
