import type { AlertKind } from '../../core/alerts/model.ts';
import type { Drift, Remediation } from '../../core/model.ts';
import type { Report, Result } from '../../core/compliance/report.ts';
import {
  consequence,
  counts,
  headline,
  lastChanged,
  nextStep,
  noticeWords,
  outcomeWords,
} from '../words/report-words.ts';

/** A report told in the order in which a person needs it. Text, Markdown and chat each write it down in their own way. */
export interface Story {
  /** The fact that matters most, short enough for a subject. */
  readonly headline: string;
  /** One line of numbers under it. */
  readonly counts: string;
  readonly sections: readonly Section[];
}

export interface Section {
  readonly kind: 'drifted' | 'unknown' | 'repaired' | 'waived' | 'notes' | 'not-applicable' | 'compliant' | AlertKind;
  /** Is it bad news, a doubt, good news, or neither? */
  readonly mood: Mood;
  readonly title: string;
  /** Said once under the title; null where the title says it all. */
  readonly lead: string | null;
  /** How many targets or notes: what a cut has to account for. */
  readonly size: number;
  /** For sections of which only the names matter there are no entries. */
  readonly entries: readonly Entry[];
  readonly names: readonly string[];
}

export type Mood = 'bad' | 'doubt' | 'good' | 'plain';

export interface Entry {
  /** The target or targets; empty for a note. */
  readonly name: string;
  /** How many targets it is about, or 1 for a note: what a cut has to count. */
  readonly size: number;
  readonly title: string;
  readonly lines: readonly string[];
}

export function storyOf(report: Report): Story {
  const { remediation } = report.policy;
  const isOneAccount = new Set(report.results.map(({ accountId }) => accountId)).size <= 1;
  const name = ({ accountId, region }: Result): string => (isOneAccount ? region : `${accountId} ${region}`);
  const of = (verdict: Result['verdict']): readonly Result[] =>
    report.results.filter((result) => result.verdict === verdict);
  const compliant = of('compliant');
  const isRepaired = ({ drifts }: Result): boolean => drifts.length > 0;
  const drifts = (results: readonly Result[]): readonly Entry[] =>
    results.map((result) => driftEntry(result, { name: name(result), remediation }));

  const sections: readonly Section[] = [
    withEntries('drifted', { title: 'Drifted', entries: drifts(of('drifted')) }),
    unknownSection(of('unknown'), { name, remediation }),
    withEntries('repaired', { title: 'Repaired', entries: drifts(compliant.filter(isRepaired)) }),
    withEntries('waived', { title: 'Waived', entries: drifts(of('waived')) }),
    withEntries('notes', {
      title: 'Notes',
      entries: report.notices.map((notice) => ({ name: '', size: 1, title: noticeWords(notice), lines: [] })),
    }),
    withEntries('not-applicable', {
      title: 'Not applicable',
      entries: notApplicableEntries(of('not-applicable'), name),
    }),
    withNames('compliant', {
      title: 'Compliant',
      names: compliant.filter((result) => !isRepaired(result)).map(name),
    }),
  ];
  return { headline: headline(report), counts: counts(report), sections: sections.filter(({ size }) => size > 0) };
}

type Kind = Section['kind'];

const MOODS: Readonly<Partial<Record<Kind, Mood>>> = {
  drifted: 'bad',
  unknown: 'doubt',
  repaired: 'good',
  compliant: 'good',
};

const moodOf = (kind: Kind): Mood => MOODS[kind] ?? 'plain';

function withEntries(kind: Kind, { title, entries }: { title: string; entries: readonly Entry[] }): Section {
  return { kind, mood: moodOf(kind), title, lead: null, size: sizeOf(entries), entries, names: [] };
}

/** How many targets these entries are about. */
export function sizeOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, { size }) => sum + size, 0);
}

function withNames(kind: Kind, { title, names }: { title: string; names: readonly string[] }): Section {
  return { kind, mood: moodOf(kind), title, lead: null, size: names.length, entries: [], names };
}

function driftEntry(
  { drifts, session, detail }: Result,
  { name, remediation }: { name: string; remediation: Remediation },
): Entry {
  const isOpen = drifts.some(({ outcome }) => outcome !== 'verified');
  const changed = isOpen && drifts.some(({ waiver }) => waiver === null) ? lastChanged(session) : null;
  return {
    name,
    size: 1,
    title: drifts.map(difference).join('; '),
    lines: [
      ...drifts.flatMap((drift) => driftLines(drift, remediation)),
      ...(changed === null ? [] : [changed]),
      ...(detail === null ? [] : [`Also: ${detail}`]),
    ],
  };
}

function difference({ setting, desired, actual, outcome }: Drift): string {
  return `${setting} ${outcome === 'verified' ? 'was' : 'is'} ${actual ?? 'not there'}, ${outcome === 'verified' ? 'is now' : 'should be'} ${desired}`;
}

function driftLines(drift: Drift, remediation: Remediation): readonly string[] {
  const { waiver } = drift;
  if (waiver) return [`waived until ${waiver.expires} by ${waiver.owner}: ${waiver.reason}`];
  const lost = consequence(drift);
  return [outcomeWords(drift, remediation), ...(lost === null ? [] : [lost])];
}

/** Regions that say the same thing are told together; no Region is left out. */
function unknownSection(
  results: readonly Result[],
  { name, remediation }: { name: (result: Result) => string; remediation: Remediation },
): Section {
  const groups = Map.groupBy(results, (result) => `${result.reason} ${same(result)} ${JSON.stringify(result.drifts)}`);
  const entries = [...groups.values()].flatMap((group): readonly Entry[] => {
    const [first] = group;
    if (!first?.reason) return [];
    const detail = group.length === 1 ? (first.detail ?? '') : same(first);
    const lines = [
      detail,
      `to do: ${nextStep(first.reason)}`,
      ...first.drifts.map((drift) => `${difference(drift)}; ${outcomeWords(drift, remediation)}`),
    ];
    return [{ name: group.map(name).join(', '), size: group.length, title: first.reason, lines }];
  });
  const lead = 'What could not be read is not known to be compliant, and not known to have drifted.';
  return { kind: 'unknown', mood: 'doubt', title: 'Unknown', lead, size: results.length, entries, names: [] };
}

function same({ detail, region }: Result): string {
  return (detail ?? '').replaceAll(region, 'the Region');
}

function notApplicableEntries(results: readonly Result[], name: (result: Result) => string): readonly Entry[] {
  const groups = Map.groupBy(results, ({ detail }) => detail ?? '');
  return [...groups].map(([detail, group]) => ({
    name: group.map(name).join(', '),
    size: group.length,
    title: detail,
    lines: [],
  }));
}
