import { severityOfUnknown } from '../../core/alerts/finding-alert.ts';
import { unreadableKey } from '../../core/alerts/records.ts';
import type { Result } from '../../core/compliance/report.ts';
import type { Remediation } from '../../core/run.ts';
import { compareSeverities, type Severity } from '../../core/severity.ts';
import { differenceText, outcomeText } from '../words/drift-words.ts';
import { sinceLines } from './record-lines.ts';
import { ofTargets } from '../words/any-target.ts';
import { groupAlike } from '../words/group-alike.ts';
import { detailText, foldUnknowns, nextStepText, reasonText } from '../words/unknown-words.ts';
import { compareRated, ratingOf, type ViewBackground } from './view-background.ts';
import { entrySection, namesOfEntry, type Entry, type Section } from './view.ts';

interface Options {
  /** The names of the targets of an entry. */
  readonly namesOf: (group: readonly Result[]) => string;
  readonly remediation: Remediation;
  /** When the run ended. */
  readonly at: string;
  /** null: the reader is not shown it. */
  readonly background: ViewBackground | null;
}

const LEAD = 'These targets could not be read: they may be compliant, and they may have drifted.';

/** Worst first where they are rated. Targets with the same unknowns share an entry; no target is left out. */
export function unknownSection(results: readonly Result[], options: Options): readonly Section[] {
  const rated = results.map((result) => ({ ...result, severity: severityOf(result, options.background) }));
  const sorted = rated.toSorted((a, b) => compareRated(a.severity, b.severity));
  const groups = groupAlike(sorted, ({ unknowns, drifts, severity }) => JSON.stringify([unknowns, drifts, severity]));
  const entries = groups.flatMap((group) => unknownEntry(group, options));
  return entrySection('unknown', { title: 'Unknown', tone: 'warning', lead: LEAD }, entries);
}

interface RatedResult extends Result {
  /** null: the reader is not shown it. */
  readonly severity: Severity | null;
}

/** The worst of what could not be read, and of the drifts that were seen beside it. */
function severityOf(result: Result, background: Options['background']): Severity | null {
  if (background === null) return null;
  const ofUnknowns = result.unknowns.map((unknown) => severityOfUnknown(result, unknown, background.severityRules));
  const ofDrifts = result.drifts.flatMap((drift) => ratingOf(drift, { target: result, background }) ?? []);
  return [...ofUnknowns, ...ofDrifts].toSorted(compareSeverities)[0] ?? null;
}

function unknownEntry(
  group: readonly RatedResult[],
  { namesOf, remediation, at, background }: Options,
): readonly Entry[] {
  const [first] = group;
  if (!first) return [];
  const { drifts, severity } = first;
  const unknowns = foldUnknowns(first.unknowns);
  const shown = unknowns.map((unknown) => ({ ...unknown, detail: ofTargets(unknown.detail, group) }));
  const records = group.flatMap((result) =>
    result.unknowns.flatMap(
      ({ group: id }) => background?.known.unreadable.get(unreadableKey({ ...result, group: id })) ?? [],
    ),
  );
  const lines = [
    ...shown.flatMap((unknown) => [detailText(unknown), nextStepText(unknown)]),
    ...sinceLines(records, at),
    ...drifts.map((drift) => ofTargets(`${differenceText(drift)}; ${outcomeText(drift, remediation)}`, group)),
  ];
  const title = unknowns.map(reasonText).join('; ');
  return [
    {
      ...namesOfEntry(namesOf(group)),
      size: group.length,
      title,
      lines,
      targets: group,
      ...(severity === null ? {} : { severity }),
    },
  ];
}
