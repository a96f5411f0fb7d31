import type { Report, Result, Verdict } from '../../core/compliance/report.ts';
import { planCostNotes } from '../words/cost-words.ts';
import { countsText, headlineText } from '../words/report-words.ts';
import { countOf, sentence } from '../words/sentence.ts';
import { driftEntries } from './drift-entry.ts';
import { accountNaming } from '../words/place-words.ts';
import { reportNaming, targetNaming, unitNaming } from '../words/target-names.ts';
import type { ViewBackground } from './view-background.ts';
import { unknownSection } from './unknown-section.ts';
import {
  entrySection,
  namesOfEntry,
  nameSection,
  noteSection,
  sizeOf,
  type Entry,
  type Section,
  type View,
} from './view.ts';

/** A whole report: open drifts first, then what is unknown. */
export function reportView(report: Report, background: ViewBackground | null = null): View {
  const { results, notices, verdict, finishedAt: at } = report;
  const { remediation } = report.policy;
  const nameOf = accountNaming(report);
  const name = targetNaming(results, nameOf);
  const namesOf = reportNaming(results, { nameOf, unitOf: unitNaming(report.units ?? []) });
  const byVerdict = Map.groupBy(results, (result) => result.verdict);
  const of = (wanted: Verdict): readonly Result[] => byVerdict.get(wanted) ?? [];
  const repaired = of('compliant').filter(({ drifts }) => drifts.length > 0);
  const drifts = (found: readonly Result[]): readonly Entry[] =>
    driftEntries(found, { namesOf, remediation, at, background });
  const open = drifts(of('drifted'));
  return {
    headline: `macie-warden: ${headlineText(report)}`,
    lead: [],
    counts: countsText(report),
    verdict,
    sections: [
      ...entrySection('drifted', { title: 'Drifted', tone: 'bad', lead: driftLead(open, of('drifted')) }, open),
      ...unknownSection(of('unknown'), { namesOf, remediation, at, background }),
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
        notApplicableEntries(of('not-applicable'), namesOf),
      ),
      ...compliantSection(of('compliant'), { all: results, namesOf }),
    ],
  };
}

/** The count of a section is that of its drifts, and the counts of the run are those of targets. */
function driftLead(entries: readonly Entry[], { length: targets }: readonly Result[]): string | null {
  const drifts = sizeOf(entries);
  if (drifts === targets) return null;
  return `${drifts} drifts in ${countOf(targets, 'target')}: a target is listed with each of its settings.`;
}

type NamesOf = (group: readonly Result[]) => string;

function notApplicableEntries(results: readonly Result[], namesOf: NamesOf): readonly Entry[] {
  const groups = Map.groupBy(results, ({ detail }) => detail ?? '');
  return [...groups].map(([title, group]) => ({
    ...namesOfEntry(namesOf(group)),
    size: group.length,
    title,
    lines: [],
  }));
}

/** The Regions of one account are a list of names. Those of several accounts are entries, as in the other sections. */
function compliantSection(
  compliant: readonly Result[],
  { all, namesOf }: { readonly all: readonly Result[]; readonly namesOf: NamesOf },
): readonly Section[] {
  const head = { title: 'Compliant', tone: 'good' } as const;
  const isRepaired = ({ drifts }: Result): boolean => drifts.length > 0;
  if (new Set(all.map(({ accountId }) => accountId)).size < 2)
    return nameSection(
      'compliant',
      head,
      compliant.map((result) => `${result.region}${isRepaired(result) ? ' (repaired)' : ''}`),
    );
  const groups = Map.groupBy(compliant, isRepaired);
  const entries = [...groups].map(([repaired, group]) => ({
    ...namesOfEntry(namesOf(group)),
    size: group.length,
    title: repaired ? 'compliant since the repair' : 'compliant',
    lines: [],
  }));
  return entrySection('compliant', head, entries);
}
