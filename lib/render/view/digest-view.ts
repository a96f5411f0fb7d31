import type { DriftRecord, UnreadableRecord } from '../../core/alerts/records.ts';
import { coverage, longestGap, mean } from '../../core/alerts/statistics.ts';
import type { Report, RunsOfPeriod } from '../../core/compliance/report.ts';
import type { Target } from '../../core/target.ts';
import { DAY_MS, MINUTE_MS, minuteText } from '../../core/time.ts';
import { ALERT_TITLES } from '../words/alert-words.ts';
import { ageText, durationText } from '../words/age.ts';
import { differenceText, waiverText } from '../words/drift-words.ts';
import { accountsText, countsText, unitCountsText } from '../words/report-words.ts';
import { countOf } from '../words/sentence.ts';
import { unitPath } from '../words/unit-words.ts';
import { nextStepText, reasonText } from '../words/unknown-words.ts';
import { accountNaming } from '../words/place-words.ts';
import { targetNames, targetNaming, unitNaming } from '../words/target-names.ts';
import type { Digest } from './content.ts';
import { sharedEntries, standingOf, standingVerdict } from './standing.ts';
import { entrySection, type Section, type View } from './view.ts';

/** The weekly digest: open drifts, unreadable targets, waivers, coverage, time to repair. */
export function digestView(report: Report, { state, ...period }: Digest): View {
  const standing = standingOf(state);
  const { drifts, unreadable, waived } = standing;
  const nameOf = accountNaming(report);
  const name = targetNaming([...report.results, ...state.drifts, ...state.unreadable], nameOf);
  const unitOf = unitNaming(report.units ?? []);
  const namesOf = (targets: readonly Target[]): string => targetNames(targets, { name, nameOf, unitOf });
  const ageOf = (record: DriftRecord | UnreadableRecord): string => lastingText(record, report);
  return {
    headline: `[INFO] macie-warden weekly digest: ${drifts.length} open, ${unreadable.length} unreadable, ${waived.length} waived in ${accountsText(report.results)}`,
    lead: [],
    counts: `${weekText(period, report.finishedAt)} ${countsText(report)}`,
    verdict: standingVerdict(standing, report),
    sections: [
      ...entrySection(
        'reminder',
        { title: ALERT_TITLES.reminder, tone: 'bad' },
        sharedEntries(drifts, {
          namesOf,
          titleOf: (record) => `${differenceText({ ...record, outcome: 'planned' })}${ageOf(record)}`,
        }),
      ),
      ...entrySection(
        'unreadable',
        { title: ALERT_TITLES.unreadable, tone: 'warning' },
        sharedEntries(unreadable, {
          namesOf,
          titleOf: (record) => `${reasonText(record)}${ageOf(record)}`,
          linesOf: (record) => [nextStepText(record)],
        }),
      ),
      ...entrySection(
        'waived',
        { title: 'Waived', tone: 'neutral' },
        sharedEntries(waived, {
          namesOf,
          titleOf: (record) =>
            `${record.setting}${record.waiver ? `, ${waiverText(record.waiver)}` : ''}${ageOf(record)}`,
        }),
      ),
      ...unitSection(report),
    ],
  };
}

/** The organizational units of the run, those with drifts first. */
function unitSection({ units = [] }: Report): readonly Section[] {
  const worstFirst = units.toSorted(
    (a, b) => b.summary.drifted - a.summary.drifted || b.summary.unknown - a.summary.unknown,
  );
  const entries = worstFirst.map((unit) => ({
    name: unitPath(unit.path, new Map()),
    size: 1,
    title: unitCountsText(unit),
    lines: [],
  }));
  return entrySection('units', { title: 'Organizational units', tone: 'neutral' }, entries);
}

/** Such as `, for 4 days`; empty for what has just begun. */
function lastingText({ since }: DriftRecord | UnreadableRecord, { finishedAt }: Pick<Report, 'finishedAt'>): string {
  const age = ageText(since, finishedAt);
  return age === '' ? '' : `, for ${age}`;
}

/** Such as `168 runs in the last 7 days: 99.8 % of targets could be read; 3 drifts ended, after 35 minutes on average.` */
function weekText({ runs, hasEarlier }: RunsOfPeriod, now: string): string {
  const [first] = runs;
  if (first === undefined) return 'No run is recorded.';
  // A partial run read a few targets: its share is none of the whole.
  const full = runs.filter(({ scope }) => scope === 'full');
  const share = full.length === 0 ? '' : `${mean(full.map(coverage)).toFixed(1)} % of targets could be read; `;
  const minutes = runs.flatMap(({ repairMinutes }) => repairMinutes);
  const ended =
    minutes.length === 0
      ? 'no drift ended'
      : `${countOf(minutes.length, 'drift')} ended, after ${durationText(mean(minutes) * MINUTE_MS) || 'less than two minutes'} on average`;
  return `${countOf(runs.length, 'run')} ${hasEarlier ? 'in the last 7 days' : `since ${minuteText(first.startedAt)}`}: ${share}${ended}.${gapText({ runs, hasEarlier }, now)}`;
}

/** Nobody has read a target while no run was made: the share of readable targets does not show that. */
function gapText({ runs, hasEarlier }: RunsOfPeriod, now: string): string {
  const from = new Date(Date.parse(now) - 7 * DAY_MS).toISOString();
  const gap = longestGap(runs, { from: hasEarlier ? from : null, to: now });
  if (gap === null) return ' None of them was a full run.';
  if (Date.parse(gap.to) - Date.parse(gap.from) <= DAY_MS) return '';
  return ` No full run began between ${minuteText(gap.from)} and ${minuteText(gap.to)}.`;
}
