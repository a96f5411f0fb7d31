import { AwsError } from '../../server/errors.ts';
import { jsonBody } from '../../server/protocols.ts';
import type { Call } from '../../server/service.ts';

const STATUSES = ['PAUSED', 'ENABLED'];
const FREQUENCIES = ['FIFTEEN_MINUTES', 'ONE_HOUR', 'SIX_HOURS'];

interface Settings {
  readonly status?: 'ENABLED' | 'PAUSED';
  readonly findingPublishingFrequency?: 'FIFTEEN_MINUTES' | 'ONE_HOUR' | 'SIX_HOURS';
}

/** The settings in a request, of which both are optional. Throws a ValidationException for a value that Macie does not know. */
export function settingsOf({ request }: Call): Settings {
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
