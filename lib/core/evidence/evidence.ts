import type { LifeEvent } from '../history/life-event.ts';
import { livesOf } from '../history/lives.ts';
import { compareTargets, compareText } from '../order.ts';
import { DAY_MS } from '../time.ts';
import type { ScanRecord } from './scan-record.ts';
import type { Evidence, TargetEvidence, Times } from './model.ts';
import { evidenceOfSetting, type EvidenceFacts, type EvidenceQuestion } from './targets.ts';
import { usualDistance } from './usual-distance.ts';

/** A scan is not valid for longer, whatever the schedule. Scans from so long before a period can be valid in it. */
export const LONGEST_VALIDITY_MS = 31 * DAY_MS;
const UNKNOWN_SCHEDULE_MS = DAY_MS;

/** Which targets were as the policy wants them, for how long, and when no run has read them. */
export function evidenceOf(facts: EvidenceFacts, question: EvidenceQuestion): Evidence {
  const { from, to, settings } = question;
  const scans = facts.scans.toSorted((a, b) => compareText(a.finishedAt, b.finishedAt));
  const validForMs = question.validForMs ?? usualValidity(scans);
  const lives = livesOf(alignedEvents(facts.events, scans), { drifts: facts.drifts, unreadable: [] }).filter(
    (life) => life.subject === 'drift',
  );
  const validity = { validForMs, olderRuns: facts.olderRuns };
  const targets = settings.flatMap((setting) =>
    evidenceOfSetting(
      { ...facts, scans, setting, lives: lives.filter((one) => one.setting === setting) },
      question,
      validity,
    ),
  );
  const inPeriod = scans.filter(({ finishedAt }) => Date.parse(finishedAt) >= from && Date.parse(finishedAt) < to);
  const full = inPeriod.filter(({ isWhole }) => isWhole).length;
  return {
    from,
    to,
    validForMs,
    settings,
    scans: { full, partial: inPeriod.length - full },
    times: sumOf(targets.map(({ times }) => times)),
    targets: targets.toSorted(worstFirst),
  };
}

/** Twice the usual time between full runs: one that comes late leaves no gap, and one that is missing does. */
function usualValidity(scans: readonly ScanRecord[]): number {
  const full = scans.filter(({ isWhole }) => isWhole);
  const scheduled = full.filter(({ trigger }) => trigger === 'schedule');
  const usual = usualDistance(scheduled) ?? usualDistance(full) ?? UNKNOWN_SCHEDULE_MS;
  return Math.min(2 * usual, LONGEST_VALIDITY_MS);
}

/** An event counts from the end of its run, as its scan record does. */
function alignedEvents(events: readonly LifeEvent[], scans: readonly ScanRecord[]): readonly LifeEvent[] {
  const ends = new Map(scans.map(({ runId, finishedAt }) => [runId, finishedAt]));
  return events.map((event) => {
    const at = ends.get(event.runId) ?? event.at;
    return { ...event, at, since: event.since === event.at ? at : event.since };
  });
}

function sumOf(all: readonly Times[]): Times {
  const sum = (kind: keyof Times): number => all.reduce((total, times) => total + times[kind], 0);
  return {
    compliant: sum('compliant'),
    drifted: sum('drifted'),
    accepted: sum('accepted'),
    'not-seen': sum('not-seen'),
    outside: sum('outside'),
  };
}

function worstFirst(a: TargetEvidence, b: TargetEvidence): number {
  return (
    b.times.drifted - a.times.drifted ||
    b.times['not-seen'] - a.times['not-seen'] ||
    b.times.accepted - a.times.accepted ||
    compareTargets(a, b) ||
    compareText(a.setting, b.setting)
  );
}
