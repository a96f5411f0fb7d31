import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Report } from '../../../../lib/core/compliance/report.ts';
import { htmlReport } from '../../../../lib/render/formats/html/page.ts';
import { NO_BACKGROUND, type ReportBackground } from '../../../../lib/render/view/report-background.ts';
import { reportView } from '../../../../lib/render/view/report-view.ts';
import { estate, runsBefore, stateOf } from '../../../fixtures/estates.ts';
import { REPORTS, reportOf, result } from '../../../fixtures/reports.ts';
import { drift } from '../../../core/values.ts';
import { nasty } from '../../nasty.ts';

const MOST_BYTES = 300_000;
const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** The page as its tags and its texts, read with no mercy: what looks like a tag is one. */
function partsOf(page: string): { readonly tags: readonly string[]; readonly text: string } {
  return { tags: page.match(/<[^>]*>?/g) ?? [], text: page.replaceAll(/<[^>]*>/g, ' ') };
}

/** Every tag without its values. */
function namesOf(page: string): ReadonlySet<string> {
  return new Set(partsOf(page).tags.map((tag) => tag.replaceAll(/="[^"]*"/g, '')));
}

function evil(text: string): Report {
  const found = drift({ actual: text, outcome: 'failed', failure: { reason: 'service-error', detail: text } });
  const waiver = { reason: text, owner: text, expires: '2027-01-31' };
  return reportOf(
    [
      result('eu-west-1', { verdict: 'drifted', accountName: text, drifts: [found], session: null }),
      result('eu-west-2', { verdict: 'unknown', accountName: text, session: null, reason: 'timeout', detail: text }),
      result('eu-west-3', { verdict: 'waived', accountName: text, drifts: [drift({ waiver, actual: text })] }),
      result('eu-north-1', { verdict: 'not-applicable', accountName: text, session: null, detail: text }),
      result('us-east-1', { accountId: '222233334444', accountName: text }),
    ],
    {
      notices: [{ kind: 'deadline', message: text }],
      policy: { source: text, sha256: text, remediation: 'report' },
      units: [{ path: ['r-ab12', 'ou-1'], accounts: ['222233334444'], summary: REPORTS.clean.summary }],
    },
  );
}

test('text from outside is text: it adds no tag, no attribute and no mark that is obeyed', () => {
  const page = (text: string): string =>
    htmlReport(evil(text), {
      ...NO_BACKGROUND,
      desired: [{ where: text, setting: text, desired: text }],
      identity: text,
      unitNames: new Map([['ou-1', text]]),
    });
  const plain = namesOf(page('x'));
  fc.assert(
    fc.property(nasty, (text) => {
      const written = page(text);
      expect(namesOf(written).difference(plain)).toEqual(new Set());
      expect(written.replaceAll('\n', '')).not.toMatch(CONTROL);
      expect(partsOf(written).tags.join('')).not.toMatch(/<script|javascript:|\ssrc=|url\(|@import/i);
    }),
    { numRuns: 60 },
  );
});

describe('a page of a large organization', () => {
  test.each([
    { accounts: 1000, regions: 22, perThousand: 100 },
    { accounts: 1000, regions: 22, perThousand: 1000 },
    { accounts: 6820, regions: 22, perThousand: 60 },
  ])('of %o stays under 300 kB, and leaves no account uncounted', (size) => {
    const report = estate(size);
    const runs = runsBefore(
      report,
      Array.from({ length: 90 }, (_, day) => 90 - day),
    );
    const page = htmlReport(report, { ...NO_BACKGROUND, runs, state: stateOf(report) });
    expect(Buffer.byteLength(page)).toBeLessThan(MOST_BYTES);
    const counted = page.matchAll(/<tr class="fold"><th scope="row">(\d+) /g).map(([, count]) => Number(count));
    const single = page.match(/<tr><th scope=row>/g) ?? [];
    expect(single.length + [...counted].reduce((sum, count) => sum + count, 0)).toBe(size.accounts);
    const isCut = />\d+ more accounts<td [^>]*>in the JSON report: \d+ drifted, /.test(page);
    expect(isCut).toBe(size.perThousand >= 60);
  });
});

test('every link leads to a place on the page', () => {
  for (const report of [...Object.values(REPORTS), estate({ accounts: 1000, regions: 22, perThousand: 500 })]) {
    const page = htmlReport(report);
    const ids = new Set([...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id));
    const links = new Set([...page.matchAll(/ href="#([^"]*)"/g)].map(([, id]) => id));
    expect(links.difference(ids)).toEqual(new Set());
  }
});

test('a run without history has a sentence in place of the trend', () => {
  const page = htmlReport(REPORTS.mixed);
  expect(page).toContain('There is no trend: no earlier run is known here.');
  expect(page).not.toContain('<svg');
  const report = REPORTS.mixed;
  const today = htmlReport(report, { ...NO_BACKGROUND, runs: runsBefore(report, [0]) });
  expect(today).toContain('There is no trend: the full runs that are known here are of one day.');
});

test('a run that read nothing has a page all the same', () => {
  const page = htmlReport(REPORTS.empty);
  expect(page).toContain('<h1>Nothing was read: no target is left.</h1>');
  expect(page).not.toContain('<table');
});

test('the sentences are those of the other formats', () => {
  const page = htmlReport(REPORTS.mixed);
  for (const { title, size, entries } of reportView(REPORTS.mixed).sections.filter(
    ({ kind }) => kind !== 'compliant',
  )) {
    expect(page).toContain(`>${title} <span class="count">${size}</span>`);
    for (const entry of entries) expect(page).toContain(entry.title.replaceAll('"', '&quot;').replaceAll("'", '&#39;'));
  }
});

test('the same report gives the same bytes', () => {
  const report = estate({ accounts: 40, regions: 22, perThousand: 50 });
  const background = { ...NO_BACKGROUND, runs: runsBefore(report, [3, 2, 1]), state: stateOf(report) };
  expect(htmlReport(report, background)).toBe(htmlReport(structuredClone(report), structuredClone(background)));
});

test('what is open has its severity by the rules of the policy, worst first', () => {
  const slow = drift({ setting: 'findingPublishingFrequency', desired: 'FIFTEEN_MINUTES', actual: 'SIX_HOURS' });
  const waiver = { reason: 'no buckets', owner: 'me@example.com', expires: '2027-01-31' };
  const lost = { verdict: 'unknown', session: null, settings: {}, reason: 'timeout' } as const;
  const report = reportOf([
    result('eu-west-1', { verdict: 'drifted', drifts: [drift(), slow] }),
    result('eu-west-2', { verdict: 'drifted', drifts: [drift()] }),
    result('eu-west-3', { verdict: 'waived', drifts: [drift({ waiver })] }),
    result('us-east-1', { drifts: [drift({ outcome: 'verified' })] }),
    result('us-east-2', { ...lost, detail: 'no answer' }),
    result('us-west-1', { ...lost, drifts: [drift({ outcome: 'applied' })], detail: 'no answer either' }),
  ]);
  const badges = (severityRules: ReportBackground['severityRules']): readonly string[] =>
    [
      ...htmlReport(report, { ...NO_BACKGROUND, severityRules }).matchAll(/<h3>([^<]*) <b class="severity \w+">(\w+)/g),
    ].map(([, title = '', severity = '']) => `${severity} ${title.split(',')[0]}`);
  expect(badges([])).toEqual([
    'HIGH status is PAUSED',
    'MEDIUM findingPublishingFrequency is SIX_HOURS',
    'HIGH timeout',
    'MEDIUM timeout',
  ]);
  const rules: ReportBackground['severityRules'] = [
    { severity: 'CRITICAL', settings: ['findingPublishingFrequency'] },
    { severity: 'INFO', settings: ['status'], regions: new Set(['eu-west-1', 'us-west-1']) },
    { severity: 'LOW', kinds: ['unreadable'] },
  ];
  // Equal drifts that are rated otherwise are entries of their own.
  expect(badges(rules)).toEqual([
    'CRITICAL findingPublishingFrequency is SIX_HOURS',
    'HIGH status is PAUSED',
    'INFO status is PAUSED',
    'LOW timeout',
    'LOW timeout',
  ]);
});

test('a Region in a list of names is not broken at its hyphens', () => {
  const found = ['eu-west-1', 'ap-southeast-1'].map((region) =>
    result(region, { verdict: 'drifted', accountName: 'eu-west', drifts: [drift()] }),
  );
  const page = htmlReport(reportOf(found));
  expect(page).toContain('.r{white-space:nowrap}');
  expect(page).toContain('<span class="r">ap-southeast-1</span>, <span class="r">eu-west-1</span>');
});
