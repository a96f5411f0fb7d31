import type { AlertKind } from '../../core/alerts/model.ts';
import { isGone, severityOf } from '../../core/alerts/severity.ts';
import { shortActorText, verbText } from './activity-words.ts';
import { ageText } from './age.ts';
import { callsOf, detailOf, type AlertGroup } from './alert-group.ts';
import { valueText } from './drift-words.ts';
import { ascii } from './escape.ts';
import { worstGroups } from './gravest.ts';
import { placeText, type AccountNaming } from './place-words.ts';
import { capitalize, countOf } from './sentence.ts';
import { stateText } from './state-words.ts';

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html: fewer than 100 characters of printable ASCII. */
export const MAX_SUBJECT = 99;
const MAX_NAME = 40;

interface Naming {
  readonly nameOf: AccountNaming;
}

/**
 * Severity, state, Regions, account, cause, such as `[CRITICAL] Macie is OFF in eu-west-1 of 111122223333: disabled by alice`.
 * Where there is no room for all of it, this is left out, in this order: the count of other alerts, the end of the name of the account,
 * the rest of that name, the end of the cause. A state with a long value is cut: the Regions and the account have to stay.
 */
export function subjectText(groups: readonly AlertGroup[], { nameOf }: Naming): string {
  const worst = worstGroups(groups);
  const [group] = worst;
  if (group === undefined) return '';
  const alerts = worst.flatMap((one) => one.alerts);
  const left = groups.reduce((sum, one) => sum + one.alerts.length, 0) - alerts.length;
  const severity = `[${severityOf(group.first)}] `;
  const places = NAME_LENGTHS.map((maxName) => ` in ${placeText(alerts, nameOf, { maxName })}`);
  const [named = ''] = places;
  const short = places.at(-1) ?? '';
  const state = cutAscii(
    capitalize(detailOf(group, stateText(group.first))),
    MAX_SUBJECT - severity.length - short.length,
  );
  const causes = causesOf({ first: group.first, alerts }).map((why) => (why === '' ? '' : `: ${why}`));
  const more = left > 0 ? `; ${countOf(left, 'other alert')}` : '';
  const fitting = causes
    .flatMap((why) => [`${named}${why}${more}`, ...places.map((place) => `${place}${why}`)])
    .map((end) => ascii(`${severity}${state}${end}`))
    .find((one) => one.length <= MAX_SUBJECT);
  return fitting ?? cutAfter(ascii(`${severity}${state}${short}`), causes.at(-1) ?? '');
}

/** Of the name of an account, as far as there is room; 0 leaves it out. */
const NAME_LENGTHS = [20, 16, 12, 8, 0];

/** A shorter cause does not help a reader. */
const MIN_CAUSE = 12;

/** The head of a subject, with as much of the cause as fits. */
function cutAfter(head: string, cause: string): string {
  return MAX_SUBJECT - head.length < MIN_CAUSE ? head : cutAscii(`${head}${cause}`, MAX_SUBJECT);
}

/** Printable ASCII alone, also at the end of a cut. */
export function cutAscii(text: string, max: number): string {
  const safe = ascii(text);
  return safe.length <= max ? safe : `${safe.slice(0, max - 3).trimEnd()}...`;
}

/** The cause in a few words, then shorter ones: a cause beside the call, a brief one beside it, the cause alone. */
function causesOf(group: AlertGroup): readonly string[] {
  const cause = causeOf(group);
  const { first } = group;
  if (first.subject === 'policy' && first.source !== first.previous.source)
    return [`${cause}, was ${first.previous.source}`, cause];
  const call = callText(group);
  const brief = BRIEF_CAUSES[first.kind];
  return brief === undefined || call === '' ? [cause] : [`${cause}, ${call}`, `${brief}, ${call}`, cause];
}

/** Of the kinds that have a cause beside the call. */
const BRIEF_CAUSES: Partial<Readonly<Record<AlertKind, string>>> = {
  'repair-failed': 'repair failed',
  flapping: 'flapping',
  reminder: 'still open',
  'waiver-expired': 'waiver over',
};

function causeOf(group: AlertGroup): string {
  const { first } = group;
  const call = callText(group);
  switch (first.kind) {
    case 'contested':
      return `undone each time${actorsText(group) === '' ? '' : ` by ${actorsText(group)}`}`;
    case 'repair-failed':
      return `repair failed (${first.failure.reason})`;
    case 'opened':
      return call;
    case 'changed':
      return call === '' ? `was ${valueText(first.previous)}` : call;
    case 'flapping':
      return 'changes again and again';
    case 'reminder':
      return openFor(group);
    case 'waiver-expired':
      return `waiver ended ${first.waiver.expires}`;
    case 'waiver-expiring':
      return `waiver ends ${first.waiver.expires}`;
    case 'unreadable':
      return first.reason;
    case 'repaired':
      return call === '' ? 'repaired' : `${call}, repaired`;
    case 'interrupted':
      return call === '' ? `was ${valueText(first.actual)} for a time` : `${call}, undone since`;
    case 'resolved':
      if (call === '' && first.detail !== null && (first.subject === 'unreadable' || isGone(first)))
        return detailOf(group, first.detail).split(/[:,;]/)[0] ?? '';
      return call !== '' || first.subject === 'unreadable' || first.waiver || isGone(first)
        ? call
        : `was ${valueText(first.actual)}`;
    case 'policy-changed':
      return first.source;
    case 'readable':
      return '';
  }
}

/** Since the oldest of them began. */
function openFor({ alerts }: AlertGroup): string {
  const [since = ''] = alerts.map((alert) => alert.since).toSorted();
  const age = ageText(since, alerts[0]?.at ?? since);
  return age === '' ? 'still open' : `open for ${age}`;
}

/** Such as `disabled by alice`; where the calls of some alerts are not known, with how many are: `disabled by alice (1 of 3)`. */
function callText(group: AlertGroup): string {
  const calls = callsOf(group);
  const [call] = calls;
  if (call === undefined) return '';
  const part = calls.length < group.alerts.length ? ` (${calls.length} of ${group.alerts.length})` : '';
  return `${verbText(call)} by ${actorsText(group)}${part}`;
}

/** Such as `alice` or `alice and 2 others`. */
function actorsText(group: AlertGroup): string {
  const actors = [...new Set(callsOf(group).map(({ actor }) => shortActorText(actor)))];
  const [first = ''] = actors;
  const others = actors.length > 1 ? ` and ${countOf(actors.length - 1, 'other')}` : '';
  return `${cutAscii(first, MAX_NAME)}${others}`;
}
