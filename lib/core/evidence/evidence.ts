import type { LifeEvent } from '../history/life-event.ts';
import { livesOf } from '../history/lives.ts';
import { compareTargets, compareText } from '../order.ts';
import { DAY_MS } from '../time.ts';
import type { Look } from './scan-record.ts';
import type { Evidence, TargetEvidence, Times } from './model.ts';
import { evidenceOfSetting, type Facts, type Question } from './targets.ts';
import { usualDistance } from './usual-distance.ts';

/** A look is not valid for longer, whatever the schedule. Looks from so long before a period can speak for it. */
export const LONGEST_VALIDITY_MS = 31 * DAY_MS;
const UNKNOWN_SCHEDULE_MS = DAY_MS;

/** Which targets were as the policy wants them, for how long, and when nobody looked. */
export function evidenceOf(facts: Facts, question: Question): Evidence {
  const { from, to, settings } = question;
  const looks = facts.looks.toSorted((a, b) => compareText(a.finishedAt, b.finishedAt));
  const validForMs = question.validForMs ?? usualValidity(looks);
  const lives = livesOf(alignedEvents(facts.events, looks), { drifts: facts.drifts, unreadable: [] }).filter(
    (life) => life.subject === 'drift',
  );
  const validity = { validForMs, olderRuns: facts.olderRuns };
  const targets = settings.flatMap((setting) =>
    evidenceOfSetting(
      { ...facts, looks, setting, lives: lives.filter((one) => one.setting === setting) },
      question,
      validity,
    ),
  );
  const inPeriod = looks.filter(({ finishedAt }) => Date.parse(finishedAt) >= from && Date.parse(finishedAt) < to);
  const full = inPeriod.filter(({ isWhole }) => isWhole).length;
  return {
    from,
    to,
    validForMs,
    settings,
    looks: { full, partial: inPeriod.length - full },
    times: sumOf(targets.map(({ times }) => times)),
    targets: targets.toSorted(worstFirst),
  };
}

/** Twice the usual time between full runs: one that comes late leaves no gap, and one that is missing does. */
function usualValidity(looks: readonly Look[]): number {
  const full = looks.filter(({ isWhole }) => isWhole);
  const scheduled = full.filter(({ trigger }) => trigger === 'schedule');
  const usual = usualDistance(scheduled) ?? usualDistance(full) ?? UNKNOWN_SCHEDULE_MS;
  return Math.min(2 * usual, LONGEST_VALIDITY_MS);
}

/** An event counts from the end of its run, as the look of the run does. */
function alignedEvents(events: readonly LifeEvent[], looks: readonly Look[]): readonly LifeEvent[] {
  const ends = new Map(looks.map(({ runId, finishedAt }) => [runId, finishedAt]));
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
