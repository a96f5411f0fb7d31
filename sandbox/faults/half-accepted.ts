import { jsonBody } from '../server/protocols.ts';
import type { Call, Service } from '../server/service.ts';

/** Runs BatchImportFindings with every second finding; the others fail inside the service. */
export function acceptHalf(operation: Service['operations'][string], call: Call): object {
  const { Findings: given } = jsonBody(call.request);
  const findings: readonly unknown[] = Array.isArray(given) ? given : [];
  const accepted = findings.filter((_, index) => index % 2 === 1);
  const failed = findings.filter((_, index) => index % 2 === 0);
  const body = Buffer.from(JSON.stringify({ Findings: accepted }));
  if (accepted.length > 0) operation({ ...call, request: { ...call.request, body } });
  return {
    FailedCount: failed.length,
    SuccessCount: accepted.length,
    FailedFindings: failed.map((one) => ({
      Id: String(Reflect.get(Object(one), 'Id')),
      ErrorCode: 'InternalError',
      ErrorMessage: 'Internal server error',
    })),
  };
}
