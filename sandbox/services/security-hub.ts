import { restJson, restJsonError } from '../server/protocols.ts';
import { JSON_ERRORS, type Call, type Service } from '../server/service.ts';
import { requireHub } from './security-hub/hub.ts';
import { batchImportFindings } from './security-hub/import-findings.ts';
import { batchUpdateFindings, getFindings } from './security-hub/work-on-findings.ts';

const OPERATIONS: Readonly<Record<string, string>> = {
  'GET /accounts': 'DescribeHub',
  'POST /findings/import': 'BatchImportFindings',
  'POST /findings': 'GetFindings',
  'PATCH /findings/batchupdate': 'BatchUpdateFindings',
};

/** AWS Security Hub CSPM: whether it is on, and findings of the account's own product. https://docs.aws.amazon.com/securityhub/1.0/APIReference/Welcome.html */
export const securityHub: Service = {
  name: 'securityhub',
  operationOf: ({ method, path }) => OPERATIONS[`${method} ${path}`] ?? null,
  operations: {
    DescribeHub: describeHub,
    BatchImportFindings: batchImportFindings,
    GetFindings: getFindings,
    BatchUpdateFindings: batchUpdateFindings,
  },
  success: restJson,
  failure: restJsonError,
  errorCodes: JSON_ERRORS,
};

function describeHub(call: Call): object {
  requireHub(call);
  return { HubArn: `arn:aws:securityhub:${call.region}:${call.accountId}:hub/default`, AutoEnableControls: true };
}
