import { driftKey } from '../../core/alerts/records.ts';
import type { Drift } from '../../core/compliance/drift.ts';
import type { Result } from '../../core/compliance/report.ts';
import type { Remediation } from '../../core/run.ts';
import type { Unknown } from '../../core/observation.ts';
import { compareSettings, settingOf } from '../../core/settings/registry.ts';
import { SESSION } from '../../core/settings/session.ts';
import type { Target } from '../../core/target.ts';
import { minuteText } from '../../core/time.ts';
import { ofTargets } from '../words/any-target.ts';
import { differenceText, lossLines, outcomeText, waiverText } from '../words/drift-words.ts';
import type { KnownRecords } from './known-records.ts';
import { recordLines } from './record-lines.ts';
import { groupAlike } from '../words/group-alike.ts';
import { foldUnknowns, nextStepText, reasonText } from '../words/unknown-words.ts';
import { namesOfEntry, type Entry } from './view.ts';

interface Options {
  /** The names of the targets of an entry. */
  readonly namesOf: (group: readonly Result[]) => string;
  readonly remediation: Remediation;
  /** When the run ended. */
  readonly at: string;
  /** What the state knows; null where the reader is not shown it. */
  readonly known: KnownRecords | null;
}

/** One drift of a target. */
interface TargetDrift extends Target {
  readonly drift: Drift;
  /** Of the target, beside its first drift; none beside the others. */
  readonly unknowns: readonly Unknown[];
  readonly result: Result;
}

/** By setting, in the order of the registry. Targets with equal drifts of a setting share an entry. */
export function driftEntries(results: readonly Result[], options: Options): readonly Entry[] {
  const all = results.flatMap((result) =>
    result.drifts.map((drift, index): TargetDrift => {
      const { accountId, region } = result;
      return { accountId, region, drift, unknowns: index === 0 ? result.unknowns : [], result };
    }),
  );
  const sorted = all.toSorted((a, b) => compareSettings(a.drift.setting, b.drift.setting));
  const groups = groupAlike(sorted, ({ drift, unknowns }) => JSON.stringify([drift, unknowns]));
  return groups.flatMap((group) => driftEntry(group, options));
}

function driftEntry(group: readonly TargetDrift[], { namesOf, remediation, at, known }: Options): readonly Entry[] {
  const [first] = group;
  if (!first) return [];
  const { drift, unknowns } = first;
  const targets = group.map(({ result }) => result);
  const isOpen = drift.outcome !== 'verified' && drift.waiver === null;
  const recorded = group.map(({ drift, result }) => ({
    target: result,
    drift,
    record: known?.drifts.get(driftKey({ ...result, setting: drift.setting })) ?? null,
  }));
  const lines = [
    ...driftLines(drift, remediation),
    ...(known === null ? [] : recordLines(recorded, at)),
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
      title: ofTargets(differenceText(drift), targets),
      lines: [
        ...lines.map((line) => ofTargets(line, targets)),
        ...(isOpen && isOfSession(drift) ? lastChangeLines(targets) : []),
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
