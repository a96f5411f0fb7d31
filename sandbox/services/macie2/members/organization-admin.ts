import { page } from '../../../server/paging.ts';
import { jsonBody } from '../../../server/protocols.ts';
import type { Call } from '../../../server/service.ts';
import { newSession } from '../../../worlds/macie-session.ts';
import { failedBecause } from './errors.ts';
import { sizeOf } from './list-members.ts';
import { checkManagement } from './roles.ts';

export function listOrganizationAdminAccounts(call: Call): object {
  checkManagement(call);
  const { state, region, now, request } = call;
  const all = state.designations.of(region, now).map(({ account, status }) => ({ accountId: account, status }));
  const token = request.query.get('nextToken');
  const { items, nextToken } = page(all, { size: sizeOf(request.query), token, max: 25 });
  return { adminAccounts: items, ...(nextToken ? { nextToken } : {}) };
}

/** Designates the administrator of the Region, and enables Macie for it. */
export function enableOrganizationAdminAccount(call: Call): object {
  checkManagement(call);
  const { state, region, now } = call;
  const accountId = String(jsonBody(call.request)['adminAccountId']);
  if (!state.accounts.isInOrganization(accountId))
    throw failedBecause('ValidationException', 'The account is not a member in the AWS Organization');
  if (state.designations.enabledIn(region, now) !== null)
    throw failedBecause(
      'ConflictException',
      'another account has already been designated as the delegated Macie administrator account for your organization',
    );
  const others = state.designations.of(region, now).filter(({ account }) => account !== accountId);
  state.designations.set(region, [...others, { account: accountId, status: 'ENABLED' }]);
  const target = { accountId, region };
  const settings = { status: 'ENABLED', findingPublishingFrequency: 'FIFTEEN_MINUTES' } as const;
  if (!state.sessions.has(target)) state.sessions.set(target, newSession({ accountId, now, ...settings }));
  return {};
}

/** Ends the designation. The members become standalone: their sessions stay, and automated discovery ends. */
export function disableOrganizationAdminAccount(call: Call): object {
  checkManagement(call);
  const { state, region, now, request } = call;
  const accountId = request.query.get('adminAccountId') ?? '';
  if (state.designations.enabledIn(region, now) !== accountId)
    throw failedBecause(
      'ResourceNotFoundException',
      'the specified account isn’t the delegated Macie administrator account for your organization',
    );
  const endsAt = now.getTime() + (state.organization?.settings.lag ?? 0);
  const others = state.designations.of(region, now).filter(({ account }) => account !== accountId);
  state.designations.set(region, [...others, { account: accountId, status: 'DISABLING_IN_PROGRESS', endsAt }]);
  state.memberships.endAll(region);
  state.discovery.endAll(region);
  return {};
}
