import { restJson, restJsonError } from '../../server/protocols.ts';
import { JSON_ERRORS, type Service } from '../../server/service.ts';
import { MACIE_REGIONS } from '../../worlds/regions.ts';
import { getAdministratorAccount } from './administrator.ts';
import { disable, enable, getSession, update } from './session.ts';

/** Operations by method and path. */
const ROUTES: Readonly<Record<string, string>> = {
  'GET /macie': 'GetMacieSession',
  'POST /macie': 'EnableMacie',
  'PATCH /macie': 'UpdateMacieSession',
  'DELETE /macie': 'DisableMacie',
  'GET /administrator': 'GetAdministratorAccount',
};

/** Amazon Macie, sessions and the administrator of a member. https://docs.aws.amazon.com/macie/latest/APIReference/macie.html */
export const macie2: Service = {
  name: 'macie2',
  regions: MACIE_REGIONS,
  operationOf: ({ method, path }) => ROUTES[`${method} ${path}`] ?? null,
  operations: {
    GetMacieSession: getSession,
    EnableMacie: enable,
    UpdateMacieSession: update,
    DisableMacie: disable,
    GetAdministratorAccount: getAdministratorAccount,
  },
  success: restJson,
  failure: restJsonError,
  errorCodes: JSON_ERRORS,
};
