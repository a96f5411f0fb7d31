import { describe, expect, test } from '@jest/globals';
import { hasChanged, isNewPicture } from '../../../lib/core/archive/due.ts';
import { runRecord } from '../../../lib/core/alerts/statistics.ts';
import type { Report, RunRecord } from '../../../lib/core/compliance/report.ts';
import { alertsOf } from '../alerts/history.ts';
import { drift, reportFor, resultOf } from '../values.ts';

const drifted = resultOf('a', { drifts: [drift()] });

describe('a run has changed something', () => {
  const alerts = alertsOf([[drifted]]).alerts.flat();
  const [{ at } = { at: '' }] = alerts;

  test('with an alert of its own, and not with one that an earlier run could not deliver', () => {
    expect(hasChanged({ ...reportFor([drifted]), startedAt: at }, alerts)).toBe(true);
    const later = new Date(Date.parse(at) + 1).toISOString();
    expect(hasChanged({ ...reportFor([drifted]), startedAt: later }, alerts)).toBe(false);
  });

  test('with a write, whatever came of it', () => {
    const after = (outcome: 'applied' | 'verified' | 'failed' | 'planned' | 'skipped' | 'manual') =>
      hasChanged(reportFor([resultOf('a', { drifts: [drift({ outcome })] })]), []);
    expect([after('applied'), after('verified'), after('failed')]).toEqual([true, true, true]);
    expect([after('planned'), after('skipped'), after('manual')]).toEqual([false, false, false]);
  });
});

describe('a full run shows what the archive does not', () => {
  const report: Report = { ...reportFor([resultOf('a')]), startedAt: '2026-11-25T10:00:00.000Z' };
  const earlier = (startedAt: string, over: Partial<RunRecord> = {}): RunRecord => ({
    ...runRecord({ ...report, startedAt }, []),
    archive: { bucket: 'b', region: 'us-east-1', key: 'k' },
    ...over,
  });

  test('as the first of its day in UTC', () => {
    expect(isNewPicture(report, [])).toBe(true);
    expect(isNewPicture(report, [earlier('2026-11-24T23:59:59.999Z')])).toBe(true);
    expect(isNewPicture(report, [earlier('2026-11-25T00:00:00.000Z')])).toBe(false);
  });

  test('until one of the day is archived: a run that could not be is none, nor is a partial one', () => {
    expect(isNewPicture(report, [earlier('2026-11-25T09:00:00.000Z', { archive: undefined })])).toBe(true);
    expect(isNewPicture(report, [earlier('2026-11-25T09:00:00.000Z', { scope: 'partial' })])).toBe(true);
  });

  test('with other counts than the last one that is archived', () => {
    const other = { ...report.summary, compliant: 0, drifted: 1 };
    const [same, different] = [
      earlier('2026-11-25T08:00:00.000Z'),
      earlier('2026-11-25T09:00:00.000Z', { summary: other }),
    ];
    expect(isNewPicture(report, [same, different])).toBe(true);
    expect(isNewPicture(report, [different, { ...same, startedAt: '2026-11-25T09:30:00.000Z' }])).toBe(false);
  });

  test('a partial run says nothing of the rest', () => {
    expect(isNewPicture({ ...report, scope: { ...report.scope, kind: 'partial' } }, [])).toBe(false);
  });
});
