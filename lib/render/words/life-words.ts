import type { DriftEvent, LifeEvent, UnreadableEvent } from '../../core/history/life-event.ts';
import type { Life } from '../../core/history/lives.ts';
import { minuteText } from '../../core/time.ts';
import type { Period } from '../../core/evidence/model.ts';
import { whoText } from './activity-words.ts';
import { periodText } from './evidence-group-words.ts';
import { spanText } from './evidence-words.ts';
import { countOf } from './sentence.ts';

/** Such as `4 drifts and 1 unreadable target from 2026-01-01 00:00 to 2026-02-01 00:00 UTC; 1 is open.` `period` left out: it is named elsewhere. */
export function livesSentence(lives: readonly Life[], period?: Period): string {
  const when = period === undefined ? '' : ` from ${periodText(period)}`;
  if (lives.length === 0) return `No drift and no unreadable target is recorded${when}.`;
  const drifts = lives.filter(({ subject }) => subject === 'drift').length;
  const unread = lives.length - drifts;
  const open = lives.filter(({ endedAt }) => endedAt === null).length;
  const counts = [
    ...(drifts > 0 ? [countOf(drifts, 'drift')] : []),
    ...(unread > 0 ? [countOf(unread, 'unreadable target')] : []),
  ];
  const rest = open === 0 ? 'none is open' : open === 1 ? '1 is open' : `${open} are open`;
  return `${counts.join(' and ')}${when}; ${rest}.`;
}

/** Such as `status: PAUSED, should be ENABLED` or `session cannot be read: throttled`. */
export function lifeTitle(life: Life): string {
  if (life.subject === 'unreadable') return `${life.group} cannot be read: ${life.reason}`;
  const first = life.parts[0] ?? life.events[0];
  return `${life.setting}: ${first?.actual ?? 'none'}, should be ${first?.desired ?? ''}`;
}

/** Such as `for 3 h 12 min`, or `open for 2 d 1 h`. */
export function lifeLength({ since, endedAt, ...life }: Life, now: Date): string {
  const [interruption] = life.events;
  if (life.subject === 'drift' && interruption?.subject === 'drift' && interruption.kind === 'interrupted') {
    const { from, until } = interruption;
    return from === null || until === null
      ? 'for a time that is not known'
      : `for ${spanText(Date.parse(until) - Date.parse(from))}`;
  }
  if (endedAt === null) return `open for ${spanText(Math.max(0, now.getTime() - Date.parse(since)))}`;
  return `for ${spanText(Math.max(0, Date.parse(endedAt) - Date.parse(since)))}`;
}

/** An event in words, such as `repaired by macie-warden`. */
export function eventText(event: LifeEvent): string {
  return event.subject === 'drift' ? driftEventText(event) : unreadableEventText(event);
}

function driftEventText(event: DriftEvent): string {
  const by = event.call === null ? '' : `: ${whoText([event.call])}`;
  const ended = event.endedBy === null ? '' : `: ${whoText([event.endedBy])}`;
  switch (event.kind) {
    case 'opened':
      return `opened${by}`;
    case 'changed':
      return `changed from ${valuesText(event.previous)} to ${valuesText(event)}${by}`;
    case 'waived':
      return `waived until ${event.waiver?.expires ?? ''}, by ${event.waiver?.owner ?? ''}: ${event.waiver?.reason ?? ''}`;
    case 'waiver-ended':
      return 'no longer waived';
    case 'repair-failed':
      return `repair failed: ${event.failure?.reason ?? ''} ${event.failure?.detail ?? ''}`.trimEnd();
    case 'repaired':
      return event.before === 'closed' ? `found and repaired by macie-warden${by}` : 'repaired by macie-warden';
    case 'resolved':
      return event.before === 'closed' ? (event.detail ?? 'resolved') : `resolved${ended}`;
    case 'gone':
      return `no longer compared`;
    case 'interrupted':
      return `differed between two runs${interruptionText(event)}${by}`;
  }
}

function valuesText(values: Pick<DriftEvent, 'actual' | 'desired'> | null): string {
  return `${values?.actual ?? 'none'} (should be ${values?.desired ?? ''})`;
}

function interruptionText({ from, until }: DriftEvent): string {
  const start = from === null ? '' : `, from ${minuteText(from)}`;
  return until === null ? start : `${start}, until ${minuteText(until)}`;
}

function unreadableEventText({ kind, reason, detail }: UnreadableEvent): string {
  if (kind === 'unreadable') return `cannot be read: ${reason}, ${detail}`;
  return kind === 'readable' ? 'can be read again' : 'no longer read';
}
