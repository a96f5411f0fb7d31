import { ALERT_KINDS } from '../../core/alerts/model.ts';
import { isGone, severityOf } from '../../core/alerts/severity.ts';
import { compareSeverities } from '../../core/severity.ts';
import { shortActorText, verbText } from './activity-words.ts';
import { ageText } from './age.ts';
import { callsOf, type AlertGroup } from './alert-group.ts';
import { valueText } from './drift-words.ts';
import { ascii, cut } from './escape.ts';
import { placeText, type AccountNaming } from './place-words.ts';
import { shortHash } from './short-hash.ts';
import { countOf } from './sentence.ts';
import { stateText } from './state-words.ts';

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html: fewer than 100 characters of printable ASCII. */
export const MAX_SUBJECT = 99;
const MAX_NAME = 40;

/** The gravest alerts of one kind and one state: the subject and the first lines are about them. */
export function gravest(groups: readonly AlertGroup[]): readonly AlertGroup[] {
  const rank = ({ first }: AlertGroup): number => ALERT_KINDS.indexOf(first.kind);
  const [worst] = groups.toSorted(
    (a, b) => compareSeverities(severityOf(a.first), severityOf(b.first)) || rank(a) - rank(b),
  );
  if (worst === undefined) return [];
  const about = ({ first }: AlertGroup): string => `${first.kind} ${stateText(first)}`;
  return groups.filter((group) => about(group) === about(worst));
}

/**
 * Severity, state, Regions, account, cause, such as `[CRITICAL] Macie is OFF in eu-west-1 of 111122223333: disabled by alice`.
 * Where there is no room for all of it, the end is left out first: other alerts, the name of the account, then the cause.
 */
export function subjectText(
  groups: readonly AlertGroup[],
  { nameOf, ending = '' }: { readonly nameOf: AccountNaming; readonly ending?: string },
): string {
  const worst = gravest(groups);
  const [group] = worst;
  if (group === undefined) return '';
  const alerts = worst.flatMap((one) => one.alerts);
  const left = groups.reduce((sum, one) => sum + one.alerts.length, 0) - alerts.length;
  const why = causeOf({ first: group.first, alerts });
  const wholeWith = (naming: AccountNaming): string => {
    const head = `[${severityOf(group.first)}] ${stateText(group.first)} in ${placeText(alerts, naming)}`;
    return why === '' ? head : `${head}: ${why}`;
  };
  const more = left > 0 ? `; ${countOf(left, 'other alert')}` : '';
  const room = MAX_SUBJECT - ending.length;
  const whole = wholeWith(nameOf);
  const short = wholeWith((accountId) => accountId);
  const fitting = [`${whole}${more}`, whole, short].map(ascii).find((one) => one.length <= room);
  return `${fitting ?? cutAscii(short, room)}${ending}`;
}

/** Printable ASCII alone, also at the end of a cut. */
export function cutAscii(text: string, max: number): string {
  const safe = ascii(text);
  return safe.length <= max ? safe : `${safe.slice(0, max - 3).trimEnd()}...`;
}

/** The cause in a few words. */
function causeOf(group: AlertGroup): string {
  const { first } = group;
  const call = callText(group);
  switch (first.kind) {
    case 'contested':
      return `undone each time${actorsText(group) === '' ? '' : ` by ${actorsText(group)}`}`;
    case 'repair-failed':
      return `repair failed, ${first.failure.reason}`;
    case 'opened':
      return call;
    case 'changed':
      return call === '' ? `was ${valueText(first.previous)}` : call;
    case 'flapping':
      return 'changes again and again';
    case 'reminder':
      return `open for ${ageText(first.since, first.at)}`;
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
      return call !== '' || first.subject === 'unreadable' || first.waiver || isGone(first)
        ? call
        : `was ${valueText(first.actual)}`;
    case 'policy-changed':
      return `sha256 ${shortHash(first)}, was ${shortHash(first.previous)}`;
    case 'readable':
      return '';
  }
}

function callText(group: AlertGroup): string {
  const [call] = callsOf(group);
  return call ? `${verbText(call)} by ${actorsText(group)}` : '';
}

/** Such as `alice` or `alice and 2 others`. */
function actorsText(group: AlertGroup): string {
  const actors = [...new Set(callsOf(group).map(({ actor }) => shortActorText(actor)))];
  const [first = ''] = actors;
  const others = actors.length > 1 ? ` and ${countOf(actors.length - 1, 'other')}` : '';
  return `${cut(first, MAX_NAME)}${others}`;
}
