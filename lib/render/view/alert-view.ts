import { ALERT_KINDS, type Alert, type AlertKind, type Item } from '../../core/alerts/model.ts';
import type { Report } from '../../core/compliance/report.ts';
import type { Entry, Mood, Section, Story } from './report-view.ts';
import { age } from '../words/age.ts';
import { linesOf, sinceWords, what } from '../words/alert-words.ts';
import { count, counts, noticeWords } from '../words/report-words.ts';

/** What has changed, and what is remembered after that. */
export interface Changes {
  readonly alerts: readonly Alert[];
  readonly items: readonly Item[];
  /** What a reader must know of the memory itself; null when all is well. */
  readonly memory: string | null;
}

const TITLES: Readonly<Record<AlertKind, { readonly title: string; readonly mood: Mood }>> = {
  contested: { title: 'Undone again and again', mood: 'bad' },
  'repair-failed': { title: 'Repair failed', mood: 'bad' },
  opened: { title: 'New', mood: 'bad' },
  'waiver-expired': { title: 'Waiver expired', mood: 'bad' },
  changed: { title: 'Changed', mood: 'bad' },
  flapping: { title: 'Flapping', mood: 'bad' },
  blind: { title: 'Cannot be read', mood: 'doubt' },
  reminder: { title: 'Still open', mood: 'doubt' },
  'waiver-expiring': { title: 'Waiver about to end', mood: 'doubt' },
  repaired: { title: 'Repaired', mood: 'good' },
  resolved: { title: 'Resolved', mood: 'good' },
  sighted: { title: 'Can be read again', mood: 'good' },
};

/** The changes of a run as a story: by kind, worst first, and one line on what stands. */
export function storyOfChanges(report: Report, { alerts, items, memory }: Changes): Story {
  const isOneAccount = new Set(report.results.map(({ accountId }) => accountId)).size <= 1;
  const byKind = Map.groupBy(alerts, ({ kind }) => kind);
  const sections = ALERT_KINDS.flatMap((kind): readonly Section[] => {
    const found = byKind.get(kind) ?? [];
    if (found.length === 0) return [];
    const entries = found.map((alert) => entryOf(alert, { isOneAccount, report }));
    return [{ kind, ...TITLES[kind], lead: null, size: found.length, entries, names: [] }];
  });
  const notes = [
    ...report.notices.map(noticeWords),
    ...(memory === null ? [] : [noticeWords({ kind: 'cancelled', message: memory })]),
  ];
  const noteEntries = notes.map((title): Entry => ({ name: '', size: 1, title, lines: [] }));
  const noteSection: Section = {
    kind: 'notes',
    mood: 'plain',
    title: 'Notes',
    lead: null,
    size: notes.length,
    entries: noteEntries,
    names: [],
  };
  return {
    headline: headlineOf(report, alerts),
    // A look after an event sees few of the targets that the first half is about.
    counts: `${standing(items, report)}. ${report.trigger === 'change' ? 'Looked at ' : ''}${counts(report)}`,
    sections: [...sections, ...waivedSection(items), ...(notes.length > 0 ? [noteSection] : [])],
  };
}

/** What is accepted, by whom and until when: it is in every message, so that it is never forgotten. */
function waivedSection(items: readonly Item[]): readonly Section[] {
  const waived = items.filter(({ state }) => state === 'waived');
  if (waived.length === 0) return [];
  const entries = waived.map(({ region, subject, actual, waiver }): Entry => {
    const who = `until ${waiver?.expires} by ${waiver?.owner}: ${waiver?.reason}`;
    return { name: region, size: 1, title: `${subject} is ${actual ?? 'not there'}, waived ${who}`, lines: [] };
  });
  return [{ kind: 'waived', mood: 'plain', title: 'Waived', lead: null, size: waived.length, entries, names: [] }];
}

/** A subject has room for three. */
const MAX_PARTS = 3;

/** Such as `2 new, 1 resolved in account 111122223333`. */
function headlineOf(report: Report, alerts: readonly Alert[]): string {
  const parts = ALERT_KINDS.flatMap((kind) => {
    const found = alerts.filter((alert) => alert.kind === kind).length;
    return found > 0 ? [`${found} ${TITLES[kind].title.toLowerCase()}`] : [];
  });
  const accounts = new Set(report.results.map(({ accountId }) => accountId));
  const [first] = accounts;
  const where = accounts.size === 1 ? `account ${first}` : count(accounts.size, 'account');
  const worst = parts.slice(0, MAX_PARTS);
  const others = parts.length - worst.length;
  return `${parts.length > 0 ? worst.join(', ') : 'nothing new'}${others > 0 ? ' and more' : ''} in ${where}`;
}

/** What stands after the run: `Open: 2 drifts, the oldest for 4 days; 1 unreadable; 1 waived`. */
function standing(items: readonly Item[], { finishedAt }: Report): string {
  const open = items.filter(({ state }) => state === 'open');
  const drifts = open.filter(({ subject }) => subject !== 'session');
  const blind = open.length - drifts.length;
  const waived = items.filter(({ state }) => state === 'waived').length;
  const [first] = drifts.map(({ since }) => since).toSorted();
  const oldest = first === undefined ? '' : age(first, finishedAt);
  const parts = [
    ...(drifts.length > 0
      ? [`${count(drifts.length, 'drift')}${oldest === '' ? '' : `, the oldest for ${oldest}`}`]
      : []),
    ...(blind > 0 ? [`${blind} unreadable`] : []),
    ...(waived > 0 ? [`${waived} waived`] : []),
  ];
  return `Open: ${parts.length > 0 ? parts.join('; ') : 'nothing'}`;
}

function entryOf(alert: Alert, { isOneAccount, report }: { isOneAccount: boolean; report: Report }): Entry {
  const name = isOneAccount ? alert.region : `${alert.accountId} ${alert.region}`;
  const lines = linesOf(alert, report.policy.remediation).filter((line) => line !== '');
  const isLate = alert.at < report.startedAt;
  return {
    name,
    size: 1,
    title: `${what(alert)}${sinceWords(alert)}`,
    lines: [...lines, ...(isLate ? ['It could not be told before.'] : [])],
  };
}
