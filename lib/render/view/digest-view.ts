import type { Item } from '../../core/alerts/model.ts';
import { coverage, mean } from '../../core/alerts/statistics.ts';
import type { Report, RunRecord } from '../../core/compliance/report.ts';
import { age, duration } from '../words/age.ts';
import type { Entry, Mood, Section, Story } from './report-view.ts';
import { count, counts } from '../words/report-words.ts';

/** What stands, and how the last week was. */
export interface Digest {
  readonly items: readonly Item[];
  readonly runs: readonly RunRecord[];
}

/** The digest as a story: what is still open, what cannot be read, what is waived until when, coverage, time to repair. */
export function storyOfDigest(report: Report, { items, runs }: Digest): Story {
  const open = items.filter(({ state, subject }) => state === 'open' && subject !== 'session');
  const blind = items.filter(({ state, subject }) => state === 'open' && subject === 'session');
  const waived = items.filter(({ state }) => state === 'waived');
  const at = report.finishedAt;
  const sections = [
    section('reminder', {
      title: 'Still open',
      mood: 'bad',
      entries: open.map((item) =>
        entry(item, { at, what: `${item.subject} is ${item.actual ?? 'not there'}, should be ${item.desired ?? ''}` }),
      ),
    }),
    section('blind', {
      title: 'Cannot be read',
      mood: 'doubt',
      entries: blind.map((item) => entry(item, { at, what: item.reason ?? 'unknown' })),
    }),
    section('waived', {
      title: 'Waived',
      mood: 'plain',
      entries: waived.map((item) =>
        entry(item, {
          at,
          what: `${item.subject}, until ${item.waiver?.expires} by ${item.waiver?.owner}: ${item.waiver?.reason}`,
        }),
      ),
    }),
  ];
  const [first] = report.results;
  return {
    headline: `weekly digest: ${open.length} open, ${blind.length} unreadable, ${waived.length} waived in account ${first?.accountId ?? 'none'}`,
    counts: `${week(runs)} ${counts(report)}`,
    sections: sections.filter(({ size }) => size > 0),
  };
}

/** Such as `168 runs in the last 7 days: 99.8 % of targets could be read; 3 drifts ended, after 35 minutes on average.` */
function week(runs: readonly RunRecord[]): string {
  // A look after an event saw a Region or two, and says nothing of how much could be read.
  const share = mean(runs.filter(({ trigger }) => trigger !== 'change').map(coverage)).toFixed(1);
  const minutes = runs.flatMap(({ repairMinutes }) => repairMinutes);
  const ended =
    minutes.length === 0
      ? 'no drift ended'
      : `${count(minutes.length, 'drift')} ended, after ${duration(mean(minutes) * 60_000) || 'less than two minutes'} on average`;
  return runs.length === 0
    ? 'No run is remembered.'
    : `${count(runs.length, 'run')} in the last 7 days: ${share} % of targets could be read; ${ended}.`;
}

function section(
  kind: Section['kind'],
  { title, mood, entries }: { title: string; mood: Mood; entries: readonly Entry[] },
): Section {
  return { kind, mood, title, lead: null, size: entries.length, entries, names: [] };
}

function entry({ region, since }: Item, { at, what }: { at: string; what: string }): Entry {
  const lasted = age(since, at);
  return { name: region, size: 1, title: `${what}${lasted === '' ? '' : `, for ${lasted}`}`, lines: [] };
}
