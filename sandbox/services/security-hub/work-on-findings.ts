import { jsonBody } from '../../server/protocols.ts';
import type { Call } from '../../server/service.ts';
import { page } from '../../server/paging.ts';
import { requireHub } from './hub.ts';
import { workflow, type StoredFinding } from './finding-limits.ts';

/** Of the account and Region, by Id. Filters are not read. https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_GetFindings.html */
export function getFindings(call: Call): object {
  requireHub(call);
  const { MaxResults, NextToken } = jsonBody(call.request);
  const found = findingsOf(call).map(([, finding]) => finding);
  const { items, nextToken } = page(found, { size: MaxResults, token: NextToken, max: 100 });
  return { Findings: items, ...(nextToken ? { NextToken: nextToken } : {}) };
}

/** A person works on findings: the workflow status alone. https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchUpdateFindings.html */
export function batchUpdateFindings(call: Call): object {
  requireHub(call);
  const { FindingIdentifiers: wanted, Workflow: wantedStatus } = jsonBody(call.request);
  const Workflow = workflow.parse(wantedStatus);
  const ids = new Set(
    Array.isArray(wanted) ? wanted.map((one: unknown) => String(Reflect.get(Object(one), 'Id'))) : [],
  );
  const found = findingsOf(call).filter(([, { Id }]) => ids.has(Id));
  for (const [key, finding] of found) call.state.findings.set(key, { ...finding, Workflow });
  return { ProcessedFindings: found.map(([, { Id, ProductArn }]) => ({ Id, ProductArn })), UnprocessedFindings: [] };
}

function findingsOf({ accountId, region, state }: Call): readonly (readonly [string, StoredFinding])[] {
  return [...state.findings]
    .filter(([key]) => key.startsWith(`${accountId} ${region} `))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}
