import { AwsError } from '../server/errors.ts';
import type { Reply } from '../server/http.ts';
import type { Call, Service } from '../server/service.ts';
import { keyOf } from '../worlds/place.ts';
import type { Fault } from './fault-schema.ts';

const WRITES = new Set(['EnableMacie', 'UpdateMacieSession', 'DisableMacie']);
const DEFAULT_LAG_READS = 2;
const DEFAULT_SLOW_MS = 1000;

/** The error with which a fault answers, if it is one of those. */
export function faultError(
  { kind, status }: Fault,
  { call, service }: { call: Call; service: Service },
): AwsError | null {
  const { denied, throttled, internal } = service.errorCodes;
  const action = `${service.name}:${call.operation}`;
  const resource = service.resourceOf?.(call.request);
  const refused = `User: ${call.callerArn} is not authorized to perform: ${action}${resource ? ` on resource: ${resource.arn}` : ''}`;
  switch (kind) {
    case 'deny':
      return new AwsError(denied, {
        status: 403,
        message: `${refused} because no identity-based policy allows the ${action} action`,
      });
    case 'scp-deny':
      return new AwsError(denied, {
        status: 403,
        message: `${refused} with an explicit deny in a service control policy`,
      });
    case 'throttle':
      return new AwsError(throttled, { status: 429, message: 'Rate exceeded' });
    case 'server-error':
      return new AwsError(internal, { status: status ?? 500, message: 'The sandbox was told to fail' });
    case 'hang':
    case 'reset':
    case 'html':
    case 'empty':
    case 'unknown-enum':
    case 'slow':
    case 'write-lost':
    case 'write-lag':
      return null;
  }
}

/** Runs an operation; a write may be lost or show late. */
export function perform(
  operation: Service['operations'][string],
  { call, faults }: { call: Call; faults: readonly Fault[] },
): unknown {
  if (!WRITES.has(call.operation)) return operation(call);
  const key = keyOf(call);
  const { sessions, lagging } = call.state;
  const before = sessions.get(key);
  const result = operation(call);
  const lag = faults.find(({ kind }) => kind === 'write-lag');
  if (lag) lagging.set(key, { shown: before, readsLeft: lag.reads ?? DEFAULT_LAG_READS });
  if (faults.some(({ kind }) => kind === 'write-lost')) {
    if (before) sessions.set(key, before);
    else sessions.delete(key);
  }
  return result;
}

const HTML = '<html><head><title>Bad gateway</title></head><body>The sandbox was told to say this</body></html>';

/** Faults of the answer itself: what was done is done, but the caller gets something odd. */
export function disguise(reply: Reply, faults: readonly Fault[]): Reply {
  let disguised = reply;
  for (const { kind, status } of faults) {
    if (kind === 'html') disguised = { status: status ?? 200, headers: { 'content-type': 'text/html' }, body: HTML };
    if (kind === 'empty') disguised = { status: 200, headers: {}, body: '' };
    if (kind === 'unknown-enum') {
      const body = disguised.body.toString().replace(/"status":"\w+"/, '"status":"SLEEPING"');
      disguised = { ...disguised, body };
    }
  }
  return disguised;
}

/** What was done is done; with `reset` and `hang` only the answer does not come. */
export type Ending = 'reply' | 'reset' | 'hang';

export function endingOf(faults: readonly Fault[]): { readonly delayMs: number; readonly ending: Ending } {
  const slow = faults.find(({ kind }) => kind === 'slow');
  const ending = faults.map(({ kind }) => kind).find((kind) => kind === 'hang' || kind === 'reset') ?? 'reply';
  return { delayMs: slow ? (slow.ms ?? DEFAULT_SLOW_MS) : 0, ending };
}
