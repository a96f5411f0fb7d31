import type { Alert } from '../../core/alerts/model.ts';
import type { Remediation } from '../../core/model.ts';
import { age } from './age.ts';
import { changeLines, earlierLines } from './activity-words.ts';
import { consequence, nextStep, outcomeWords } from './report-words.ts';

/** Since when, where that is not just now. */
export function sinceWords({ kind, since, at }: Alert): string {
  const lasted = age(since, at);
  const isOver = kind === 'repaired' || kind === 'resolved' || kind === 'sighted';
  return lasted === ''
    ? ''
    : `, ${isOver ? 'after' : 'for'} ${lasted} (since ${since.slice(0, 16).replace('T', ' ')} UTC)`;
}

/** What an alert is about, in one line. */
export function what(alert: Alert): string {
  const { kind, subject, desired, actual, previous, reason } = alert;
  if (subject === 'session')
    return kind === 'sighted' || kind === 'resolved' ? 'the session' : `the session: ${reason ?? 'unknown'}`;
  const value = actual ?? 'not there';
  switch (kind) {
    case 'repaired':
      return `${subject} was ${value}, is now ${desired ?? ''}`;
    case 'resolved':
      return `${subject} was ${value}${endWords(alert)}`;
    case 'changed':
      return `${subject} went from ${previous ?? 'not there'} to ${value}, should be ${desired ?? ''}`;
    case 'contested':
    case 'repair-failed':
    case 'opened':
    case 'waiver-expired':
    case 'flapping':
    case 'blind':
    case 'reminder':
    case 'waiver-expiring':
    case 'sighted':
      return `${subject} is ${value}, should be ${desired ?? ''}`;
  }
}

/** How it ended, as far as it was seen. */
function endWords({ waiver, detail }: Alert): string {
  if (waiver) return ', and is accepted for a time';
  return detail === null ? ', and no longer differs from the policy' : ' when it was last seen';
}

/** What was done, what to do, what is lost. */
export function linesOf(alert: Alert, remediation: Remediation): readonly string[] {
  const { kind, waiver, reason, detail } = alert;
  const owner = waiver === null ? '' : `the waiver of ${waiver.owner} (${waiver.reason})`;
  switch (kind) {
    case 'contested':
      return ['Someone is fighting back.', ...openLines(alert, remediation)];
    case 'repair-failed':
    case 'opened':
    case 'changed':
    case 'reminder':
      return reason === null ? openLines(alert, remediation) : [detail ?? '', `to do: ${nextStep(reason)}`];
    case 'waiver-expired':
      return [
        ...(owner === '' ? [] : [`${owner} ended on ${waiver?.expires}`]),
        ...openLines({ ...alert, waiver: null }, remediation),
      ];
    case 'flapping':
      return [
        'It changes again and again. That is told once, and then no more until it has been calm for a day.',
        ...openLines(alert, remediation),
      ];
    case 'blind':
      return [
        detail ?? '',
        ...(reason === null ? [] : [`to do: ${nextStep(reason)}`]),
        'What was open there stays open.',
      ];
    case 'waiver-expiring':
      return [`${owner} ends on ${waiver?.expires}: renew it, or repair the drift before`];
    case 'repaired':
      return openLines(alert, remediation);
    case 'resolved':
      return waiver === null
        ? [detail ?? '', ...changeLines(alert.change)]
        : [`accepted until ${waiver.expires} by ${waiver.owner}: ${waiver.reason}`];
    case 'sighted':
      return [];
  }
}

/** What was done about a drift or is to be done, and what is lost. */
function openLines(alert: Alert, remediation: Remediation): readonly string[] {
  const { subject, desired, actual, outcome, detail, waiver } = alert;
  if (subject === 'session' || outcome === null || desired === null) return [detail ?? ''];
  const action = subject !== 'status' ? 'set-frequency' : actual === 'DISABLED' ? 'enable' : 'resume';
  const drift = { setting: subject, desired, actual, outcome, detail, waiver, action } as const;
  const calls = [...changeLines(alert.change), ...earlierLines(alert.earlier)];
  return [outcomeWords(drift, remediation), ...calls, consequence(drift) ?? ''];
}
