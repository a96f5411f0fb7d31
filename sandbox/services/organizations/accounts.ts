import { AwsError } from '../../server/errors.ts';
import { scan } from '../../server/paging.ts';
import { jsonBody } from '../../server/protocols.ts';
import type { Call } from '../../server/service.ts';
import type { Member } from '../../worlds/organization/accounts.ts';
import type { Organization } from '../../worlds/organization/organization.ts';
import { readableOrganization } from './access.ts';
import { parentOf } from './units.ts';

const PAGE = { max: 20, errorCodes: { size: 'InvalidInputException', token: 'InvalidInputException' } };
const JOINED = Date.parse('2024-01-15T08:00:00Z') / 1000;

/** `Status` had fewer words than `State`. */
const RETIRED_STATUS: Readonly<Record<Member['state'], string>> = {
  PENDING_ACTIVATION: 'ACTIVE',
  ACTIVE: 'ACTIVE',
  SUSPENDED: 'SUSPENDED',
  PENDING_CLOSURE: 'PENDING_CLOSURE',
  CLOSED: 'SUSPENDED',
};

export function listAccounts(call: Call): object {
  const organization = readableOrganization(call);
  return accountsOf(call, { organization, isListed: () => true });
}

export function listAccountsForParent(call: Call): object {
  const organization = readableOrganization(call);
  const parent = parentOf(call, organization);
  const isListed = (id: string): boolean => organization.unitOf(call.state.accounts.member(id)) === parent;
  return accountsOf(call, { organization, isListed });
}

function accountsOf(
  call: Call,
  { organization, isListed }: { organization: Organization; isListed: (id: string) => boolean },
): object {
  const { MaxResults, NextToken } = jsonBody(call.request);
  const { accounts } = call.state;
  const at = (index: number): string | null => (isListed(accounts.idAt(index)) ? accounts.idAt(index) : null);
  const found = scan({ count: accounts.memberCount, at }, { ...PAGE, size: MaxResults, token: NextToken });
  const Accounts = found.items.map((id) => accountOf(call, { organization, id }));
  return { Accounts, ...(found.nextToken ? { NextToken: found.nextToken } : {}) };
}

export function describeAccount(call: Call): object {
  const organization = readableOrganization(call);
  const id = String(jsonBody(call.request)['AccountId']);
  if (call.state.accounts.isInOrganization(id)) return { Account: accountOf(call, { organization, id }) };
  const message = "You specified an account that doesn't exist.";
  throw new AwsError('AccountNotFoundException', { status: 400, message });
}

export function listDelegatedAdministrators(call: Call): object {
  const organization = readableOrganization(call);
  const { ServicePrincipal, MaxResults, NextToken } = jsonBody(call.request);
  const services = ['macie.amazonaws.com', ...Object.keys(organization.settings.delegatedAdministrators)];
  const wanted = typeof ServicePrincipal === 'string' ? [ServicePrincipal] : services;
  const ids = [...new Set(wanted.flatMap((service) => organization.delegatedAdministrators(service, call.now)))];
  const list = { count: ids.length, at: (index: number) => ids[index] ?? null };
  const { items, nextToken } = scan(list, { ...PAGE, size: MaxResults, token: NextToken });
  const DelegatedAdministrators = items.map((id) => {
    const { Paths: _, ...account } = accountOf(call, { organization, id });
    return { ...account, DelegationEnabledDate: JOINED };
  });
  return { DelegatedAdministrators, ...(nextToken ? { NextToken: nextToken } : {}) };
}

/** An account as Organizations returns it. */
function accountOf(
  { state }: Call,
  { organization, id }: { organization: Organization; id: string },
): Readonly<Record<string, unknown>> {
  const { id: organizationId, managementAccount, accountStateField, paths } = organization.settings;
  const member = state.accounts.member(id);
  const status = RETIRED_STATUS[member.state];
  return {
    Id: id,
    Arn: `arn:aws:organizations::${managementAccount}:account/${organizationId}/${id}`,
    Email: member.email,
    Name: member.name,
    ...(accountStateField === 'State' ? {} : { Status: status }),
    ...(accountStateField === 'Status' ? {} : { State: member.state }),
    ...(paths ? { Paths: [`${organization.unitOf(member).path}${id}/`] } : {}),
    JoinedMethod: member.joined,
    JoinedTimestamp: JOINED,
  };
}
