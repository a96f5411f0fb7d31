import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { validateXML } from 'xmllint-wasm';
import type { Report } from '../../../lib/core/compliance/report.ts';
import { junit } from '../../../lib/render/formats/junit.ts';
import { drift } from '../../core/values.ts';
import { LARGE, reportOf, REPORTS, result } from '../../fixtures/reports.ts';
import { hostile } from '../hostile.ts';
import { CONTROL } from '../nasty.ts';

const schema = readFileSync(`${import.meta.dirname}/../../fixtures/junit.xsd`, 'utf8');

/** The complaints of libxml2 about these reports. */
async function complaints(reports: readonly Report[]): Promise<readonly string[]> {
  const xml = reports.map((report, index) => ({ fileName: `${index}.xml`, contents: junit(report) }));
  const { errors } = await validateXML({ xml, schema, maxMemoryPages: 16_384 });
  return errors.map(({ rawMessage }) => rawMessage);
}

const count = (text: string, start: string): number => text.split(start).length - 1;

test('the golden reports and 5,000 results are valid JUnit', async () => {
  expect(await complaints([...Object.values(REPORTS), LARGE])).toEqual([]);
});

test('hostile text stays text, in valid JUnit', async () => {
  const marks = ['\u0000\u0008\u000b', '\ufffe\uffff', '\ud800 \udc00', ']]>', '<!-- &amp; "', '\u202e😀', '=1+1'];
  const named = marks.map((accountName) =>
    reportOf([result('eu-west-1', { verdict: 'drifted', accountName, drifts: [drift({ actual: accountName })] })]),
  );
  const reports = [...fc.sample(hostile, { numRuns: 60, seed: 13 }), ...named];
  expect(await complaints(reports)).toEqual([]);
  for (const report of reports) expect(junit(report)).not.toMatch(CONTROL);
  expect(junit(named[4] ?? REPORTS.empty)).toContain('<testsuite name="&lt;!-- &amp;amp; &quot; (111122223333)"');
});

test('the schema finds a report that breaks it', async () => {
  const broken = junit(REPORTS.drifted).replace('<failure', '<failed').replace('</failure', '</failed');
  const { valid } = await validateXML({ xml: broken, schema });
  expect(valid).toBe(false);
});

test('a test case for each setting of a target: drift fails, unknown is an error, the rest is skipped', () => {
  const waiver = { reason: 'no buckets', owner: 'me@example.com', expires: '2027-01-31' };
  const settings = { status: 'PAUSED' };
  const over = { settings, session: null };
  const xml = junit(
    reportOf([
      result('ap-south-1', { ...over, verdict: 'drifted', drifts: [drift()] }),
      result('eu-west-1', { ...over, verdict: 'waived', drifts: [drift({ waiver })] }),
      result('eu-west-2', { ...over, drifts: [drift({ outcome: 'verified' })] }),
      result('eu-west-3', {
        verdict: 'unknown',
        session: null,
        settings: {},
        drifts: [drift()],
        reason: 'timeout',
        detail: 'no answer',
      }),
      result('us-east-1', { settings: { status: 'ENABLED' } }),
      result('us-west-1', { verdict: 'not-applicable', session: null, settings: {}, detail: 'not enabled here' }),
    ]),
  );
  expect(
    xml
      .split('\n')
      .filter((line) => /<(testcase|failure|error|skipped|system-out)/.test(line))
      .map((line) => line.trim()),
  ).toEqual([
    '<testcase classname="111122223333.ap-south-1" name="status" time="0">',
    '<failure type="HIGH" message="status is PAUSED, should be ENABLED">severity: HIGH',
    '<testcase classname="111122223333.eu-west-1" name="status" time="0">',
    '<skipped message="status is PAUSED, should be ENABLED; waived until 2027-01-31 by me@example.com: no buckets"/>',
    '<testcase classname="111122223333.eu-west-2" name="status" time="0">',
    '<system-out>status was PAUSED, is now ENABLED: repaired and verified: resume Macie</system-out>',
    '<testcase classname="111122223333.eu-west-3" name="status" time="0">',
    '<error type="not-read-back" message="status is PAUSED, should be ENABLED">severity: HIGH',
    '<testcase classname="111122223333.eu-west-3" name="unreadable/session" time="0">',
    '<error type="timeout" message="the session could not be read: timeout">severity: MEDIUM',
    '<testcase classname="111122223333.us-east-1" name="status" time="0"/>',
    '<testcase classname="111122223333.us-west-1" name="unreadable/session" time="0">',
    '<skipped message="not enabled here"/>',
  ]);
  expect(xml).toContain('<testsuites name="macie-warden" tests="7" failures="1" errors="2" time="1.3">');
});

test('severities are those of the policy: of a failure its type, and a line of each', async () => {
  const report = reportOf([
    result('eu-west-1', { verdict: 'drifted', drifts: [drift()] }),
    result('eu-west-2', { verdict: 'unknown', session: null, settings: {}, reason: 'timeout', detail: 'no answer' }),
  ]);
  const xml = junit(report, {
    severityRules: [{ severity: 'LOW' }, { severity: 'CRITICAL', regions: new Set(['eu-west-2']) }],
  });
  expect(xml).toContain('<failure type="LOW" message="status is PAUSED, should be ENABLED">severity: LOW\n');
  expect(xml).toContain('could not be read: timeout">severity: CRITICAL\nno answer\n');
  expect((await validateXML({ xml, schema })).errors).toEqual([]);
});

test('an account is a test suite, by its name', () => {
  const xml = junit(
    reportOf([result('eu-west-1', { accountName: 'prod' }), { ...result('eu-west-1'), accountId: '444455556666' }]),
  );
  expect(xml.match(/<testsuite name="[^"]*"/g)).toEqual([
    '<testsuite name="prod (111122223333)"',
    '<testsuite name="444455556666"',
  ]);
});

test.each([...Object.entries(REPORTS), ['5000 results', LARGE] as const])(
  'is green exactly if the run is compliant: %s',
  (_, report) => {
    const xml = junit(report);
    expect(count(xml, '<failure ') + count(xml, '<error ') === 0).toBe(report.verdict === 'compliant');
  },
);

test('a run that read no session is an error', () => {
  const away = result('me-south-1', { verdict: 'not-applicable', session: null, settings: {}, detail: 'not enabled' });
  expect(junit(reportOf([away]))).toContain(
    '<error type="nothing-read" message="no session was read, so nothing is known">',
  );
});

test('150,000 targets are 150,000 test cases', () => {
  const settings = { status: 'ENABLED' };
  const report = reportOf(
    Array.from({ length: 150_000 }, (_, index) => ({
      ...result(['eu-west-1', 'eu-west-2', 'us-east-1'][index % 3] ?? '', { settings }),
      accountId: String(100_000_000_000 + Math.floor(index / 3)),
    })),
  );
  const xml = junit(report);
  expect(count(xml, '<testcase ')).toBe(150_000);
  expect(count(xml, '<testsuite ')).toBe(50_000);
});
