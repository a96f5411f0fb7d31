import type { Actor, MacieCall } from '../../core/activity/macie-call.ts';
import { timeText } from '../../core/time.ts';
import { cut } from './escape.ts';

/** The first words of a user agent name the tool. The caller can write anything there, a link to click on as well. */
const MAX_AGENT = 60;

/** The call behind a drift: its name, caller and time, and where to find its record. */
export function callLines(call: MacieCall | null): readonly string[] {
  if (call === null) return [];
  const { name, at, actor, region, eventId, laterChangeAt } = call;
  const from = actor.sourceIp === null ? '' : `, from ${actor.sourceIp}`;
  const using = actor.userAgent === null ? '' : `, with ${agentText(actor.userAgent)}`;
  return [
    `${name} by ${actorText(actor)}, ${timeText(at)}${from}${using}`,
    `CloudTrail: https://${region}.console.aws.amazon.com/cloudtrailv2/home?region=${region}#/events/${eventId}`,
    ...(laterChangeAt ? [`The session was changed again after that call, ${timeText(laterChangeAt)}.`] : []),
  ];
}

/** Cut between words where that is possible. */
function agentText(text: string): string {
  const safe = text.replaceAll('://', ': //');
  if (safe.length <= MAX_AGENT) return safe;
  const [word] = /^.{1,59}(?= )/.exec(safe) ?? [];
  return word === undefined ? cut(safe, MAX_AGENT) : `${word}…`;
}

/** The callers of earlier calls, each with how often: the last one may not be the one who keeps undoing repairs. */
export function earlierCallLines(earlierCalls: readonly MacieCall[]): readonly string[] {
  if (earlierCalls.length === 0) return [];
  const byActor = Map.groupBy(earlierCalls, ({ actor }) => actorText(actor));
  const parts = [...byActor].map(([actor, { length }]) => `${actor} (${length === 1 ? 'once' : `${length} times`})`);
  const calls = earlierCalls.length === 1 ? 'call' : `${earlierCalls.length} calls`;
  return [`The last ${calls} before that, within a day: ${parts.join(', ')}`];
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
function actorText({ type, name, sessionName, person = null, through = null }: Actor): string {
  const session = sessionName === null ? '' : ` as ${sessionName}`;
  const source = person === null ? '' : `, on behalf of ${person}`;
  const by = through === null ? '' : `, through ${through}`;
  return `${callerText(type, name)}${session}${source}${by}`;
}

function callerText(type: string, name: string): string {
  switch (type) {
    case 'IAMUser':
      return `the user ${name}`;
    case 'AssumedRole':
    case 'Role':
      return `the role ${name}`;
    case 'Root':
      return `the root user, ${name}`;
    case 'AWSService':
      return `the service ${name}`;
    case 'FederatedUser':
      return `a federated user of ${name}`;
    case 'Directory':
      return `the directory user ${name}`;
    case 'SAMLUser':
    case 'WebIdentityUser':
      return `the federated user ${name}`;
    // Their names say what they are.
    case 'AWSAccount':
    case 'IdentityCenterUser':
      return name;
    default:
      return name.startsWith('an identity ') ? name : `${type} ${name}`;
  }
}
