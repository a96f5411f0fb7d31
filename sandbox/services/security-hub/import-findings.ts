import { AwsError } from '../../server/errors.ts';
import { jsonBody } from '../../server/protocols.ts';
import type { Call } from '../../server/service.ts';
import { partitionOf } from '../../../lib/core/partition.ts';
import { requireHub } from './hub.ts';
import { readFinding } from './finding-limits.ts';

const MAX_FINDINGS = 100;

/** https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html */
export function batchImportFindings(call: Call): object {
  requireHub(call);
  const { Findings: given } = jsonBody(call.request);
  if (!Array.isArray(given) || given.length === 0 || given.length > MAX_FINDINGS)
    throw new AwsError('InvalidInputException', {
      status: 400,
      message: `Findings: expected 1 to ${MAX_FINDINGS}, found ${Array.isArray(given) ? given.length : 'none'}`,
    });
  const failures = given.flatMap((one: unknown) => {
    const problem = importFinding(one, call);
    const Id = String(Reflect.get(Object(one), 'Id'));
    return problem === null ? [] : [{ Id, ErrorCode: 'InvalidInput', ErrorMessage: problem }];
  });
  return { FailedCount: failures.length, SuccessCount: given.length - failures.length, FailedFindings: failures };
}

/** Stores a finding. The answer is why it is refused; null if it is not. */
function importFinding(given: unknown, { accountId, region, state }: Call): string | null {
  const read = readFinding(given);
  if ('problem' in read) return read.problem;
  const { finding } = read;
  if (finding.AwsAccountId !== accountId || finding.ProductArn !== productArn(accountId, region))
    throw new AwsError('InvalidAccessException', {
      status: 401,
      message: `Account ${accountId} may not import findings of ${finding.AwsAccountId} by ${finding.ProductArn}`,
    });
  const key = `${accountId} ${region} ${finding.Id}`;
  const known = state.findings.get(key);
  if (known && known.UpdatedAt >= finding.UpdatedAt) return `UpdatedAt: expected a time after ${known.UpdatedAt}`;
  state.findings.set(key, { ...finding, Workflow: finding.Workflow ?? known?.Workflow ?? { Status: 'NEW' } });
  return null;
}

/** The product of an account's own findings. */
function productArn(accountId: string, region: string): string {
  return `arn:${partitionOf(region)}:securityhub:${region}:${accountId}:product/${accountId}/default`;
}
