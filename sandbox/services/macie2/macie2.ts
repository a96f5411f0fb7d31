import type { Request } from '../../server/http.ts';
import { restJson, restJsonError } from '../../server/protocols.ts';
import { JSON_ERRORS, type Call, type Service } from '../../server/service.ts';
import { MACIE_REGIONS } from '../../worlds/regions.ts';
import { getExport, putExport } from './classification-export.ts';
import { MEMBER_OPERATIONS, MEMBER_ROUTES } from './members/operations.ts';
import { settle } from './members/relationship.ts';
import { getPublication, putPublication } from './publication.ts';
import { getReveal, updateReveal } from './reveal.ts';
import { disable, enable, getSession, update } from './session.ts';
import { USAGE_OPERATIONS, USAGE_ROUTES } from './usage/operations.ts';

/** Operations by method and path. */
const ROUTES: Readonly<Record<string, string>> = {
  'GET /macie': 'GetMacieSession',
  'POST /macie': 'EnableMacie',
  'PATCH /macie': 'UpdateMacieSession',
  'DELETE /macie': 'DisableMacie',
  'GET /findings-publication-configuration': 'GetFindingsPublicationConfiguration',
  'PUT /findings-publication-configuration': 'PutFindingsPublicationConfiguration',
  'GET /classification-export-configuration': 'GetClassificationExportConfiguration',
  'PUT /classification-export-configuration': 'PutClassificationExportConfiguration',
  'GET /reveal-configuration': 'GetRevealConfiguration',
  'PUT /reveal-configuration': 'UpdateRevealConfiguration',
  ...MEMBER_ROUTES,
  ...USAGE_ROUTES,
};

const OPERATIONS: Service['operations'] = {
  GetMacieSession: getSession,
  EnableMacie: enable,
  UpdateMacieSession: update,
  DisableMacie: disable,
  GetFindingsPublicationConfiguration: getPublication,
  PutFindingsPublicationConfiguration: putPublication,
  GetClassificationExportConfiguration: getExport,
  PutClassificationExportConfiguration: putExport,
  GetRevealConfiguration: getReveal,
  UpdateRevealConfiguration: updateReveal,
  ...MEMBER_OPERATIONS,
  ...USAGE_OPERATIONS,
};

/** Amazon Macie: sessions, members, the administrator of an organization, and usage. https://docs.aws.amazon.com/macie/latest/APIReference/macie.html */
export const macie2: Service = {
  name: 'macie2',
  regions: MACIE_REGIONS,
  operationOf,
  memberOf,
  tokenField: 'nextToken',
  operations: Object.fromEntries(Object.keys(OPERATIONS).map((name) => [name, (call) => run(name, call)])),
  success: restJson,
  failure: restJsonError,
  errorCodes: JSON_ERRORS,
};

/** `{id}` in a route is an account. */
function operationOf({ method, path }: Request): string | null {
  return ROUTES[`${method} ${path.replace(/\/\d+$/, '/{id}')}`] ?? null;
}

/** The account at the end of the path, or in the body of CreateMember. */
function memberOf(request: Request): string | null {
  const [, id] = /\/(\d+)$/.exec(request.path) ?? [];
  return id ?? /"accountId"\s*:\s*"(?<id>\d{12})"/.exec(request.body.toString())?.groups?.['id'] ?? null;
}

function run(name: string, call: Call): unknown {
  settle(call, call.accountId);
  return OPERATIONS[name]?.(call);
}
