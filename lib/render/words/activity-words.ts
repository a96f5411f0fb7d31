import type { Actor, Change } from '../../core/activity/macie-call.ts';
import { clock } from '../../core/clock.ts';
import { cut } from './escape.ts';

/** The first words of a user agent say what it was. Whoever calls can write anything there, a link to click on as well. */
const MAX_AGENT = 60;

/** Who made a change, by which call and when, and where to look it up. */
export function changeLines(change: Change | null): readonly string[] {
  if (change === null) return [];
  const { call, at, actor, region, eventId, laterAt } = change;
  const from = actor.sourceIp === null ? '' : `, from ${actor.sourceIp}`;
  const using = actor.userAgent === null ? '' : `, with ${agent(actor.userAgent)}`;
  return [
    `${call} by ${who(actor)}, ${clock(at)}${from}${using}`,
    `CloudTrail: https://${region}.console.aws.amazon.com/cloudtrailv2/home?region=${region}#/events/${eventId}`,
    ...(laterAt ? [`The session says that it was changed once more after that, ${clock(laterAt)}.`] : []),
  ];
}

/** Its first words, whole if they are short enough. */
function agent(text: string): string {
  const safe = text.replaceAll('://', ': //');
  if (safe.length <= MAX_AGENT) return safe;
  const [word] = /^.{1,59}(?= )/.exec(safe) ?? [];
  return word === undefined ? cut(safe, MAX_AGENT) : `${word}…`;
}

/** Who did the same before, and how often: of a fight it is not only the last one who matters. */
export function earlierLines(earlier: readonly Change[]): readonly string[] {
  if (earlier.length === 0) return [];
  const byActor = Map.groupBy(earlier, ({ actor }) => who(actor));
  const parts = [...byActor].map(([name, { length }]) => `${name} (${length === 1 ? 'once' : `${length} times`})`);
  const calls = earlier.length === 1 ? 'call' : `${earlier.length} calls`;
  return [`The last ${calls} before that, within a day: ${parts.join(', ')}`];
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
function who({ type, name, sessionName }: Actor): string {
  const as = sessionName === null ? '' : ` as ${sessionName}`;
  switch (type) {
    case 'IAMUser':
      return `the user ${name}${as}`;
    case 'AssumedRole':
      return `the role ${name}${as}`;
    case 'Root':
      return `the root user, ${name}`;
    case 'AWSService':
      return `the service ${name}`;
    default:
      return `${type} ${name}${as}`;
  }
}
