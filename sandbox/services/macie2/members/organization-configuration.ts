import { jsonBody } from '../../../server/protocols.ts';
import type { Call } from '../../../server/service.ts';
import { isLimitReached } from './create-member.ts';
import { failedBecause } from './errors.ts';
import { checkAdministrator } from './roles.ts';

export function describeOrganizationConfiguration(call: Call): object {
  checkAdministrator(call, 'describe its configuration');
  const { state, region } = call;
  const autoEnable = state.autoEnable.get(region) ?? state.organization?.settings.autoEnable ?? false;
  return { autoEnable, maxAccountLimitReached: isLimitReached(call) };
}

export function updateOrganizationConfiguration(call: Call): object {
  checkAdministrator(call, 'update its configuration');
  const { autoEnable } = jsonBody(call.request);
  if (typeof autoEnable !== 'boolean') throw failedBecause('ValidationException', 'autoEnable must be true or false');
  call.state.autoEnable.set(call.region, autoEnable);
  return {};
}
