import type { Drift } from '../../core/compliance/drift.ts';
import type { Result } from '../../core/compliance/report.ts';
import type { Remediation } from '../../core/run.ts';
import { settingOf } from '../../core/settings/registry.ts';
import { SESSION } from '../../core/settings/session.ts';
import { minuteText } from '../../core/time.ts';
import { ofAnyTarget, ofTargets } from '../words/any-target.ts';
import { differenceText, lossLines, outcomeText, waiverText } from '../words/drift-words.ts';
import { nextStepText, reasonText } from '../words/unknown-words.ts';
import { namesOfEntry, type Entry } from './view.ts';

interface Options {
  /** The names of the targets of an entry. */
  readonly namesOf: (group: readonly Result[]) => string;
  readonly remediation: Remediation;
}

/** Targets with equal drifts and unknowns share an entry. */
export function driftEntries(results: readonly Result[], options: Options): readonly Entry[] {
  const groups = Map.groupBy(results, (result) =>
    ofAnyTarget(JSON.stringify([result.drifts, result.unknowns]), result),
  );
  return [...groups.values()].map((group) => driftEntry(group, options));
}

function driftEntry(group: readonly Result[], { namesOf, remediation }: Options): Entry {
  const [{ drifts, unknowns } = NOTHING] = group;
  const isOpen = drifts.some((one) => one.outcome !== 'verified' && one.waiver === null && isOfSession(one));
  const lines = [
    ...drifts.flatMap((drift) => driftLines(drift, remediation)),
    ...unknowns.flatMap((unknown) => [
      `Also unknown: ${reasonText(unknown)}: ${unknown.detail}`,
      nextStepText(unknown),
    ]),
  ];
  return {
    ...namesOfEntry(namesOf(group)),
    size: group.length,
    title: drifts.map(differenceText).join('; '),
    lines: [...lines.map((line) => ofTargets(line, group)), ...(isOpen ? lastChangeLines(group) : [])],
  };
}

/** The time of a session says nothing of a setting beside it. */
function isOfSession({ setting }: Drift): boolean {
  return settingOf(setting).group === SESSION;
}

const NOTHING: Pick<Result, 'drifts' | 'unknowns'> = { drifts: [], unknowns: [] };

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
