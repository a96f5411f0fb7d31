import { ALERT_KINDS, type Alert, type AlertKind } from '../../core/alerts/model.ts';
import { severityOf } from '../../core/alerts/severity.ts';
import type { Report } from '../../core/compliance/report.ts';
import { compareSeverities, type Severity } from '../../core/severity.ts';
import { compareSettings } from '../../core/settings/registry.ts';
import type { Place } from '../../core/target.ts';
import { groupAlerts, type AlertGroup } from '../words/alert-group.ts';
import { planCostNotes } from '../words/cost-words.ts';
import { alertLines } from '../words/alert-lines.ts';
import { ALERT_TITLES, alertText } from '../words/alert-words.ts';
import { leadLines } from '../words/lead-words.ts';
import { accountNaming, type AccountNaming } from '../words/place-words.ts';
import { accountsText, countsText } from '../words/report-words.ts';
import { sentence } from '../words/sentence.ts';
import { worstGroups } from '../words/gravest.ts';
import { subjectText } from '../words/subject-words.ts';
import { targetNames, targetNaming, unitNaming } from '../words/target-names.ts';
import type { Changes } from './content.ts';
import { linksOf, runbookLines } from './alert-links.ts';
import { recordSections } from './record-section.ts';
import { standingOf, standingText, standingVerdict, waivedSection } from './standing.ts';
import { entrySection, noteSection, whereRest, type Entry, type Section, type Tone, type View } from './view.ts';

const TONES: Readonly<Record<AlertKind, Tone>> = {
  contested: 'bad',
  'repair-failed': 'bad',
  opened: 'bad',
  'waiver-expired': 'bad',
  changed: 'bad',
  interrupted: 'bad',
  flapping: 'bad',
  unreadable: 'warning',
  reminder: 'warning',
  'policy-changed': 'warning',
  'waiver-expiring': 'warning',
  repaired: 'good',
  resolved: 'good',
  readable: 'good',
};

/** The alerts of a run by kind, worst first, and one line on the open ones. */
export function alertView(report: Report, { alerts, state, note, runbook }: Changes): View {
  const standing = standingOf(state);
  const nameOf = accountNaming(report);
  const name = targetNaming([...report.results, ...alerts, ...standing.waived], nameOf);
  const groups = groupAlerts(alerts, report.startedAt);
  const notes = [
    ...report.notices.map(({ message }) => message),
    ...planCostNotes(report.cost, { name, withAssumptions: false }),
    ...(note === null ? [] : [note]),
  ];
  const headline = subjectText(groups, { nameOf });
  return {
    headline: headline === '' ? `[INFO] macie-warden: nothing new in ${accountsText(report.results)}` : headline,
    lead: [...leadLines(worstGroups(groups), nameOf), ...otherLines(groups), ...runbookLines(groups, runbook)],
    links: linksOf(worstGroups(groups), runbook),
    // A partial run reads few of the targets that the first half is about.
    counts: `${standingText(standing, report)}. ${report.scope.kind === 'partial' ? 'Read ' : ''}${countsText(report)}`,
    verdict: standingVerdict(standing, report),
    sections: [
      ...alertSections(groups, { report, name, nameOf }),
      ...waivedSection(standing, (targets) =>
        targetNames(targets, { name, nameOf, unitOf: unitNaming(report.units ?? []) }),
      ),
      ...noteSection(notes.map(sentence)),
      ...recordSections(alerts, name),
    ],
  };
}

/** The alerts that the first lines are not about, by kind. */
function otherLines(groups: readonly AlertGroup[]): readonly string[] {
  const others = new Set(groups).difference(new Set(worstGroups(groups)));
  const byKind = Map.groupBy(others, ({ first }) => first.kind);
  const parts = ALERT_KINDS.flatMap((kind) => {
    const found = byKind.get(kind);
    return found ? [`${sizeOf(found)} ${ALERT_TITLES[kind].toLowerCase()}`] : [];
  });
  return parts.length === 0 ? [] : [`Also: ${parts.join(', ')}.`];
}

function sizeOf(groups: readonly AlertGroup[]): number {
  return groups.reduce((sum, { alerts }) => sum + alerts.length, 0);
}

interface Naming {
  readonly report: Report;
  readonly name: (place: Place) => string;
  readonly nameOf: AccountNaming;
}

function alertSections(groups: readonly AlertGroup[], naming: Naming): readonly Section[] {
  // Where all are equally grave, the subject says it.
  const showsSeverity = new Set(groups.map(({ first }) => severityOf(first))).size > 1;
  const byKind = Map.groupBy(groups.toSorted(bySeverity), ({ first }) => first.kind);
  const kinds = ALERT_KINDS.map((kind) => ({ kind, found: byKind.get(kind) ?? [] }));
  const gravestFirst = kinds.toSorted((a, b) => compareSeverities(gravestOf(a.found), gravestOf(b.found)));
  return gravestFirst.flatMap(({ kind, found }) => {
    const sorted = found.toSorted((a, b) => bySeverity(a, b) || bySetting(a, b));
    const entries = sorted.map((group) => alertEntry(group, { ...naming, showsSeverity }));
    return entrySection(kind, { title: ALERT_TITLES[kind], tone: TONES[kind] }, entries);
  });
}

function bySeverity({ first: a }: AlertGroup, { first: b }: AlertGroup): number {
  return compareSeverities(severityOf(a), severityOf(b));
}

/** Of groups that are sorted, gravest first. */
function gravestOf([gravest]: readonly AlertGroup[]): Severity {
  return gravest ? severityOf(gravest.first) : 'RESOLVED';
}

/** An end asks nothing of anybody: its heading is enough. */
function severityMark(alert: Alert): string {
  const severity = severityOf(alert);
  return severity === 'RESOLVED' ? '' : `[${severity}] `;
}

/** In the order of the registry; what is not of a setting stays as it is. */
function bySetting({ first: a }: AlertGroup, { first: b }: AlertGroup): number {
  return a.subject === 'drift' && b.subject === 'drift' ? compareSettings(a.setting, b.setting) : 0;
}

/** So many targets of one entry are named in every message. */
const MANY = 20;

function alertEntry(
  group: AlertGroup,
  {
    name,
    nameOf,
    report: { policy, startedAt, units = [] },
    showsSeverity,
  }: Naming & { readonly showsSeverity: boolean },
): Entry {
  const { first, alerts } = group;
  const isLate = first.at < startedAt;
  const late = isLate ? ['An earlier run could not deliver this alert.'] : [];
  const names = targetNames(alerts, { name, nameOf, unitOf: unitNaming(units) });
  // A message names as many as it has room for.
  const whole = alerts.length > MANY ? [`All ${alerts.length}: ${whereRest(first.kind)}.`] : [];
  return {
    name: names,
    names: names.split(', ').length,
    size: alerts.length,
    title: `${showsSeverity ? severityMark(first) : ''}${alertText(group)}`,
    lines: [...alertLines(group, isLate ? null : policy.remediation), ...late, ...whole],
  };
}
