import { AwsError } from '../../server/errors.ts';
import type { Request } from '../../server/http.ts';
import { jsonBody, restJson, restJsonError } from '../../server/protocols.ts';
import { MACIE_REGIONS } from '../../worlds/regions.ts';
import { JSON_ERRORS, type Call, type Service } from '../../server/service.ts';
import { keyOf } from '../../worlds/place.ts';
import { newSession, type MacieSession } from '../../worlds/macie-session.ts';

/** Amazon Macie, sessions only. https://docs.aws.amazon.com/macie/latest/APIReference/macie.html */
export const macie2: Service = {
  name: 'macie2',
  regions: MACIE_REGIONS,
  operationOf: ({ method, path }: Request) => (path === '/macie' ? (OPERATIONS[method] ?? null) : null),
  operations: { GetMacieSession: getSession, EnableMacie: enable, UpdateMacieSession: update, DisableMacie: disable },
  success: restJson,
  failure: restJsonError,
  errorCodes: JSON_ERRORS,
};

const OPERATIONS: Readonly<Record<string, string>> = {
  GET: 'GetMacieSession',
  POST: 'EnableMacie',
  PATCH: 'UpdateMacieSession',
  DELETE: 'DisableMacie',
};

const STATUSES = ['PAUSED', 'ENABLED'];
const FREQUENCIES = ['FIFTEEN_MINUTES', 'ONE_HOUR', 'SIX_HOURS'];

function getSession(call: Call): MacieSession {
  const { state } = call;
  const key = keyOf(call);
  const lag = state.lagging.get(key);
  if (!lag) return existing(call);
  lag.readsLeft -= 1;
  if (lag.readsLeft === 0) state.lagging.delete(key);
  return lag.shown ?? notEnabled();
}

function enable(call: Call): object {
  const { accountId, now, state } = call;
  const { status, findingPublishingFrequency } = settings(call);
  if (state.sessions.has(keyOf(call))) {
    throw new AwsError('ConflictException', { status: 409, message: 'Macie has already been enabled' });
  }
  const wanted = {
    status: status ?? 'ENABLED',
    findingPublishingFrequency: findingPublishingFrequency ?? 'SIX_HOURS',
  } as const;
  state.sessions.set(keyOf(call), newSession({ accountId, now, ...wanted }));
  return {};
}

function update(call: Call): object {
  const { now, state } = call;
  const before = existing(call);
  state.sessions.set(keyOf(call), { ...before, ...settings(call), updatedAt: now.toISOString() });
  return {};
}

function disable(call: Call): object {
  existing(call);
  call.state.sessions.delete(keyOf(call));
  return {};
}

function existing(call: Call): MacieSession {
  return call.state.sessions.get(keyOf(call)) ?? notEnabled();
}

function notEnabled(): never {
  throw new AwsError('AccessDeniedException', { status: 403, message: 'Macie is not enabled' });
}

interface Settings {
  readonly status?: 'ENABLED' | 'PAUSED';
  readonly findingPublishingFrequency?: 'FIFTEEN_MINUTES' | 'ONE_HOUR' | 'SIX_HOURS';
}

function settings({ request }: Call): Settings {
  const body = jsonBody(request);
  const status = oneOf(body, { key: 'status', values: STATUSES });
  const findingPublishingFrequency = oneOf(body, { key: 'findingPublishingFrequency', values: FREQUENCIES });
  return { ...status, ...findingPublishingFrequency };
}

function oneOf(
  body: Readonly<Record<string, unknown>>,
  { key, values }: { key: string; values: readonly string[] },
): object {
  const value = body[key];
  if (value === undefined || value === null) return {};
  if (typeof value === 'string' && values.includes(value)) return { [key]: value };
  const message = `1 validation error detected: Value '${typeof value === 'string' ? value : JSON.stringify(value)}' at '${key}' failed to satisfy constraint: Member must satisfy enum value set: [${values.join(', ')}]`;
  throw new AwsError('ValidationException', { status: 400, message });
}
