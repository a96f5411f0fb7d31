import { ALERT_KINDS, type Alert, type AlertKind } from '../../core/alerts/model.ts';
import type { State } from '../../core/alerts/records.ts';
import type { Report } from '../../core/compliance/report.ts';
import type { Target } from '../../core/target.ts';
import { ALERT_TITLES, alertLines, alertText } from '../words/alert-words.ts';
import { accountsText, countsText } from '../words/report-words.ts';
import { sentence } from '../words/sentence.ts';
import { targetNaming } from '../words/target-names.ts';
import { standingOf, standingText, standingVerdict, waivedSection } from './standing.ts';
import { entrySection, noteSection, type Entry, type Section, type Tone, type View } from './view.ts';

/** The alerts of a run, and the state after it. */
export interface Changes {
  readonly alerts: readonly Alert[];
  readonly state: State;
  /** A fact about the state itself that a reader must know; null when all is well. */
  readonly note: string | null;
}

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
  'waiver-expiring': 'warning',
  repaired: 'good',
  resolved: 'good',
  readable: 'good',
};

/** The alerts of a run by kind, worst first, and one line on the open ones. */
export function alertView(report: Report, { alerts, state, note }: Changes): View {
  const standing = standingOf(state);
  const name = targetNaming([...report.results, ...alerts, ...standing.waived]);
  const notes = [...report.notices.map(({ message }) => message), ...(note === null ? [] : [note])];
  return {
    headline: headlineText(report, alerts),
    // A partial run reads few of the targets that the first half is about.
    counts: `${standingText(standing, report)}. ${report.scope.kind === 'partial' ? 'Read ' : ''}${countsText(report)}`,
    verdict: standingVerdict(standing, report),
    sections: [
      ...alertSections(alerts, { report, name }),
      ...waivedSection(standing, name),
      ...noteSection(notes.map(sentence)),
    ],
  };
}

function alertSections(
  alerts: readonly Alert[],
  { report, name }: { readonly report: Report; readonly name: (target: Target) => string },
): readonly Section[] {
  const byKind = Map.groupBy(alerts, ({ kind }) => kind);
  return ALERT_KINDS.flatMap((kind) => {
    const entries = (byKind.get(kind) ?? []).map((alert) => alertEntry(alert, { name: name(alert), report }));
    return entrySection(kind, { title: ALERT_TITLES[kind], tone: TONES[kind] }, entries);
  });
}

function alertEntry(
  alert: Alert,
  { name, report: { policy, startedAt } }: { readonly name: string; readonly report: Report },
): Entry {
  const late = alert.at < startedAt ? ['An earlier run could not deliver this alert.'] : [];
  return { name, size: 1, title: alertText(alert), lines: [...alertLines(alert, policy.remediation), ...late] };
}

/** A subject has room for three. */
const MAX_PARTS = 3;

/** Such as `2 new, 1 resolved in account 111122223333`. */
function headlineText({ results }: Report, alerts: readonly Alert[]): string {
  const parts = ALERT_KINDS.flatMap((kind) => {
    const found = alerts.filter((alert) => alert.kind === kind).length;
    return found > 0 ? [`${found} ${ALERT_TITLES[kind].toLowerCase()}`] : [];
  });
  const worst = parts.slice(0, MAX_PARTS);
  const more = parts.length > worst.length ? ' and more' : '';
  return `${parts.length > 0 ? worst.join(', ') : 'nothing new'}${more} in ${accountsText(results)}`;
}
