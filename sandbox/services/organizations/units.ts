import { AwsError } from '../../server/errors.ts';
import { page } from '../../server/paging.ts';
import { jsonBody } from '../../server/protocols.ts';
import type { Call } from '../../server/service.ts';
import type { Organization, Unit } from '../../worlds/organization/organization.ts';
import { organizationOf, readableOrganization } from './access.ts';

const PAGE = { max: 20, errorCodes: { size: 'InvalidInputException', token: 'InvalidInputException' } };

/** Every account of the organization may ask. */
export function describeOrganization(call: Call): object {
  const { id, managementAccount } = organizationOf(call).settings;
  const arn = `arn:aws:organizations::${managementAccount}`;
  return {
    Organization: {
      Id: id,
      Arn: `${arn}:organization/${id}`,
      FeatureSet: 'ALL',
      MasterAccountArn: `${arn}:account/${id}/${managementAccount}`,
      MasterAccountId: managementAccount,
      MasterAccountEmail: call.state.accounts.member(managementAccount).email,
      AvailablePolicyTypes: [],
    },
  };
}

export function listRoots(call: Call): object {
  const organization = readableOrganization(call);
  const { id, name } = organization.root;
  return { Roots: [{ Id: id, Arn: arnOf(organization.root, organization), Name: name, PolicyTypes: [] }] };
}

export function listParents(call: Call): object {
  const organization = readableOrganization(call);
  const { accounts } = call.state;
  const childId = String(jsonBody(call.request)['ChildId']);
  const unit = organization.units.get(childId);
  if (unit === organization.root || (!unit && !accounts.isInOrganization(childId)))
    throw notFound(
      'ChildNotFoundException',
      "You specified an organizational unit (OU) or account that doesn't exist.",
    );
  const parentId = unit ? unit.parentId : organization.unitOf(accounts.member(childId)).id;
  return { Parents: [{ Id: parentId, Type: parentId === organization.root.id ? 'ROOT' : 'ORGANIZATIONAL_UNIT' }] };
}

export function listOrganizationalUnitsForParent(call: Call): object {
  const organization = readableOrganization(call);
  const parent = parentOf(call, organization);
  const { MaxResults, NextToken } = jsonBody(call.request);
  const children = [...organization.units.values()].filter(({ parentId }) => parentId === parent.id);
  const { items, nextToken } = page(children, { ...PAGE, size: MaxResults, token: NextToken });
  const OrganizationalUnits = items.map((unit) => describe(unit, organization));
  return { OrganizationalUnits, ...(nextToken ? { NextToken: nextToken } : {}) };
}

export function describeOrganizationalUnit(call: Call): object {
  const organization = readableOrganization(call);
  const unit = organization.units.get(String(jsonBody(call.request)['OrganizationalUnitId']));
  if (unit && unit !== organization.root) return { OrganizationalUnit: describe(unit, organization) };
  throw notFound('OrganizationalUnitNotFoundException', "You specified an organizational unit that doesn't exist.");
}

/** The root or OU whose children the call asks for. */
export function parentOf({ request }: Call, organization: Organization): Unit {
  const unit = organization.units.get(String(jsonBody(request)['ParentId']));
  if (unit) return unit;
  throw notFound('ParentNotFoundException', "You specified parent that doesn't exist.");
}

function describe(unit: Unit, organization: Organization): object {
  const { paths } = organization.settings;
  return { Id: unit.id, Arn: arnOf(unit, organization), Name: unit.name, ...(paths ? { Path: unit.path } : {}) };
}

function arnOf({ id, parentId }: Unit, { settings }: Organization): string {
  return `arn:aws:organizations::${settings.managementAccount}:${parentId === null ? 'root' : 'ou'}/${settings.id}/${id}`;
}

function notFound(code: string, message: string): AwsError {
  return new AwsError(code, { status: 400, message });
}
