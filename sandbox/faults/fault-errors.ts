import { AwsError } from '../server/errors.ts';
import type { Call, Service } from '../server/service.ts';
import type { Fault } from './fault-schema.ts';

/** The error that a fault makes the service answer; null for faults of another kind. */
export function faultError(
  { kind, status }: Fault,
  { call, service }: { call: Call; service: Service },
): AwsError | null {
  const { denied, throttled, internal } = service.errorCodes;
  const action = `${service.name}:${service.actions?.[call.operation] ?? call.operation}`;
  const resource = service.resourceOf?.(call.request);
  const refused = `User: ${call.callerArn} is not authorized to perform: ${action}${resource ? ` on resource: ${resource.arn}` : ''}`;
  switch (kind) {
    case 'deny':
      return new AwsError(denied, {
        status: 403,
        message: `${refused} because no identity-based policy allows the ${action} action`,
      });
    case 'scp-deny':
      return new AwsError(denied, {
        status: 403,
        message: `${refused} with an explicit deny in a service control policy`,
      });
    case 'throttle':
    case 'rate-limit':
      return new AwsError(throttled, { status: 429, message: 'Rate exceeded' });
    case 'server-error':
      return new AwsError(internal, { status: status ?? 500, message: 'A fault of the sandbox caused this error' });
    case 'hang':
    case 'reset':
    case 'html':
    case 'empty':
    case 'unknown-enum':
    case 'slow':
    case 'write-lost':
    case 'write-lag':
    case 'empty-page':
    case 'expire-credentials':
    case 'suspend-account':
    case 'half-accepted':
      return null;
  }
}
