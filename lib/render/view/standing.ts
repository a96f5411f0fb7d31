import type { DriftRecord, State, UnreadableRecord } from '../../core/alerts/records.ts';
import type { Report, RunVerdict } from '../../core/compliance/report.ts';
import type { Target } from '../../core/target.ts';
import { ageText } from '../words/age.ts';
import { valueText, waiverText } from '../words/drift-words.ts';
import { countOf } from '../words/sentence.ts';
import { entrySection, namesOfEntry, type Entry, type Section } from './view.ts';

/** The open and waived records of every target that the state knows: a partial run reads only some of them. */
export interface OpenRecords {
  readonly drifts: readonly DriftRecord[];
  readonly unreadable: readonly UnreadableRecord[];
  readonly waived: readonly DriftRecord[];
}

export function standingOf({ drifts, unreadable }: State): OpenRecords {
  return {
    drifts: drifts.filter(({ state }) => state === 'open'),
    unreadable: unreadable.filter(({ state }) => state === 'open'),
    waived: drifts.filter(({ state }) => state === 'waived'),
  };
}

/** The verdict of a run together with what is still open: never better than either. */
export function standingVerdict({ drifts, unreadable }: OpenRecords, { verdict }: Pick<Report, 'verdict'>): RunVerdict {
  if (drifts.length > 0 || verdict === 'drifted') return 'drifted';
  return unreadable.length > 0 ? 'unknown' : verdict;
}

/** Such as `Open: 2 drifts, the oldest for 4 days; 1 unreadable; 1 waived`. */
export function standingText(
  { drifts, unreadable, waived }: OpenRecords,
  { finishedAt }: Pick<Report, 'finishedAt'>,
): string {
  const [first] = drifts.map(({ since }) => since).toSorted();
  const oldest = first === undefined ? '' : ageText(first, finishedAt);
  const parts = [
    ...(drifts.length > 0
      ? [`${countOf(drifts.length, 'drift')}${oldest === '' ? '' : `, the oldest for ${oldest}`}`]
      : []),
    ...(unreadable.length > 0 ? [`${unreadable.length} unreadable`] : []),
    ...(waived.length > 0 ? [`${waived.length} waived`] : []),
  ];
  return `Open: ${parts.length > 0 ? parts.join('; ') : 'nothing'}`;
}

/** Waived drifts, with owner and end: they are in every message, so that none is forgotten. */
export function waivedSection({ waived }: OpenRecords, namesOf: NamesOf): readonly Section[] {
  const entries = sharedEntries(waived, {
    namesOf,
    titleOf: ({ setting, actual, waiver }) =>
      `${setting} is ${valueText(actual)}, waived${waiver ? ` ${waiverText(waiver)}` : ''}`,
  });
  return entrySection('waived', { title: 'Waived', tone: 'neutral' }, entries);
}

/** The names of the targets of one entry. */
export type NamesOf = (targets: readonly Target[]) => string;

interface Words<T> {
  readonly namesOf: NamesOf;
  readonly titleOf: (record: T) => string;
  /** They follow from the title. */
  readonly linesOf?: (record: T) => readonly string[];
}

/** Records with the same title share an entry, with the names of their targets. */
export function sharedEntries<T extends Target>(
  records: readonly T[],
  { namesOf, titleOf, linesOf = () => [] }: Words<T>,
): readonly Entry[] {
  const groups = Map.groupBy(records, titleOf);
  return [...groups].map(([title, group]) => ({
    ...namesOfEntry(namesOf(group)),
    size: group.length,
    title,
    lines: group.slice(0, 1).flatMap(linesOf),
  }));
}
