import type { Action, Drift, Reason, Remediation, Session } from '../../core/model.ts';
import type { Notice, Report, Summary } from '../../core/compliance/report.ts';

/** What a report says, in words that every format shares. */

/** The fact that matters most, short enough for a subject: `3 drifted, 1 unknown in account 111122223333`. */
export function headline({ summary, results, verdict }: Report): string {
  const accounts = new Set(results.map(({ accountId }) => accountId));
  const [first] = accounts;
  const where = accounts.size === 1 ? `account ${first}` : count(accounts.size, 'account');
  if (summary.targets === 0) return 'nothing was looked at: no target is left';
  const repaired = results.filter(({ drifts }) => drifts.some(({ outcome }) => outcome === 'verified')).length;
  const facts = [
    ...(summary.drifted > 0 ? [`${summary.drifted} drifted`] : []),
    ...(summary.unknown > 0 ? [`${summary.unknown} unknown`] : []),
    ...(repaired > 0 ? [`${repaired} repaired`] : []),
  ];
  if (verdict === 'compliant') facts.push('no drift');
  else if (summary.drifted + summary.unknown === 0) facts.push('no session could be looked at');
  return `${facts.join(', ')} in ${where}`;
}

const COUNTED = [
  ['compliant', 'compliant'],
  ['drifted', 'drifted'],
  ['waived', 'waived'],
  ['unknown', 'unknown'],
  ['notApplicable', 'not applicable'],
] as const satisfies readonly (readonly [keyof Summary, string])[];

/** Such as `22 targets: 17 compliant, 3 drifted, 1 unknown, 1 not applicable`. */
export function counts({ summary }: Report): string {
  const parts = COUNTED.filter(([key]) => summary[key] > 0).map(([key, word]) => `${summary[key]} ${word}`);
  return `${count(summary.targets, 'target')}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`;
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

const ACTION_WORDS: Readonly<Record<Exclude<Action, 'manual' | 'set-frequency'>, string>> = {
  enable: 'enable Macie',
  resume: 'resume Macie',
};

function actionWords({ action, desired }: Drift): string {
  if (action === 'set-frequency') return `set the frequency to ${desired}`;
  return action === 'manual' ? 'repair it by hand' : ACTION_WORDS[action];
}

/** What was done about a drift in a run that was allowed so much, or what is to be done. */
export function outcomeWords(drift: Drift, remediation: Remediation): string {
  const what = actionWords(drift);
  const more = drift.detail === null ? '' : `. ${upper(drift.detail)}`;
  switch (drift.outcome) {
    case 'planned':
      return `to do: ${what}. ${remediation === 'report' ? 'This run only reports' : 'The policy only reports here'}`;
    case 'applied':
      return `sent, but not seen yet: ${what}${more}`;
    case 'verified':
      return `done, and seen: ${what}${more}`;
    case 'failed':
      return `failed to ${what}${drift.detail === null ? '' : `: ${drift.detail}`}`;
    case 'skipped':
      return `not done: ${what}${more}`;
    case 'manual':
      return `for a person: ${drift.detail ?? what}`;
  }
}

/** What has been lost when a session is not on. https://docs.aws.amazon.com/macie/latest/user/suspend-macie.html */
export function consequence({ setting, actual }: Drift): string | null {
  if (setting !== 'status') return null;
  if (actual === 'PAUSED') {
    return 'A pause cancels classification jobs for good: resuming does not bring them back, so start them anew.';
  }
  if (actual === 'DISABLED') {
    return 'If Macie was on here before, disabling it deleted its findings, jobs and custom identifiers.';
  }
  return null;
}

/** When a session was changed last. What was changed then is not known, so it is not said. */
export function lastChanged(session: Session | null): string | null {
  return session?.updatedAt ? `The session was last changed ${shortTime(session.updatedAt)}.` : null;
}

const NEXT_STEPS: Readonly<Record<Reason, string>> = {
  'access-denied': 'allow the call there, or take the Region out of the policy',
  'assume-role-denied': 'let the role be assumed: look at its trust policy',
  credentials: 'look at the credentials, and at whether the Region is enabled for the account',
  throttled: 'nothing, if the next run can read it; else run less often',
  timeout: 'nothing, if the next run can read it; else exclude the Region until AWS has repaired it',
  network: 'look at the way from here to the endpoint: DNS, routes, proxies',
  'service-error': 'nothing, if the next run can read it; else look at the AWS Health Dashboard',
  'bad-response': 'look at what answers there: a proxy may stand between',
  'region-unsupported': 'take the Region out of the policy',
};

export function nextStep(reason: Reason): string {
  return NEXT_STEPS[reason];
}

const REGION_SOURCES: Readonly<Record<Report['regions']['source'], string>> = {
  policy: 'as listed in the policy',
  live: 'all that offer Macie, as AWS lists them',
  committed: 'all that offer Macie, as this version lists them',
  event: 'those in which something was changed',
};

/** How the run was made, for the end of a report. */
export function provenance({ runId, trigger, startedAt, finishedAt, policy, regions }: Report): readonly string[] {
  const seconds = ((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000).toFixed(1);
  const excluded = regions.excluded.length === 0 ? '' : `; excluded: ${regions.excluded.join(', ')}`;
  return [
    `run ${runId}, by ${trigger}, ${shortTime(startedAt)}, ${seconds} s`,
    `policy ${policy.source}, sha256 ${policy.sha256.slice(0, 12)}, remediation ${policy.remediation}`,
    `Regions: ${REGION_SOURCES[regions.source]}${excluded}`,
  ];
}

export function noticeWords({ message }: Notice): string {
  return `${upper(message)}.`;
}

function upper(sentence: string): string {
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;
}

function shortTime(iso: string): string {
  return iso.replace(/^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}).*$/, '$1 $2 UTC');
}
