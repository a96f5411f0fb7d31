import type { Report, Result } from '../../core/compliance/report.ts';
import { NO_BACKGROUND, type ReportBackground } from '../view/report-background.ts';
import { xml } from '../words/escape.ts';
import { accountNaming } from '../words/place-words.ts';
import { resultLine } from '../words/scope-words.ts';
import { casesOf, NOTHING_READ, type TestCase } from './junit-cases.ts';

/**
 * The report for pipelines: a test suite for each account, a test case for each setting of a target. Drift is a failure, unknown
 * an error. https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
 */
export function junit(report: Report, { severityRules }: Rating = NO_BACKGROUND): string {
  const suites = suitesOf(report, severityRules);
  const counts = countsText(suites.flatMap(({ cases }) => cases));
  const seconds = Math.max(0, Date.parse(report.finishedAt) - Date.parse(report.startedAt)) / 1000;
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="macie-warden" ${counts} time="${seconds}">`,
    ...suites.flatMap((suite) => suiteLines(suite, report)),
    '</testsuites>',
  ];
  return lines.map((line) => `${line}\n`).join('');
}

type Rating = Pick<ReportBackground, 'severityRules'>;

interface Suite {
  readonly name: string;
  readonly cases: readonly TestCase[];
}

/** A run that read no session has no failure, no error, and nothing to be green about. */
function suitesOf({ results, verdict }: Report, rules: Rating['severityRules']): readonly Suite[] {
  const nameOf = accountNaming({ results });
  const accounts = Map.groupBy(results, ({ accountId }: Result) => accountId);
  const suites = [...accounts].map(([accountId, own]) => ({
    name: nameOf(accountId),
    cases: own.flatMap((result) => casesOf(result, rules)),
  }));
  const isGreen = !suites.some(({ cases }) => cases.some(({ kind }) => kind === 'failure' || kind === 'error'));
  return verdict === 'compliant' || !isGreen ? suites : [...suites, { name: 'macie-warden', cases: [NOTHING_READ] }];
}

function countsText(cases: readonly TestCase[]): string {
  const count = (wanted: TestCase['kind']): number => cases.filter(({ kind }) => kind === wanted).length;
  return `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}"`;
}

function suiteLines({ name, cases }: Suite, { startedAt, runId, policy, verdict, scope }: Report): readonly string[] {
  const skipped = cases.filter(({ kind }) => kind === 'skipped').length;
  // A time without a zone: the schema has no zone, and readers take it as UTC.
  const timestamp = startedAt.slice(0, 19);
  const properties = { runId, policy: policy.source, sha256: policy.sha256, result: resultLine(verdict, scope) };
  return [
    `  <testsuite name="${xml(name)}" ${countsText(cases)} skipped="${skipped}" time="0" timestamp="${timestamp}">`,
    '    <properties>',
    ...Object.entries(properties).map(([key, value]) => `      <property name="${key}" value="${xml(value)}"/>`),
    '    </properties>',
    ...cases.flatMap(caseLines),
    '  </testsuite>',
  ];
}

function caseLines({ place, name, kind, type, message, lines }: TestCase): readonly string[] {
  const start = `    <testcase classname="${xml(place)}" name="${xml(name)}" time="0"`;
  const text = lines.map(xml).join('\n');
  switch (kind) {
    case 'passed':
      return lines.length === 0
        ? [`${start}/>`]
        : [`${start}>`, `      <system-out>${text}</system-out>`, '    </testcase>'];
    case 'skipped':
      return [`${start}>`, `      <skipped message="${xml(message)}"/>`, '    </testcase>'];
    case 'failure':
    case 'error':
      return [
        `${start}>`,
        `      <${kind} type="${xml(type)}" message="${xml(message)}">${text}</${kind}>`,
        '    </testcase>',
      ];
  }
}
