import type { Report, Result, Verdict } from '../../core/compliance/report.ts';
import { planCostNotes } from '../words/cost-words.ts';
import { countsText, headlineText } from '../words/report-words.ts';
import { sentence } from '../words/sentence.ts';
import { driftEntries } from './drift-entry.ts';
import { targetNaming } from '../words/target-names.ts';
import { unknownSection } from './unknown-section.ts';
import { entrySection, nameSection, noteSection, type Entry, type View } from './view.ts';

/** A whole report: open drifts first, then what is unknown. */
export function reportView(report: Report): View {
  const { results, notices, verdict } = report;
  const { remediation } = report.policy;
  const name = targetNaming(results);
  const byVerdict = Map.groupBy(results, (result) => result.verdict);
  const of = (wanted: Verdict): readonly Result[] => byVerdict.get(wanted) ?? [];
  const repaired = of('compliant').filter(({ drifts }) => drifts.length > 0);
  const compliantName = (result: Result): string => `${name(result)}${result.drifts.length > 0 ? ' (repaired)' : ''}`;
  const drifts = (found: readonly Result[]): readonly Entry[] => driftEntries(found, { name, remediation });
  return {
    headline: `macie-warden: ${headlineText(report)}`,
    lead: [],
    counts: countsText(report),
    verdict,
    sections: [
      ...entrySection('drifted', { title: 'Drifted', tone: 'bad' }, drifts(of('drifted'))),
      ...unknownSection(of('unknown'), { name, remediation }),
      ...entrySection('repaired', { title: 'Repaired', tone: 'good' }, drifts(repaired)),
      ...entrySection('waived', { title: 'Waived', tone: 'neutral' }, drifts(of('waived'))),
      ...noteSection(
        [...notices.map(({ message }) => message), ...planCostNotes(report.cost, { name, withAssumptions: true })].map(
          sentence,
        ),
      ),
      ...entrySection(
        'not-applicable',
        { title: 'Not applicable', tone: 'neutral' },
        notApplicableEntries(of('not-applicable'), name),
      ),
      ...nameSection('compliant', { title: 'Compliant', tone: 'good' }, of('compliant').map(compliantName)),
    ],
  };
}

function notApplicableEntries(results: readonly Result[], name: (result: Result) => string): readonly Entry[] {
  const groups = Map.groupBy(results, ({ detail }) => detail ?? '');
  return [...groups].map(([title, group]) => ({
    name: group.map(name).join(', '),
    size: group.length,
    title,
    lines: [],
  }));
}
