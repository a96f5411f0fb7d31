import { jsonBody } from '../server/protocols.ts';
import type { Call } from '../server/service.ts';
import type { TrailRecord } from './trail.ts';

/** The record of a Macie call. CloudTrail truncates `eventTime` to whole seconds. */
export function recordOf(call: Call, errorCode: string | null): TrailRecord {
  const { operation, accountId, region, request, now } = call;
  const readOnly = operation.startsWith('Get');
  return {
    eventVersion: '1.11',
    userIdentity: identityOf(call),
    eventTime: now.toISOString().replace(/\.\d+Z$/, 'Z'),
    eventSource: 'macie2.amazonaws.com',
    eventName: operation,
    awsRegion: region,
    sourceIPAddress: '127.0.0.1',
    userAgent: request.headers['user-agent'] ?? '',
    ...(errorCode === null ? {} : { errorCode }),
    requestParameters: readOnly || request.body.length === 0 ? null : parametersOf(call),
    responseElements: null,
    requestID: crypto.randomUUID(),
    eventID: crypto.randomUUID(),
    readOnly,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: accountId,
    eventCategory: 'Management',
  };
}

function parametersOf({ request }: Call): object | null {
  try {
    return jsonBody(request);
  } catch {
    // The service rejected this body, so the record has no parameters.
    return null;
  }
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
function identityOf({ accountId, callerArn, request }: Call): object {
  const accessKeyId = request.scope?.accessKeyId ?? '';
  const [, role, session] = /:assumed-role\/([^/]+)\/(.+)$/.exec(callerArn) ?? [];
  if (role === undefined) {
    const userName = callerArn.split('/').at(-1);
    return { type: 'IAMUser', principalId: accessKeyId, arn: callerArn, accountId, accessKeyId, userName };
  }
  const sessionIssuer = {
    type: 'Role',
    principalId: 'AROASANDBOX',
    arn: `arn:aws:iam::${accountId}:role/${role}`,
    accountId,
    userName: role,
  };
  return {
    type: 'AssumedRole',
    principalId: `AROASANDBOX:${session}`,
    arn: callerArn,
    accountId,
    accessKeyId,
    sessionContext: { sessionIssuer, attributes: { mfaAuthenticated: 'false' } },
  };
}
