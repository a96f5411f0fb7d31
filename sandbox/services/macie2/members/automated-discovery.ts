import { AwsError } from '../../../server/errors.ts';
import { scan } from '../../../server/paging.ts';
import { jsonBody } from '../../../server/protocols.ts';
import type { Call } from '../../../server/service.ts';
import { existingSession } from '../session.ts';
import { failedBecause } from './errors.ts';
import { sizeOf } from './list-members.ts';
import { isAssociated, relationshipOf } from './relationship.ts';
import { checkAdministrator, isDelegated } from './roles.ts';

/** The status of an administrator or of a standalone account. Only the administrator of an organization has a mode for its members. */
export function getAutomatedDiscoveryConfiguration(call: Call): object {
  existingSession(call);
  refuseMember(call, 'perform this operation');
  const { state, region } = call;
  const mode = isDelegated(call) ? state.discovery.modeIn(region) : null;
  return {
    status: state.discovery.shown(call),
    ...(mode === null ? {} : { autoEnableOrganizationMembers: mode }),
  };
}

function refuseMember(call: Call, action: string): void {
  if (isAssociated(relationshipOf(call, call.accountId)))
    throw failedBecause(
      'AccessDeniedException',
      `you must be the Macie administrator for an organization to ${action}`,
    );
}

export function updateAutomatedDiscoveryConfiguration(call: Call): object {
  existingSession(call);
  const { state, region, accountId, request } = call;
  const { status, autoEnableOrganizationMembers: mode } = jsonBody(request);
  refuseMember(call, 'change automated discovery for a member account');
  if (status !== 'ENABLED' && status !== 'DISABLED') throw invalid('status must be ENABLED or DISABLED');
  if (mode !== undefined && mode !== 'ALL' && mode !== 'NEW' && mode !== 'NONE')
    throw invalid('autoEnableOrganizationMembers must be ALL, NEW or NONE');
  if (mode !== undefined) checkAdministrator(call, 'change automated discovery for member accounts');
  state.discovery.set({ accountId, region }, status);
  if (mode !== undefined) state.discovery.setMode(region, mode);
  return {};
}

/** An administrator and its members; another account sees itself alone. */
export function listAutomatedDiscoveryAccounts(call: Call): object {
  existingSession(call);
  const { accounts } = call.state;
  const { query } = call.request;
  const wanted = query.getAll('accountIds');
  const at = (index: number): object | null => {
    const accountId = accounts.idAt(index);
    const isListed = (wanted.length === 0 || wanted.includes(accountId)) && isWithin(call, accountId);
    return isListed ? { accountId, status: statusOf(call, accountId) } : null;
  };
  const page = { size: sizeOf(query), token: query.get('nextToken'), max: 25 };
  const { items, nextToken } = scan({ count: accounts.count, at }, page);
  return { items, ...(nextToken ? { nextToken } : {}) };
}

export function batchUpdateAutomatedDiscoveryAccounts(call: Call): object {
  checkAdministrator(call, 'change automated discovery for member accounts');
  const { state, region, request } = call;
  const { accounts } = jsonBody(request);
  if (!Array.isArray(accounts)) throw invalid('accounts must be a list');
  const errors = accounts.flatMap((account: unknown) => {
    const [accountId, status] = ['accountId', 'status'].map((key) => Reflect.get(Object(account), key));
    if (typeof accountId !== 'string' || (status !== 'ENABLED' && status !== 'DISABLED'))
      throw invalid('an account has an accountId and a status of ENABLED or DISABLED');
    if (!isWithin(call, accountId)) return [{ accountId, errorCode: 'ACCOUNT_NOT_FOUND' }];
    if (relationshipOf(call, accountId)?.status === 'Paused') return [{ accountId, errorCode: 'ACCOUNT_PAUSED' }];
    state.discovery.set({ accountId, region }, status);
    return [];
  });
  return { errors };
}

/** The administrator itself, and its members. */
function isWithin(call: Call, accountId: string): boolean {
  const relationship = relationshipOf(call, accountId);
  const isMember = relationship?.administratorId === call.accountId && isAssociated(relationship);
  return accountId === call.accountId || isMember;
}

/** Where the administrator has disabled automated discovery, it is off for its members. */
function statusOf(call: Call, accountId: string): 'ENABLED' | 'DISABLED' {
  const { state, region } = call;
  const relationship = relationshipOf(call, accountId);
  const isMember = isAssociated(relationship) && relationship.by === 'organization';
  if (isMember && state.discovery.of({ accountId: relationship.administratorId, region }) === 'DISABLED')
    return 'DISABLED';
  return state.discovery.shown({ accountId, region });
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', { status: 400, message });
}
