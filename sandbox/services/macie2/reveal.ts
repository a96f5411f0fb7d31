import { jsonBody } from '../../server/protocols.ts';
import type { Call } from '../../server/service.ts';
import { failedBecause } from './members/errors.ts';
import { existingSession } from './session.ts';

export function getReveal(call: Call): object {
  existingSession(call);
  const status = call.state.reveal.read(call) ?? 'DISABLED';
  return { configuration: { status }, retrievalConfiguration: { retrievalMode: 'CALLER_CREDENTIALS' } };
}

export function updateReveal(call: Call): object {
  existingSession(call);
  const status: unknown = Reflect.get(Object(jsonBody(call.request)['configuration']), 'status');
  if (status !== 'ENABLED' && status !== 'DISABLED')
    throw failedBecause('ValidationException', 'configuration.status must be ENABLED or DISABLED');
  call.state.reveal.set(call, status);
  return { configuration: { status } };
}
