import type { Actor, MacieCall } from '../../core/activity/macie-call.ts';
import { minuteText, timeText } from '../../core/time.ts';
import { truncate } from './escape.ts';

/** The first words of a user agent name the tool. The caller can write anything there, a link to click on as well. */
const MAX_AGENT = 60;
const MAX_ADDRESSES = 3;

/** The calls behind equal drifts, all by one caller: name, caller and time. The record in CloudTrail comes at the end of a message. */
export function callLines(calls: readonly MacieCall[]): readonly string[] {
  const [first] = calls;
  if (first === undefined) return [];
  const { name, actor, laterChangeAt } = first;
  const using = actor.userAgent === null ? '' : `, with ${agentText(actor.userAgent)}`;
  return [
    `${name} by ${actorText(actor)}, ${timesText(calls)}${addressText(calls)}${using}`,
    ...(laterChangeAt
      ? [`The session was changed again after that call${calls.length === 1 ? `, ${timeText(laterChangeAt)}` : ''}.`]
      : []),
  ];
}

/** Such as `2026-11-24 08:59:41 UTC`, or from the first to the last. */
function timesText(calls: readonly MacieCall[]): string {
  const times = calls.map(({ at }) => timeText(at)).toSorted();
  const [first = ''] = times;
  const last = times.at(-1) ?? first;
  return first === last ? first : `${first} to ${last}`;
}

function addressText(calls: readonly MacieCall[]): string {
  const addresses = [...new Set(calls.flatMap(({ actor }) => actor.sourceIp ?? []))].toSorted();
  if (addresses.length === 0) return '';
  const more = addresses.length > MAX_ADDRESSES ? ' and others' : '';
  return `, from ${addresses.slice(0, MAX_ADDRESSES).join(', ')}${more}`;
}

/** Cut between words where that is possible. */
function agentText(text: string): string {
  const safe = text.replaceAll('://', ': //');
  if (safe.length <= MAX_AGENT) return safe;
  const [word] = /^.{1,59}(?= )/.exec(safe) ?? [];
  return word === undefined ? truncate(safe, MAX_AGENT) : `${word}…`;
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
  if (name.startsWith('an identity ')) return name;
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
      return name.includes(':federated-user/') ? `the federated user ${name}` : `a federated user of ${name}`;
    case 'Directory':
      return `the directory user ${name}`;
    case 'SAMLUser':
    case 'WebIdentityUser':
      return `the federated user ${name}`;
    // Their names say what they are.
    case 'AWSAccount':
    case 'IdentityCenterUser':
      return name;
    case 'Unknown':
      return `an unknown identity ${name}`;
    default:
      return `${type} ${name}`;
  }
}

/** The shortest name of a caller that a person knows: for a subject. */
export function shortActorText({ type, name, sessionName, person = null }: Actor): string {
  // IAM Identity Center names the sessions of its roles by the user name; the person is an id there.
  if (sessionName !== null && name.includes('/AWSReservedSSO_')) return sessionName;
  if (person !== null) return person;
  if (type === 'Root') return 'the root user';
  if (sessionName !== null) return sessionName;
  const last = name.startsWith('arn:') ? (name.split('/').at(-1) ?? name) : name;
  if (type === 'AssumedRole') return `the role ${last}`;
  return /^\d{12}$/.test(last) ? `account ${last}` : last;
}

/** The same, with the role of a session: `alice (role Admin)`. */
function namedActorText(actor: Actor): string {
  const { type, name, sessionName } = actor;
  const role = type === 'AssumedRole' && sessionName !== null ? ` (role ${name.split('/').at(-1)})` : '';
  return `${shortActorText(actor)}${role}`;
}

/** The effect of a call, such as `disabled`. */
export function verbText({ name, sets }: MacieCall): string {
  if (name === 'DisableMacie') return 'disabled';
  if (name === 'EnableMacie') return 'enabled';
  if (sets['status'] === 'PAUSED') return 'paused';
  return sets['status'] === 'ENABLED' ? 'resumed' : 'changed';
}

/** Callers with the time of their last call, such as `disabled by alice (role Admin), 2026-11-24 08:59 UTC`. */
export function whoText(calls: readonly MacieCall[]): string {
  const byActor = [...Map.groupBy(calls, (call) => `${verbText(call)} by ${namedActorText(call.actor)}`)];
  const shown = byActor.slice(0, MAX_ADDRESSES).map(([who, made]) => {
    const last =
      made
        .map(({ at }) => at)
        .toSorted()
        .at(-1) ?? '';
    return `${who}, ${minuteText(last)}`;
  });
  const left = byActor.length - shown.length;
  return `${shown.join('; ')}${left > 0 ? `; and ${left} more` : ''}`;
}
