import { unreadableKey } from '../../core/alerts/records.ts';
import type { Result } from '../../core/compliance/report.ts';
import type { Remediation } from '../../core/run.ts';
import { differenceText, outcomeText } from '../words/drift-words.ts';
import type { KnownRecords } from './known-records.ts';
import { sinceLines } from './record-lines.ts';
import { ofTargets } from '../words/any-target.ts';
import { groupAlike } from '../words/group-alike.ts';
import { detailText, foldUnknowns, nextStepText, reasonText } from '../words/unknown-words.ts';
import { entrySection, namesOfEntry, type Entry, type Section } from './view.ts';

interface Options {
  /** The names of the targets of an entry. */
  readonly namesOf: (group: readonly Result[]) => string;
  readonly remediation: Remediation;
  /** When the run ended. */
  readonly at: string;
  /** What the state knows; null where the reader is not shown it. */
  readonly known: KnownRecords | null;
}

const LEAD = 'These targets could not be read: they may be compliant, and they may have drifted.';

/** Targets with the same unknowns share an entry; no target is left out. */
export function unknownSection(results: readonly Result[], options: Options): readonly Section[] {
  const groups = groupAlike(results, ({ unknowns, drifts }) => JSON.stringify([unknowns, drifts]));
  const entries = groups.flatMap((group) => unknownEntry(group, options));
  return entrySection('unknown', { title: 'Unknown', tone: 'warning', lead: LEAD }, entries);
}

function unknownEntry(group: readonly Result[], { namesOf, remediation, at, known }: Options): readonly Entry[] {
  const [first] = group;
  if (!first) return [];
  const { drifts } = first;
  const unknowns = foldUnknowns(first.unknowns);
  const shown = unknowns.map((unknown) => ({ ...unknown, detail: ofTargets(unknown.detail, group) }));
  const records = group.flatMap((result) =>
    result.unknowns.flatMap(({ group: id }) => known?.unreadable.get(unreadableKey({ ...result, group: id })) ?? []),
  );
  const lines = [
    ...shown.flatMap((unknown) => [detailText(unknown), nextStepText(unknown)]),
    ...sinceLines(records, at),
    ...drifts.map((drift) => ofTargets(`${differenceText(drift)}; ${outcomeText(drift, remediation)}`, group)),
  ];
  const title = unknowns.map(reasonText).join('; ');
  return [{ ...namesOfEntry(namesOf(group)), size: group.length, title, lines, targets: group }];
}
