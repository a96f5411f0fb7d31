import type { Report, Result, Summary, UnitCounts } from '../../core/compliance/report.ts';
import { minuteText, SECOND_MS } from '../../core/time.ts';
import { accountNaming } from './place-words.ts';
import { partText, scopeLines, shortPartSuffix } from './scope-words.ts';
import { countOf } from './sentence.ts';
import { shortHash } from './short-hash.ts';
import { targetNaming } from './target-names.ts';

/** The gravest fact, short enough for a subject: `3 drifted, 1 unknown in account 111122223333`. */
export function headlineText({ summary, results, verdict, scope }: Report): string {
  if (summary.targets === 0) return 'nothing was read: no target is left';
  const repaired = results.filter(({ drifts }) => drifts.some(({ outcome }) => outcome === 'verified')).length;
  const facts = [
    ...(summary.drifted > 0 ? [`${summary.drifted} drifted`] : []),
    ...(summary.unknown > 0 ? [`${summary.unknown} unknown`] : []),
    ...(repaired > 0 ? [`${repaired} repaired`] : []),
  ];
  if (verdict === 'compliant') facts.push(summary.waived > 0 ? `no drift but ${summary.waived} waived` : 'no drift');
  else if (summary.drifted + summary.unknown === 0) facts.push('no session could be read');
  return `${facts.join(', ')} in ${accountsText(results)}${shortPartSuffix(scope)}`;
}

/** Such as `account 111122223333`, `account prod (111122223333)` or `3 accounts`. */
export function accountsText(results: readonly Result[]): string {
  const accounts = new Set(results.map(({ accountId }) => accountId));
  const [first] = accounts;
  return accounts.size === 1 ? `account ${accountNaming({ results })(first ?? '')}` : countOf(accounts.size, 'account');
}

const COUNTED = [
  ['compliant', 'compliant'],
  ['drifted', 'drifted'],
  ['waived', 'waived'],
  ['unknown', 'unknown'],
  ['notApplicable', 'not applicable'],
] as const satisfies readonly (readonly [keyof Summary, string])[];

/** Such as `22 targets: 17 compliant, 3 drifted, 1 unknown, 1 not applicable`. */
export function countsText({ summary, scope }: Report): string {
  const targets = partText(scope) ?? countOf(summary.targets, 'target');
  return `${targets}${verdictCounts(summary)}`;
}

/** The same for an organizational unit, such as `2 accounts, 4 targets: 3 compliant, 1 drifted`. */
export function unitCountsText({ accounts, summary }: UnitCounts): string {
  return `${countOf(accounts.length, 'account')}, ${countOf(summary.targets, 'target')}${verdictCounts(summary)}`;
}

function verdictCounts(summary: Summary): string {
  const parts = COUNTED.filter(([key]) => summary[key] > 0).map(([key, word]) => `${summary[key]} ${word}`);
  return parts.length > 0 ? `: ${parts.join(', ')}` : '';
}

const TRIGGER_WORDS: Readonly<Record<Report['trigger'], string>> = {
  schedule: 'on schedule',
  change: 'triggered by a change event',
  manual: 'by hand',
  'command-line': 'from the command line',
};

const REGION_SOURCES: Readonly<Record<Report['regions']['source'], string>> = {
  policy: 'as listed in the policy',
  live: 'all that offer Macie, as AWS lists them',
  committed: 'all that offer Macie, as this version lists them',
  event: 'those of the change events',
};

const MAX_NAMES = 5;

/** An enforcing run leaves alone what the policy only reports: the targets where it did are named. */
function remediationText({ policy: { remediation }, results }: Report): string {
  const reported = results.filter(({ drifts }) => drifts.some(({ outcome }) => outcome === 'planned'));
  if (remediation === 'report' || reported.length === 0) return `remediation ${remediation}`;
  const names = reported.map(targetNaming(results, accountNaming({ results })));
  const left = names.length - MAX_NAMES;
  const shown = `${names.slice(0, MAX_NAMES).join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
  return `remediation enforce, but report for ${shown}`;
}

/** How the run was made and what it covered, for the end of a report. */
export function provenanceLines(report: Report): readonly string[] {
  const { runId, trigger, scope, startedAt, finishedAt, policy, regions } = report;
  const seconds = ((Date.parse(finishedAt) - Date.parse(startedAt)) / SECOND_MS).toFixed(1);
  const excluded = regions.excluded.length === 0 ? '' : `; excluded: ${regions.excluded.join(', ')}`;
  return [
    `run ${runId}, ${TRIGGER_WORDS[trigger]}, ${minuteText(startedAt)}, ${seconds} s`,
    `policy ${policy.source}, sha256 ${shortHash(policy)}, ${remediationText(report)}`,
    `Regions: ${REGION_SOURCES[regions.source]}${excluded}`,
    ...scopeLines(scope, accountNaming(report)),
  ];
}
