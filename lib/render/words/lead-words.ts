import type { MacieCall } from '../../core/activity/macie-call.ts';
import type { Alert, PolicyAlert, UnreadableAlert } from '../../core/alerts/model.ts';
import { isGone } from '../../core/alerts/severity.ts';
import { SESSION } from '../../core/settings/session.ts';
import { minuteText } from '../../core/time.ts';
import { whoText } from './activity-words.ts';
import { ageText } from './age.ts';
import { callsOf, detailOf, type AlertGroup } from './alert-group.ts';
import { valueText, waiverText } from './drift-words.ts';
import { longPlaceText, type AccountNaming } from './place-words.ts';
import { leftAloneUntil, remedyText } from './remedy-words.ts';
import { sentence } from './sentence.ts';
import { stateText } from './state-words.ts';

/** The first three lines of a message: the state, the call with caller and time, the next step. `groups`: of the gravest alerts. */
export function leadLines(groups: readonly AlertGroup[], nameOf: AccountNaming): readonly string[] {
  const alerts = groups.flatMap((group) => group.alerts);
  const [group] = groups;
  if (group === undefined) return [];
  const whole: AlertGroup = { first: group.first, alerts };
  const remedies = [...new Set(groups.map(remedyText))];
  const more = remedies.length > 1 ? '. More below, by Region' : '';
  return [
    sentence(
      `${detailOf(whole, stateText(group.first))} in ${longPlaceText(alerts, nameOf)}${detailOf(whole, stateEnding(whole))}`,
    ),
    sentence(causeText(whole)),
    sentence(`To do: ${remedies[0] ?? ''}${more}`),
  ];
}

/** The rest of the first line: what is special about the state. */
function stateEnding({ first, alerts }: AlertGroup): string {
  switch (first.kind) {
    case 'contested': {
      const until = leftAloneUntil(alerts);
      const end = until === null ? 'leaves it alone' : `leaves it so until ${until}`;
      return `: each repair was undone, and macie-warden ${end}`;
    }
    case 'repair-failed':
      return `, should be ${first.desired}; its repair failed`;
    case 'opened':
      return `, should be ${first.desired}`;
    case 'changed':
      return `, was ${valueText(first.previous)}, should be ${first.desired}`;
    case 'flapping':
      return `, should be ${first.desired}; it changes again and again`;
    case 'reminder':
      return `${ageEnding(alerts)}${first.subject === 'drift' ? `, should be ${first.desired}` : unreadEnding(first)}`;
    case 'waiver-expired':
      return `, should be ${first.desired}; its waiver ended on ${first.waiver.expires}`;
    case 'waiver-expiring':
      return `; its waiver ends on ${first.waiver.expires}`;
    case 'unreadable':
      return `${ageEnding(alerts)}${unreadEnding(first)}`;
    case 'interrupted':
      return `; it was ${valueText(first.actual)} for a time`;
    case 'repaired':
      return ': macie-warden repaired it and read it back';
    case 'resolved':
      return first.subject === 'drift' && first.waiver ? `, until ${first.waiver.expires}` : '';
    case 'policy-changed':
      return `: ${first.source}`;
    case 'readable':
      return '';
  }
}

/** Where the session is not known, nothing else is. */
function unreadEnding({ group }: Pick<UnreadableAlert, 'group'>): string {
  return group === SESSION ? ': Macie may be off there' : ': it may have drifted there';
}

function ageEnding(alerts: readonly Alert[]): string {
  const [oldest] = alerts.toSorted((a, b) => (a.since < b.since ? -1 : 1));
  const age = oldest ? ageText(oldest.since, oldest.at) : '';
  return age === '' ? '' : `, for ${age}`;
}

/** The caller, the call and its time, or else the reason. */
function causeText(group: AlertGroup): string {
  const { first } = group;
  if (first.subject === 'unreadable') return unreadableCause(first, group);
  if (first.subject === 'policy') return policyCause(first);
  const calls = callsOf(group);
  const failure =
    first.failure === null ? '' : `The repair: ${first.failure.reason}: ${detailOf(group, first.failure.detail)}`;
  if (calls.length > 0) return `${whoText(calls)}${restText(group, calls)}${failure === '' ? '' : `. ${failure}`}`;
  return `${driftCause(first, group)}${failure === '' ? '' : `. ${failure}`}`;
}

/** Its hashes come last in a message. */
function policyCause({ source, previous }: PolicyAlert): string {
  const before = source === previous.source ? 'had other contents' : `came from ${previous.source}`;
  return `Since the last full run, in which it ${before}; the caller is not known`;
}

/** Nobody is named for a target whose call is not known. */
function restText({ alerts }: AlertGroup, calls: readonly MacieCall[]): string {
  const isOneAccount = new Set(alerts.map(({ accountId }) => accountId)).size === 1;
  return calls.length === alerts.length
    ? ''
    : ` (${calls.length} of ${alerts.length} ${isOneAccount ? 'Regions' : 'targets'}); for the others the caller is not known`;
}

function driftCause(alert: Extract<Alert, { subject: 'drift' }>, group: AlertGroup): string {
  const since = `Since ${minuteText(alert.since)}`;
  switch (alert.kind) {
    case 'waiver-expired':
    case 'waiver-expiring':
      return `Waived by ${alert.waiver.owner}: ${alert.waiver.reason}`;
    case 'resolved': {
      if (alert.waiver) return `Waived ${waiverText(alert.waiver)}`;
      const was = `It was ${valueText(alert.actual)} since ${minuteText(alert.since)}`;
      return isGone(alert) && alert.detail !== null
        ? `Why: ${detailOf(group, alert.detail)}. ${was} when it was last read`
        : was;
    }
    case 'reminder':
    case 'flapping':
    case 'contested':
    case 'repair-failed':
    case 'opened':
    case 'changed':
    case 'repaired':
    case 'interrupted':
      return `${since}; the caller is not known`;
  }
}

function unreadableCause(alert: Extract<Alert, { subject: 'unreadable' }>, group: AlertGroup): string {
  const since = `Since ${minuteText(alert.since)}`;
  switch (alert.kind) {
    case 'unreadable':
    case 'reminder':
      return `Why: ${alert.reason}: ${detailOf(group, alert.detail)}`;
    case 'readable':
      return `${since} it could not be read`;
    case 'resolved':
      return `Why: ${detailOf(group, alert.detail)}. ${since} it could not be read`;
  }
}
