import type { DriftRecord } from '../../core/alerts/records.ts';
import type { Drift } from '../../core/compliance/drift.ts';
import type { Result } from '../../core/compliance/report.ts';
import type { Remediation } from '../../core/run.ts';
import type { Unknown } from '../../core/observation.ts';
import type { Severity } from '../../core/severity.ts';
import { compareSettings, settingOf } from '../../core/settings/registry.ts';
import { SESSION } from '../../core/settings/session.ts';
import type { Target } from '../../core/target.ts';
import { minuteText } from '../../core/time.ts';
import { ofTargets } from '../words/any-target.ts';
import { differenceText, lossLines, outcomeText, waiverText } from '../words/drift-words.ts';
import { recordLines } from './record-lines.ts';
import { compareRated, isOpen, ratingOf, recordOf, type ViewBackground } from './view-background.ts';
import { groupAlike } from '../words/group-alike.ts';
import { foldUnknowns, nextStepText, reasonText } from '../words/unknown-words.ts';
import { namesOfEntry, type Entry } from './view.ts';

interface Options {
  /** The names of the targets of an entry. */
  readonly namesOf: (group: readonly Result[]) => string;
  readonly remediation: Remediation;
  /** When the run ended. */
  readonly at: string;
  /** null: the reader is not shown it. */
  readonly background: ViewBackground | null;
}

/** One drift of a target. */
interface TargetDrift extends Target {
  readonly drift: Drift;
  /** Of the target, beside its first drift; none beside the others. */
  readonly unknowns: readonly Unknown[];
  readonly result: Result;
  /** What the state knows of it. */
  readonly record: DriftRecord | null;
  /** null: it is not open, or the reader is not shown it. */
  readonly severity: Severity | null;
}

/**
 * Worst first where they are rated, then by setting, in the order of the registry. Targets with equal drifts of a setting share an
 * entry.
 */
export function driftEntries(results: readonly Result[], options: Options): readonly Entry[] {
  const all = results.flatMap((result) =>
    result.drifts.map((drift, index) =>
      targetDrift(drift, { result, unknowns: index === 0 ? result.unknowns : [], background: options.background }),
    ),
  );
  const sorted = all.toSorted(
    (a, b) => compareRated(a.severity, b.severity) || compareSettings(a.drift.setting, b.drift.setting),
  );
  const groups = groupAlike(sorted, ({ drift, unknowns, severity }) => JSON.stringify([drift, unknowns, severity]));
  return groups.flatMap((group) => driftEntry(group, options));
}

function targetDrift(
  drift: Drift,
  { result, unknowns, background }: Pick<TargetDrift, 'result' | 'unknowns'> & Pick<Options, 'background'>,
): TargetDrift {
  const { accountId, region } = result;
  const of = { target: { accountId, region }, background };
  return { accountId, region, drift, unknowns, result, record: recordOf(drift, of), severity: ratingOf(drift, of) };
}

function driftEntry(
  group: readonly TargetDrift[],
  { namesOf, remediation, at, background }: Options,
): readonly Entry[] {
  const [first] = group;
  if (!first) return [];
  const { drift, unknowns, severity } = first;
  const targets = group.map(({ result }) => result);
  const recorded = group.map(({ drift, result, record }) => ({ target: result, drift, record }));
  const lines = [
    ...driftLines(drift, remediation),
    ...(background === null ? [] : recordLines(recorded, at)),
    ...foldUnknowns(unknowns).flatMap((unknown) => [
      `Also unknown: ${reasonText(unknown)}: ${unknown.detail}`,
      nextStepText(unknown),
    ]),
  ];
  return [
    {
      ...namesOfEntry(namesOf(targets)),
      size: group.length,
      targets,
      ...(severity === null ? {} : { severity }),
      title: ofTargets(differenceText(drift), targets),
      lines: [
        ...lines.map((line) => ofTargets(line, targets)),
        ...(isOpen(drift) && isOfSession(drift) ? lastChangeLines(targets) : []),
      ],
    },
  ];
}

/** The time of a session says nothing of a setting beside it. */
function isOfSession({ setting }: Drift): boolean {
  return settingOf(setting).group === SESSION;
}

function driftLines(drift: Drift, remediation: Remediation): readonly string[] {
  if (drift.waiver) return [`waived ${waiverText(drift.waiver)}`];
  // A report has no earlier value and no call: nothing proves that Macie was on before.
  return [outcomeText(drift, remediation), ...lossLines(drift, { wasOn: false })];
}

/** AWS does not say which setting was changed then. */
function lastChangeLines(group: readonly Result[]): readonly string[] {
  const times = group.flatMap(({ session }) => session?.['updatedAt'] ?? []).toSorted();
  const [first] = times;
  if (first === undefined) return [];
  const [from, to] = [minuteText(first), minuteText(times.at(-1) ?? first)];
  if (group.length === 1) return [`The session was last changed ${from}.`];
  return [
    from === to ? `The sessions were last changed ${from}.` : `The sessions were last changed from ${from} to ${to}.`,
  ];
}
