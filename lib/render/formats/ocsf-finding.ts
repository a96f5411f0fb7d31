import { severityOfDrift, severityOfUnknown } from '../../core/alerts/finding-alert.ts';
import type { DriftRecord, UnreadableRecord } from '../../core/alerts/records.ts';
import type { SeverityRule } from '../../core/alerts/severity.ts';
import type { Drift } from '../../core/compliance/drift.ts';
import type { Report, Result } from '../../core/compliance/report.ts';
import type { Unknown } from '../../core/observation.ts';
import type { Severity } from '../../core/severity.ts';
import { settingOf } from '../../core/settings/registry.ts';
import { whoText } from '../words/activity-words.ts';
import { actionText, differenceText, lossLines, outcomeText, waiverText } from '../words/drift-words.ts';
import { sentence } from '../words/sentence.ts';
import { groupText, stepAfterWriteText, stepText } from '../words/unknown-words.ts';

/** The facts of one event, in our own terms; null where they are not known. */
export interface OcsfFinding {
  readonly subject: { readonly setting: string } | { readonly group: string };
  readonly compliance: 'Pass' | 'Warning' | 'Fail';
  readonly status: 'New' | 'Suppressed' | 'Resolved';
  readonly severity: Severity;
  readonly title: string;
  readonly message: string;
  readonly desc: string;
  readonly remediation: string;
  /** When it was first seen, ISO 8601. */
  readonly since: string | null;
  /** The words of macie-warden, as they are in the report. */
  readonly facts: Readonly<Record<string, unknown>>;
}

export interface FindingContext<T> {
  readonly report: Report;
  readonly result: Result;
  /** Such as `eu-west-1 of prod (111122223333)`. */
  readonly place: string;
  /** Of the state; null where it has none, or is not known. */
  readonly record: T | null;
  /** Of the policy, for its alerts. */
  readonly severityRules: readonly SeverityRule[];
}

export function driftFinding(
  drift: Drift,
  { report, result, place, record, severityRules }: FindingContext<DriftRecord>,
): OcsfFinding {
  const { setting, desired, actual, action, outcome, failure, waiver } = drift;
  const isRepaired = outcome === 'verified';
  const title = settingOf(setting).describeState(isRepaired ? desired : actual);
  const call = record?.call ?? null;
  // After a write whose result could not be read, nobody knows whether the drift is still there.
  const isSeen = result.settings[setting] !== undefined;
  return {
    subject: { setting },
    compliance: isRepaired ? 'Pass' : isSeen ? 'Fail' : 'Warning',
    status: isRepaired ? 'Resolved' : waiver === null ? 'New' : 'Suppressed',
    severity: severityOfDrift({ target: result, drift, record }, severityRules),
    title,
    message: `${title} in ${place}: ${differenceText(drift)}`,
    desc: sentences([
      `The setting ${differenceText(drift)}`,
      ...(call === null ? [] : [whoText([call])]),
      ...(waiver === null ? [] : [`waived ${waiverText(waiver)}`]),
      ...lossLines(drift, { wasOn: call !== null }),
    ]),
    remediation: remediationText(drift, report),
    since: record?.since ?? null,
    facts: { desired, actual, action, outcome, failure, waiver, call },
  };
}

function remediationText(drift: Drift, { policy }: Report): string {
  const { waiver, outcome, failure } = drift;
  if (waiver !== null) return `Nothing, as long as it is waived: until ${waiver.expires}`;
  const texts = [outcomeText(drift, policy.remediation)];
  if (outcome === 'failed' && failure !== null) texts.push(`to do: ${stepAfterWriteText(failure, actionText(drift))}`);
  return sentences(texts);
}

export function unknownFinding(
  unknown: Unknown,
  { result, place, record, severityRules }: FindingContext<UnreadableRecord>,
): OcsfFinding {
  const { group, reason, detail } = unknown;
  const title = sentence(`${groupText(group)} could not be read: ${reason}`).slice(0, -1);
  return {
    subject: { group },
    compliance: 'Warning',
    status: 'New',
    severity: severityOfUnknown(result, unknown, severityRules),
    title,
    message: `${title} in ${place}: ${detail}`,
    desc: sentences([detail]),
    remediation: sentences([stepText({ reason, detail })]),
    since: record?.since ?? null,
    facts: { group, reason },
  };
}

/** A drift that has ended without a repair of this run. */
export function closedFinding(
  { setting, desired, actual, since, call }: DriftRecord,
  { place }: Pick<FindingContext<DriftRecord>, 'place'>,
): OcsfFinding {
  const title = settingOf(setting).describeState(desired);
  const difference = differenceText({ setting, desired, actual, outcome: 'verified' });
  return {
    subject: { setting },
    compliance: 'Pass',
    status: 'Resolved',
    severity: 'RESOLVED',
    title,
    message: `${title} in ${place}: ${difference}`,
    desc: sentences([`The setting ${difference}`]),
    remediation: 'Nothing.',
    since,
    facts: { desired, actual, call },
  };
}

function sentences(texts: readonly string[]): string {
  return texts.map(sentence).join(' ');
}
