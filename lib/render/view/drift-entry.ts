import type { Drift } from '../../core/compliance/drift.ts';
import type { Result } from '../../core/compliance/report.ts';
import type { GroupValues } from '../../core/observation.ts';
import type { Remediation } from '../../core/run.ts';
import { minuteText } from '../../core/time.ts';
import { differenceText, lossLines, outcomeText, waiverText } from '../words/drift-words.ts';
import { nextStepText, reasonText } from '../words/unknown-words.ts';
import type { Entry } from './view.ts';

/** A target with its drifts, and the settings groups of it that could not be read. */
export function driftEntry(
  { drifts, session, unknowns }: Result,
  { name, remediation }: { readonly name: string; readonly remediation: Remediation },
): Entry {
  const isOpen = drifts.some(({ outcome, waiver }) => outcome !== 'verified' && waiver === null);
  return {
    name,
    size: 1,
    title: drifts.map(differenceText).join('; '),
    lines: [
      ...drifts.flatMap((drift) => driftLines(drift, remediation)),
      ...(isOpen ? lastChangeLines(session) : []),
      ...unknowns.flatMap((unknown) => [
        `Also unknown: ${reasonText(unknown)}: ${unknown.detail}`,
        nextStepText(unknown.reason),
      ]),
    ],
  };
}

function driftLines(drift: Drift, remediation: Remediation): readonly string[] {
  if (drift.waiver) return [`waived ${waiverText(drift.waiver)}`];
  return [outcomeText(drift, remediation), ...lossLines(drift)];
}

/** AWS does not say which setting was changed then. */
function lastChangeLines(session: GroupValues | null): readonly string[] {
  const updatedAt = session?.['updatedAt'];
  return updatedAt ? [`The session was last changed ${minuteText(updatedAt)}.`] : [];
}
