import { severityOfDrift, severityOfUnknown } from '../../core/alerts/finding-alert.ts';
import type { SeverityRule } from '../../core/alerts/severity.ts';
import type { Drift } from '../../core/compliance/drift.ts';
import type { Result } from '../../core/compliance/report.ts';
import { subjectName } from '../../core/finding-id.ts';
import type { Unknown } from '../../core/observation.ts';
import type { Severity } from '../../core/severity.ts';
import { compareSettings } from '../../core/settings/registry.ts';
import { SESSION } from '../../core/settings/session.ts';
import { actionText, differenceText, lossLines, outcomeText, waiverText } from '../words/drift-words.ts';
import { groupText, nextStepText, stepAfterWriteText } from '../words/unknown-words.ts';

export interface TestCase {
  /** The class name of a test: account and Region. */
  readonly place: string;
  readonly name: string;
  readonly kind: 'passed' | 'failure' | 'error' | 'skipped';
  /** The severity of a failure, the reason of an error. */
  readonly type: string;
  readonly message: string;
  readonly lines: readonly string[];
}

/** The error of a run that read nothing. */
export const NOTHING_READ: TestCase = {
  place: 'macie-warden',
  name: 'run',
  kind: 'error',
  type: 'nothing-read',
  message: 'no session was read, so nothing is known',
  lines: ['Check the accounts and Regions of the policy, and those of this run.'],
};

/** Of one target: the settings that were compared, in the order of the registry, then the settings groups that could not be read. */
export function casesOf(result: Result, rules: readonly SeverityRule[]): readonly TestCase[] {
  const { accountId, region, settings, drifts, unknowns, verdict, detail } = result;
  const place = `${accountId}.${region}`;
  const names = new Set([...Object.keys(settings), ...drifts.map(({ setting }) => setting)]);
  const bySetting = new Map(drifts.map((drift) => [drift.setting, drift]));
  const compared = [...names]
    .toSorted(compareSettings)
    .map((name): TestCase => ({ place, name, ...caseOf(bySetting.get(name), { result, rules }) }));
  const unread = unknowns.map((unknown): TestCase => ({ place, ...unknownCase(unknown, { result, rules }) }));
  if (verdict !== 'not-applicable') return [...compared, ...unread];
  const message = detail ?? 'there is no Macie to compare';
  return [
    ...compared,
    ...unread,
    { place, name: subjectName({ group: SESSION }), ...PASSED, kind: 'skipped', message },
  ];
}

type Finding = Omit<TestCase, 'place' | 'name'>;

const PASSED: Finding = { kind: 'passed', type: '', message: '', lines: [] };

interface Rated {
  readonly result: Result;
  readonly rules: readonly SeverityRule[];
}

function caseOf(drift: Drift | undefined, { result, rules }: Rated): Finding {
  if (drift === undefined) return PASSED;
  const message = differenceText(drift);
  const { setting, outcome, waiver } = drift;
  if (outcome === 'verified') return { ...PASSED, message, lines: [`${message}: ${outcomeText(drift, null)}`] };
  if (waiver !== null) return { ...PASSED, kind: 'skipped', message: `${message}; waived ${waiverText(waiver)}` };
  const severity = severityOfDrift({ target: result, drift, record: null }, rules);
  const lines = [
    severityLine(severity),
    outcomeText(drift, null),
    ...afterFailure(drift),
    ...lossLines(drift, { wasOn: false }),
  ];
  // After a write whose result could not be read, nobody knows whether the drift is still there.
  if (result.settings[setting] === undefined) return { kind: 'error', type: 'not-read-back', message, lines };
  return { kind: 'failure', type: severity, message, lines };
}

function afterFailure(drift: Drift): readonly string[] {
  return drift.failure === null ? [] : [`to do: ${stepAfterWriteText(drift.failure, actionText(drift))}`];
}

function unknownCase(unknown: Unknown, { result, rules }: Rated): Finding & Pick<TestCase, 'name'> {
  const { group, reason, detail } = unknown;
  return {
    name: subjectName({ group }),
    kind: 'error',
    type: reason,
    message: `${groupText(group)} could not be read: ${reason}`,
    lines: [severityLine(severityOfUnknown(result, unknown, rules)), detail, nextStepText({ reason, detail })],
  };
}

/** The type of an error is its reason, and viewers that show no types have this line for a failure too. */
function severityLine(severity: Severity): string {
  return `severity: ${severity}`;
}
